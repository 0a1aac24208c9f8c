import { applyDeployment } from "../../operations/apply/apply";
import type { Answer, Approval } from "../../operations/apply/decision";
import { fleetPort } from "../../operations/apply/fleet/aws";
import type { ApplyOptions } from "../../operations/apply/options";
import type { ApplyProgress } from "../../operations/apply/progress";
import type { ApplyReport } from "../../operations/apply/report";
import { Clients } from "../../operations/aws/clients";
import { systemClock } from "../../operations/aws/clock";
import { judgePlan } from "../../operations/drift/judge/judge";
import type { EnvironmentReport } from "../../operations/drift/report";
import { terminalReport } from "../../operations/drift/reports/terminal";
import { Stopped } from "../../operations/terraform/failure";
import type { PlanProgress } from "../../operations/terraform/plan/plan-stacks";
import type { LogFormat } from "../input/log-format";
import { todayUtc } from "../input/today";
import { applyProgress } from "./apply-progress";
import { checkProgress } from "./check-progress";
import type { ProgressView } from "./progress-view";
import { hearSignals } from "./signals";
import { showsColours, writeProgress, writeTo } from "./streams";

/** Times are in seconds. */
export interface LiveApplyOptions {
  readonly synthesized?: string;
  readonly lockTimeout: number;
  readonly planTimeout: number;
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
  #check: ProgressView<PlanProgress> | undefined;
  #apply: ProgressView<ApplyProgress> | undefined;

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
    if (this.#check !== undefined) this.#check.show({ notice: text });
    else if (this.#apply !== undefined) this.#apply.show({ kind: "note", text });
    else writeProgress(text);
  }

  async run(approval: Approval, options: LiveApplyOptions): Promise<ApplyReport> {
    using aws = new Clients(this.deployment.region);
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
        judge: (plan, environment) =>
          judgePlan(plan, { environment, accepted: [], today: todayUtc() }),
        fleet: fleetPort(aws),
        clock: systemClock,
        signal: this.signal,
        onProgress: (progress) => {
          if (!("kind" in progress)) return this.#checkView().show(progress);
          if (progress.kind === "phase" && progress.phase === "APPLY") options.onApplying?.();
          this.#applyView().show(progress);
        },
      });
    } finally {
      this.endViews();
    }
  }

  /** Shows the whole plan and asks, both on standard error: who is asked has seen the plan. */
  async ask(plan: EnvironmentReport, { verbose = false } = {}): Promise<Answer> {
    this.endViews();
    // Loaded before anything is shown, so that nobody answers before there is a question.
    const { askToApply } = await import("../input/ask-apply");
    const colour = showsColours(process.stderr);
    await writeTo(process.stderr, terminalReport(plan, { verbose, colour, whole: true }));
    return askToApply(plan, this.signal);
  }

  /** Before something else is written. */
  endViews(): void {
    this.#check?.end();
    this.#apply?.end();
    this.#check = undefined;
    this.#apply = undefined;
  }

  [Symbol.dispose](): void {
    this.#forget();
  }

  /** One view after the other: two at once would draw over each other. */
  #checkView(): ProgressView<PlanProgress> {
    this.#apply?.end();
    this.#apply = undefined;
    this.#check ??= checkProgress(this.format);
    return this.#check;
  }

  #applyView(): ProgressView<ApplyProgress> {
    this.#check?.end();
    this.#check = undefined;
    this.#apply ??= applyProgress(this.deployment.id, this.format);
    return this.#apply;
  }
}
