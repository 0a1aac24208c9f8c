import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Session } from "./alternate";
import { growthOf } from "./growth";
import { MeasurementError } from "./measured-process";
import { type Options, readOptions, UsageError, usage } from "./options";
import { profileSynth } from "./profile";
import { progressOn } from "./progress";
import { type Report, renderReport, thisMachine } from "./report";
import { measureSynth } from "./synth-benchmark";
import { judgeTargets } from "./targets";

async function benchmark(options: Options, session: Session): Promise<Report> {
  const synth = await measureSynth(session);
  const growth = growthOf(synth);
  const targets = judgeTargets(synth, growth);
  const explain = options.profile || targets.some(({ met }) => !met);
  const profile = explain ? await profileSynth(session) : null;
  return { machine: thisMachine(), synth, growth, targets, profile };
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
  const progress = progressOn(process.stderr);
  const scratch = mkdtempSync(path.join(os.tmpdir(), "synth-benchmark-"));
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
