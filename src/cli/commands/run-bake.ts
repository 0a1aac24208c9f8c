import { type StopReason, systemChance, systemClock } from "../../operations/aws/clock";
import { AwsBakePort } from "../../operations/bake/aws";
import { bake } from "../../operations/bake/bake";
import { line } from "../../operations/report/visible";
import { type EnvironmentId, loadEnvironments } from "../../systems/test-app/environments";
import { namesOf } from "../../systems/test-app/names";
import type { LogFormat } from "../input/log-format";
import type { ReportFiles } from "../input/report-files";
import { bakePublication } from "../output/bake-publication";
import { lines, progressView } from "../output/progress-view";
import { publish } from "../output/publish";
import { hearSignals } from "../output/signals";

/** What a person or a pipeline asks of a bake. */
export interface BakeOptions extends ReportFiles {
  /** In seconds; the environment's own where it isn't given. */
  readonly bakeTime?: number;
  /** In seconds. */
  readonly pollInterval: number;
  readonly logFormat: LogFormat;
}

/**
 * Watches an environment, shows what changes, and publishes the report. A signal ends the watch.
 *
 * @returns the exit code
 * @throws ConfigurationError
 */
export async function runBake(environment: EnvironmentId, options: BakeOptions): Promise<number> {
  const settings = loadEnvironments()[environment];
  const { region, bakeTimeSeconds } = settings;
  const names = namesOf(settings);
  // A look changes little, so a line for each change is all there is to see on a terminal, too.
  const inLog = () => lines(({ text }: { kind: "note"; text: string }) => line(text));
  const view = progressView(options.logFormat, { onTerminal: inLog, inLog });
  const stop = new AbortController();
  const forget = hearSignals((name) => {
    view.show({ kind: "note", text: `${name}: the watch ends` });
    stop.abort("interrupt" satisfies StopReason);
  });
  const port = new AwsBakePort(region);
  try {
    const report = await bake(
      { environment, region, groupName: names.base, alarmName: names.healthAlarm },
      {
        bakeTimeMs: (options.bakeTime ?? bakeTimeSeconds) * 1000,
        pollIntervalMs: options.pollInterval * 1000,
      },
      {
        port,
        clock: systemClock,
        chance: systemChance,
        stop: stop.signal,
        onProgress: (progress) => view.show(progress),
      },
    );
    view.end();
    return await publish(bakePublication(report), options);
  } finally {
    forget();
    port.destroy();
  }
}
