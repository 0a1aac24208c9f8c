import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { leaveSignals } from "../e2e/drift/program";
import type { Session } from "./alternate";
import { measureCheck } from "./check/check-benchmark";
import { measureDrift } from "./drift-benchmark";
import { measureFunction } from "./function-benchmark";
import { growthOf } from "./growth";
import { MeasurementError } from "./measured-process";
import { type Options, readOptions, UsageError, usage } from "./options";
import { profileSynth } from "./profile";
import { progressOn } from "./progress";
import { type Report, renderReport, thisMachine } from "./report";
import { manyInstances, someInstances } from "./rollout/fleets";
import { measureRollout } from "./rollout/rollout-benchmark";
import { measureStart } from "./start-benchmark";
import { fewGenerated, manyGenerated, measureSynth } from "./synth/synth-benchmark";
import {
  checkTargets,
  driftTargets,
  functionTargets,
  rolloutTargets,
  startTargets,
  synthTargets,
} from "./targets";

async function benchmarkSynth({ profile, long }: Options, session: Session) {
  const measurements = await measureSynth(long, session);
  const growth = growthOf(measurements);
  const targets = synthTargets(measurements, growth);
  const explain = profile || targets.some(({ met }) => !met);
  const environments = long ? manyGenerated : fewGenerated;
  return {
    measurements,
    growth,
    targets,
    profile: explain ? await profileSynth(environments, session) : null,
  };
}

async function benchmark(options: Options, session: Session): Promise<Report> {
  const { parts, long } = options;
  const synth = parts.includes("synth") ? await benchmarkSynth(options, session) : null;
  const start = parts.includes("start") ? await measureStart(session) : null;
  const check = parts.includes("check") ? await measureCheck(session) : null;
  const drift = parts.includes("drift") ? await measureDrift(session) : null;
  const size = long ? manyInstances : someInstances;
  const rollout = parts.includes("rollout") ? await measureRollout(size, session) : null;
  const lambda = parts.includes("function") ? await measureFunction(session) : null;
  const targets = [
    ...(synth?.targets ?? []),
    ...(start ? startTargets(start) : []),
    ...(check && !("leftOut" in check) ? checkTargets(check) : []),
    ...(drift ? driftTargets(drift) : []),
    ...(rollout ? rolloutTargets(rollout) : []),
    ...(lambda ? functionTargets(lambda) : []),
  ];
  return {
    machine: thisMachine(),
    synth: synth?.measurements ?? null,
    growth: synth?.growth ?? [],
    start,
    check,
    drift,
    rollout,
    function: lambda,
    targets,
    profile: synth?.profile ?? null,
  };
}

function publish(report: Report, json: string | undefined): void {
  const data = `${JSON.stringify(report, null, 2)}\n`;
  const tables = renderReport(report);
  if (json === "-") {
    process.stdout.write(data);
    process.stderr.write(tables);
    return;
  }
  process.stdout.write(tables);
  if (json === undefined) return;
  // Whole or not at all.
  const unfinished = `${json}.${process.pid}`;
  writeFileSync(unfinished, data);
  renameSync(unfinished, json);
}

/** An interruption by SIGINT or SIGTERM, with the exit code that a shell gives to it. */
class Interrupted extends Error {
  constructor(readonly exitCode: number) {
    super("interrupted");
  }
}

function interruptions(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => controller.abort(new Interrupted(130)));
  process.once("SIGTERM", () => controller.abort(new Interrupted(143)));
  return controller.signal;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage);
    return;
  }
  // An interrupted benchmark ends the emulator itself.
  leaveSignals();
  const progress = progressOn(process.stderr);
  const scratch = mkdtempSync(path.join(os.tmpdir(), "benchmark-"));
  const session = { scratch, interruption: interruptions(), progress: progress.show };
  try {
    const report = await benchmark(options, session);
    progress.clear();
    publish(report, options.json);
  } finally {
    // What an interrupted command had begun to write may still be settling.
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((error: unknown) => {
  if (error instanceof UsageError || error instanceof Interrupted)
    process.exitCode = error.exitCode;
  else process.exitCode = 1;
  const expected =
    error instanceof UsageError ||
    error instanceof MeasurementError ||
    error instanceof Interrupted;
  console.error(expected ? error.message : error);
});
