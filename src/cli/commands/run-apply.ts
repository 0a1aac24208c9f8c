import { applyEnvironment } from "../../operations/apply/apply";
import type { Approval } from "../../operations/apply/decision";
import { AwsFleetPort } from "../../operations/apply/fleet/aws";
import { systemClock } from "../../operations/aws/clock";
import type { Progress } from "../../operations/drift/check";
import type { EnvironmentReport } from "../../operations/drift/report";
import { terminalReport } from "../../operations/drift/reports/terminal";
import { Stopped } from "../../operations/terraform/failure";
import { type EnvironmentId, loadEnvironments } from "../../systems/test-app/environments";
import { namesOf } from "../../systems/test-app/names";
import type { LogFormat } from "../input/log-format";
import type { ReportFiles } from "../input/report-files";
import { todayUtc } from "../input/today";
import { applyProgress } from "../output/apply-progress";
import { applyPublication } from "../output/apply-publication";
import { checkProgress } from "../output/check-progress";
import type { ProgressView } from "../output/progress-view";
import { publish } from "../output/publish";
import { hearSignals } from "../output/signals";
import { showsColours, writeProgress, writeToPeople } from "../output/streams";

/** What a person or a pipeline asks of an apply. */
export interface ApplyOptions extends ReportFiles {
  readonly planOnly?: true;
  readonly approved?: string;
  readonly synthesized?: string;
  /** These are in seconds. */
  readonly lockTimeout: number;
  readonly planTimeout: number;
  readonly watchTimeout: number;
  readonly pollInterval: number;
  readonly verbose?: true;
  readonly logFormat: LogFormat;
}

/**
 * Plans, asks where nobody has approved yet, applies, and publishes the report. A signal never ends the
 * process: a Terraform that runs is interrupted once and awaited, and what is known then is reported.
 *
 * @returns the exit code
 * @throws ConfigurationError
 */
export async function runApply(environment: EnvironmentId, options: ApplyOptions): Promise<number> {
  const { region, ...names } = targetOf(environment);
  const views = new Views(environment, options.logFormat);
  const stop = new AbortController();
  const forget = hearSignals((name) => {
    const text = stop.signal.aborted
      ? `${name}: still waiting for Terraform to end; it gives the lock of the state back`
      : `${name}: what runs is being ended; a Terraform that runs gives the lock of the state back`;
    views.note(text);
    stop.abort(new Stopped(`It was interrupted (${name})`));
  });
  const fleet = new AwsFleetPort(region);
  try {
    const report = await applyEnvironment(
      { region, ...names },
      {
        approval: approvalOf(options, stop.signal, views),
        synthesized: options.synthesized,
        lockTimeoutSeconds: options.lockTimeout,
        planTimeoutSeconds: options.planTimeout,
        today: todayUtc(),
        pollIntervalMs: options.pollInterval * 1000,
        watchTimeoutMs: options.watchTimeout * 1000,
      },
      {
        fleet,
        clock: systemClock,
        stop: stop.signal,
        onProgress: (progress) => views.apply().show(progress),
        onCheckProgress: (progress) => views.check().show(progress),
      },
    );
    views.end();
    return await publish(applyPublication(report, options), options);
  } finally {
    forget();
    fleet.destroy();
  }
}

function targetOf(environment: EnvironmentId) {
  const settings = loadEnvironments()[environment];
  return { environment, region: settings.region, groupName: namesOf(settings).base };
}

function approvalOf(options: ApplyOptions, signal: AbortSignal, views: Views): Approval {
  if (options.planOnly) return { kind: "plan only" };
  if (options.approved !== undefined) return { kind: "approved", fingerprint: options.approved };
  const verbose = options.verbose ?? false;
  return {
    kind: "ask",
    ask: async (plan: EnvironmentReport) => {
      views.end();
      // Loaded before anything is shown, so that nobody answers before there is a question.
      const { askToApply } = await import("../input/ask-apply");
      const colour = showsColours(process.stderr);
      await writeToPeople(process.stderr, terminalReport(plan, { verbose, colour, whole: true }));
      return askToApply(plan, signal);
    },
  };
}

/** The progress views, one after the other: two at once would draw over each other. */
class Views {
  #check: ProgressView<Progress> | undefined;
  #apply: ReturnType<typeof applyProgress> | undefined;

  constructor(
    private readonly environment: string,
    private readonly format: LogFormat,
  ) {}

  check(): ProgressView<Progress> {
    this.#apply?.end();
    this.#apply = undefined;
    this.#check ??= checkProgress(this.format);
    return this.#check;
  }

  apply(): ReturnType<typeof applyProgress> {
    this.#check?.end();
    this.#check = undefined;
    this.#apply ??= applyProgress(this.environment, this.format);
    return this.#apply;
  }

  note(text: string): void {
    if (this.#check !== undefined) this.#check.show({ notice: text });
    else if (this.#apply !== undefined) this.#apply.show({ kind: "note", text });
    else writeProgress(text);
  }

  end(): void {
    this.#check?.end();
    this.#apply?.end();
    this.#check = undefined;
    this.#apply = undefined;
  }
}
