import { applyDeployment } from "../../operations/apply/apply";
import type { Answer, Approval } from "../../operations/apply/decision";
import { fleetPort } from "../../operations/apply/fleet/aws";
import type { ApplyOptions, ApplyProgress } from "../../operations/apply/options";
import type { ApplyReport } from "../../operations/apply/report";
import { servicesPort } from "../../operations/apply/services/aws";
import { Clients } from "../../operations/aws/clients";
import { systemClock } from "../../operations/aws/clock";
import { judgePlan } from "../../operations/drift/judge/judge";
import type { EnvironmentReport } from "../../operations/drift/report";
import { terminalReport } from "../../operations/drift/reports/terminal";
import { Stopped } from "../../operations/terraform/failure";
import type { PlanProgress } from "../../operations/terraform/plan/plan-stacks";
import type { PlanOptions } from "../input/plan-options";
import type { LogFormat } from "../input/report-options";
import { todayUtc, updatesParameterOf } from "../input/saved-plan";
import { liveLook } from "./live-look";
import { type ProgressView, progressView } from "./progress-view";
import { hearSignals } from "./signals";
import { applySteps } from "./steps";
import { showsColours, writeProgress, writeTo } from "./streams";

/** Times are in seconds. */
export interface LiveApplyOptions extends PlanOptions {
  readonly watchTimeout: number;
  readonly pollInterval: number;
  /** Called when Terraform is about to apply. */
  readonly onApplying?: () => void;
}

/**
 * An apply whose progress is shown. A signal never ends the process until this is disposed of: a Terraform that
 * runs is interrupted once and awaited, and what is known then is reported.
 */
export class LiveApply implements Disposable {
  readonly #stop = new AbortController();
  readonly #forget: () => void;
  #view: ProgressView<ApplyProgress | PlanProgress> | undefined;

  constructor(
    private readonly deployment: ApplyOptions["deployment"],
    private readonly format: LogFormat,
  ) {
    this.#forget = hearSignals((name) => {
      const text = this.signal.aborted
        ? `${name}: still waiting for Terraform to end; it gives the lock of the state back`
        : `${name}: what runs is being ended; a Terraform that runs gives the lock of the state back`;
      this.note(text);
      this.#stop.abort(new Stopped(`It was interrupted (${name})`));
    });
  }

  /** Aborted once somebody interrupts. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Writes a line of progress. */
  note(text: string): void {
    if (this.#view === undefined) writeProgress(text);
    else this.#view.show({ kind: "note", text });
  }

  async run(approval: Approval, options: LiveApplyOptions): Promise<ApplyReport> {
    const { id, region } = this.deployment;
    const look = liveLook(options);
    using aws = new Clients(region);
    try {
      return await applyDeployment({
        deployment: this.deployment,
        approval,
        synthesized: options.synthesized,
        lockTimeoutSeconds: options.lockTimeout,
        planTimeoutSeconds: options.planTimeout,
        pollIntervalMs: options.pollInterval * 1000,
        watchTimeoutMs: options.watchTimeout * 1000,
        // Nothing is accepted: an apply would do away with it all the same.
        judge: async (plan, environment, signal) => {
          const looked = await look(plan, environment, signal);
          const updatesParameter = updatesParameterOf(environment);
          const options = { accepted: [], today: todayUtc(), looked, updatesParameter };
          return judgePlan(plan, { environment, ...options });
        },
        fleet: fleetPort(aws),
        services: servicesPort(aws),
        clock: systemClock,
        signal: this.signal,
        onProgress: (progress) => {
          if ("phase" in progress && progress.phase === "APPLY") options.onApplying?.();
          this.#view ??= progressView(this.format, applySteps(), { environment: id });
          this.#view.show(progress);
        },
      });
    } finally {
      this.endView();
    }
  }

  /** Shows the whole plan and asks, both on standard error: who is asked has seen the plan. */
  async ask(plan: EnvironmentReport, { verbose = false } = {}): Promise<Answer> {
    this.endView();
    // Loaded before anything is shown, so that nobody answers before there is a question.
    const { askToApply } = await import("../input/ask");
    const colour = showsColours(process.stderr);
    await writeTo(process.stderr, terminalReport(plan, { verbose, colour, whole: true }));
    return askToApply(plan, this.signal);
  }

  /** Before something else is written. */
  endView(): void {
    this.#view?.end();
    this.#view = undefined;
  }

  [Symbol.dispose](): void {
    this.#forget();
  }
}
