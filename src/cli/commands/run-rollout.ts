import { type StopReason, systemChance, systemClock } from "../../operations/aws/clock";
import { AwsRolloutPort } from "../../operations/rollout/aws/port";
import { type RolloutRequest, rollout } from "../../operations/rollout/rollout";
import { rolloutTarget } from "../../operations/rollout/target";
import { type EnvironmentId, loadEnvironments } from "../../systems/test-app/environments";
import { driftGate, type GateOptions } from "../input/drift-gate";
import type { LogFormat } from "../input/log-format";
import type { ReportFiles } from "../input/report-files";
import { publish } from "../output/publish";
import { rolloutProgress } from "../output/rollout-progress";
import { rolloutPublication } from "../output/rollout-publication";
import { hearSignals } from "../output/signals";

/** What a person or a pipeline asks of a rollout. */
export interface RolloutOptions extends ReportFiles, GateOptions {
  readonly dryRun?: true;
  readonly resume?: string;
  readonly cancel?: string;
  readonly allowOffline?: true;
  /** In seconds. */
  readonly watchTimeout: number;
  /** In seconds. */
  readonly pollInterval: number;
  readonly logFormat: LogFormat;
}

/**
 * Rolls out, shows the progress, and publishes the report. A signal ends the watch, and never the process:
 * the answer to a send names the command, and the report says how to go on.
 *
 * @returns the exit code
 * @throws ConfigurationError
 */
export async function runRollout(
  environment: EnvironmentId,
  options: RolloutOptions,
): Promise<number> {
  const target = rolloutTarget(loadEnvironments()[environment]);
  const view = rolloutProgress(environment, options.logFormat);
  const stop = new AbortController();
  const forget = hearSignals((name) => {
    const text = stop.signal.aborted
      ? `${name}: still waiting for AWS to say whether the command was sent`
      : `${name}: the watch ends, and a command that was sent goes on`;
    view.show({ kind: "note", text });
    stop.abort("interrupt" satisfies StopReason);
  });
  const port = new AwsRolloutPort(target.region);
  try {
    const request = await requestOf(environment, options, stop.signal);
    const report = await rollout(target, request, {
      port,
      clock: systemClock,
      chance: systemChance,
      stop: stop.signal,
      onProgress: (progress) => view.show(progress),
    });
    view.end();
    return await publish(rolloutPublication(report), options);
  } finally {
    forget();
    port.destroy();
  }
}

async function requestOf(
  environment: EnvironmentId,
  options: RolloutOptions,
  signal: AbortSignal,
): Promise<RolloutRequest> {
  const { resume, cancel, dryRun = false, allowOffline = false } = options;
  const limits = {
    pollIntervalMs: options.pollInterval * 1000,
    watchTimeoutMs: options.watchTimeout * 1000,
  };
  if (resume !== undefined) return { kind: "resume", commandId: resume, ...limits };
  if (cancel !== undefined) return { kind: "cancel", commandId: cancel, ...limits };
  const gate = await driftGate(environment, options, signal);
  return { kind: "start", gate, dryRun, allowOffline, ...limits };
}
