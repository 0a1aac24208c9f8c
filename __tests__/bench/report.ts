import os from "node:os";
import type { Measurement } from "./alternate";
import type { CheckMeasurements, LeftOut } from "./check/check-benchmark";
import { checkTable } from "./check/check-table";
import type { DriftMeasurements } from "./drift-benchmark";
import type { FunctionMeasurements } from "./function-benchmark";
import type { Cost, Growth } from "./growth";
import type { Profile, Step } from "./profile";
import type { RolloutMeasurements } from "./rollout/rollout-benchmark";
import { rolloutTables } from "./rollout/rollout-table";
import type { StartMeasurements } from "./start-benchmark";
import { medianOf, peakKibibytes, ratio, wallMilliseconds } from "./statistics";
import type { SynthMeasurements } from "./synth/synth-benchmark";
import { renderTable, type Table } from "./table";
import type { Target } from "./targets";
import { wallColumns, wallRow } from "./wall-time";

/** All that the benchmark found; written as it is by `--json`. */
export interface Report {
  readonly machine: { readonly node: string; readonly processors: number; readonly model: string };
  /** Null unless measured, as all other parts. */
  readonly synth: SynthMeasurements | null;
  readonly growth: readonly Growth[];
  readonly start: StartMeasurements | null;
  readonly check: CheckMeasurements | LeftOut | null;
  readonly drift: DriftMeasurements | null;
  readonly rollout: RolloutMeasurements | null;
  readonly function: FunctionMeasurements | null;
  readonly targets: readonly Target[];
  /** Null unless a target was missed or a profile was asked for. */
  readonly profile: Profile | null;
}

/** The machine that the benchmark runs on. */
export function thisMachine(): Report["machine"] {
  const processors = os.cpus();
  return {
    node: process.version,
    processors: os.availableParallelism(),
    model: processors[0]?.model ?? "unknown",
  };
}

/** The report for people. */
export function renderReport(report: Report): string {
  const { machine, synth, growth, start, check, drift, rollout, targets, profile } = report;
  const tables = [
    ...(synth ? [processTable(synth), growthTable(growth)] : []),
    ...(start ? [startTable(start)] : []),
    ...(check && !("leftOut" in check) ? [checkTable(check)] : []),
    ...(drift ? [driftTable(drift)] : []),
    ...(rollout ? rolloutTables(rollout) : []),
    ...(report.function ? [functionTable(report.function)] : []),
    ...(targets.length > 0 ? [targetTable(targets)] : []),
    ...(profile ? [stepTable(profile.steps), selfTimeTable(profile)] : []),
  ];
  const heading = `Measured on ${machine.processors} × ${machine.model}, Node.js ${machine.node}`;
  const leftOut =
    check && "leftOut" in check ? [`The drift check was left out: ${check.leftOut}.`] : [];
  return `${[heading, ...tables.map(renderTable), ...leftOut, summary(targets)].join("\n\n")}\n`;
}

function processTable(synth: SynthMeasurements): Table {
  const scales = [synth.shipped, synth.few, ...(synth.long ? [synth.long.many] : [])];
  const measurements = [
    ...scales.flatMap(({ application, floor }) => [application, floor]),
    synth.npmRunSynth,
    synth.cdktfSynthWithTsx,
  ];
  const { environments, content } = synth.shipped;
  return {
    title: `Whole processes, medians. The ${environments} shipped environments have ${content.managedResources} managed resources and ${content.dataSources} data sources. The floor is bare Node.js, which writes the same data.`,
    columns: measurementColumns,
    rows: measurements.map(measurementRow),
  };
}

function startTable({ bare, help, refused }: StartMeasurements): Table {
  return {
    title: "How soon the command line answers, medians of whole processes.",
    columns: [...measurementColumns, "of bare node"],
    rows: [bare, help, refused].map((measurement) => [
      ...measurementRow(measurement),
      ratio(measurement, bare, wallMilliseconds).toFixed(2),
    ]),
  };
}

function driftTable(measurements: DriftMeasurements): Table {
  const { plan, parse, judge, parseAndJudge, few, many } = measurements;
  return {
    title: `The judge of plans in fresh processes, medians, without their start. The plan has ${plan.resources} resources, ${plan.changed} of them with changes, in ${(plan.bytes / 1e6).toFixed(1)} MB. JSON.parse alone is in bare Node.js.`,
    columns: [...measurementColumns, "of JSON.parse"],
    rows: [
      ...[parse, judge, parseAndJudge].map((measurement) => [
        ...measurementRow(measurement),
        ratio(measurement, parse, wallMilliseconds).toFixed(2),
      ]),
      // Of other plans.
      ...[few, many].map((measurement) => [...measurementRow(measurement), "–"]),
    ],
  };
}

function functionTable({ zipBytes, load, floor }: FunctionMeasurements): Table {
  return {
    title: `The Lambda function before its first event, medians of whole processes. Its zip has ${(zipBytes / 1e6).toFixed(2)} MB.`,
    columns: measurementColumns,
    rows: [load, floor].map(measurementRow),
  };
}

const measurementColumns = [...wallColumns, "peak MiB"];

function measurementRow(measurement: Measurement): string[] {
  const measured = measurement.runs.every((run) => run.peakKibibytes !== null);
  return [
    ...wallRow(measurement),
    measured ? (medianOf(measurement, peakKibibytes) / 1024).toFixed(1) : "–",
  ];
}

function growthTable(growths: readonly Growth[]): Table {
  const cells = ({ milliseconds, kibibytes }: Cost, digits: number) => [
    milliseconds.toFixed(digits),
    kibibytes.toFixed(digits),
  ];
  return {
    title:
      "Growth of the application process, medians of paired differences, beside the floor's. A resource is a managed resource or a data source.",
    columns: [
      "environments",
      ...["ms an environment", "KiB"],
      ...["ms a resource", "KiB"],
      ...["ms a managed resource", "KiB"],
      ...["the floor's ms a resource", "of floor"],
    ],
    rows: growths.map((growth) => [
      `from ${growth.fromEnvironments} to ${growth.toEnvironments}`,
      ...cells(growth.perEnvironment, 1),
      ...cells(growth.perResource, 3),
      ...cells(growth.perManagedResource, 3),
      growth.floorPerResource.milliseconds.toFixed(4),
      growth.ofFloor.toFixed(1),
    ]),
  };
}

function targetTable(targets: readonly Target[]): Table {
  return {
    title: "Targets, ratios pair by pair.",
    columns: ["target", "at most", "measured", "verdict"],
    rows: targets.map(({ name, atMost, measured, met }) => [
      name,
      String(atMost),
      measured.toPrecision(3),
      met ? "met" : "MISSED",
    ]),
  };
}

function stepTable(steps: readonly Step[]): Table {
  return {
    title: "Where it goes: each process does one thing more than the one above it.",
    columns: ["process", "wall ms", "more", "peak MiB", "more"],
    rows: steps.map((step, index) => {
      const before = steps[index - 1];
      return [
        step.name,
        step.wallMilliseconds.toFixed(0),
        before ? (step.wallMilliseconds - before.wallMilliseconds).toFixed(0) : "",
        mebibytes(step.peakKibibytes),
        mebibytes(
          before?.peakKibibytes && step.peakKibibytes && step.peakKibibytes - before.peakKibibytes,
        ),
      ];
    }),
  };
}

function mebibytes(kibibytes: number | null | undefined): string {
  return typeof kibibytes === "number" ? (kibibytes / 1024).toFixed(1) : "";
}

const busiestFiles = 15;

function selfTimeTable({ environments, selfTimes }: Profile): Table {
  return {
    title: `Functions' own time with ${environments} environments, by file, the first ${busiestFiles} files.`,
    columns: ["file", "ms", "percent", "busiest functions"],
    rows: selfTimes
      .slice(0, busiestFiles)
      .map(({ file, milliseconds, share, busiest }) => [
        file,
        milliseconds.toFixed(0),
        (share * 100).toFixed(1),
        busiest.join(", "),
      ]),
  };
}

function summary(targets: readonly Target[]): string {
  if (targets.length === 0) return "Nothing was measured.";
  const missed = targets.filter(({ met }) => !met).length;
  return missed === 0 ? "All targets are met." : `${missed} of ${targets.length} targets missed.`;
}
