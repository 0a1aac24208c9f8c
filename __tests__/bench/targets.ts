import type { CheckMeasurements } from "./check/check-benchmark";
import { type DriftMeasurements, fewThroughLocals, manyThroughLocals } from "./drift-benchmark";
import type { FunctionMeasurements } from "./function-benchmark";
import type { Growth } from "./growth";
import type { FleetMeasurement, RolloutMeasurements } from "./rollout/rollout-benchmark";
import { total } from "./rollout/rollout-bound";
import type { StartMeasurements } from "./start-benchmark";
import { difference, medianOf, peakKibibytes, ratio, wallMilliseconds } from "./statistics";
import type { SynthMeasurements } from "./synth/synth-benchmark";

/** A bound that a change must not pass unnoticed. */
export interface Target {
  /** What is bounded, with its unit. */
  readonly name: string;
  readonly atMost: number;
  readonly measured: number;
  readonly met: boolean;
}

/** Targets of synth with what was measured; ratios, where the machine's speed matters. */
export function synthTargets(
  synth: SynthMeasurements,
  growths: readonly Growth[],
): readonly Target[] {
  const { shipped, npmRunSynth, cdktfSynthWithTsx } = synth;
  const environments = `${shipped.environments} environments`;
  return [
    target(
      `application process / floor, ${environments}, wall time`,
      7,
      ratio(shipped.application, shipped.floor, wallMilliseconds),
    ),
    target(
      `application process, ${environments}, peak MiB`,
      120,
      medianOf(shipped.application, peakKibibytes) / 1024,
    ),
    ...growths.map(({ fromEnvironments, toEnvironments, ofFloor }) =>
      target(
        `an extra environment (${fromEnvironments} to ${toEnvironments}), ms a resource / the floor's`,
        12,
        ofFloor,
      ),
    ),
    target(
      `${npmRunSynth.name} / ${cdktfSynthWithTsx.name}, wall time`,
      0.65,
      ratio(npmRunSynth, cdktfSynthWithTsx, wallMilliseconds),
    ),
  ];
}

/** Targets of the command line's start with what was measured. */
export function startTargets({ bare, help, refused }: StartMeasurements): readonly Target[] {
  return [help, refused].map((each) =>
    target(`${each.name} / ${bare.name}, wall time`, 2.5, ratio(each, bare, wallMilliseconds)),
  );
}

/** Targets of a drift check with what was measured. */
export function checkTargets({ check, initAndPlan }: CheckMeasurements): readonly Target[] {
  return [
    target(
      `${check.name} / terraform init and plan, wall time`,
      1.4,
      ratio(check, initAndPlan, wallMilliseconds),
    ),
  ];
}

/** Targets of the judge of plans with what was measured. */
export function driftTargets({
  plan,
  parse,
  judge,
  parseAndJudge,
  few,
  many,
}: DriftMeasurements): readonly Target[] {
  const resources = `${plan.resources} resources`;
  return [
    target(`judge / JSON.parse, ${resources}, time`, 1.5, ratio(judge, parse, wallMilliseconds)),
    target(
      `JSON.parse and judge / JSON.parse, ${resources}, peak memory`,
      2,
      ratio(parseAndJudge, parse, peakKibibytes),
    ),
    // Four times as many, each of which could follow each of as many: sixteen times where one looked at all of them.
    target(
      `judge of ${manyThroughLocals} changes through a local / of ${fewThroughLocals}, time`,
      6,
      ratio(many, few, wallMilliseconds),
    ),
  ];
}

/** Targets of rollouts to simulated fleets with what was measured. */
export function rolloutTargets({
  size,
  few,
  waves,
  spread,
}: RolloutMeasurements): readonly Target[] {
  const targetsOf = (measurement: FleetMeasurement) => [
    target(
      `rollout, ${measurement.fleet.name}, calls / needed calls`,
      1.1,
      total(measurement.calls) / total(measurement.needed),
    ),
    target(
      `rollout, ${measurement.fleet.name}, last end to report / a pause and its calls`,
      1,
      measurement.reportingMilliseconds / measurement.promptReportingMilliseconds,
    ),
    target(
      `rollout, ${measurement.fleet.name}, peak MiB more than with ${few.fleet.instances}`,
      size.extraMebibytes,
      difference(measurement.rollout, few.rollout, peakKibibytes) / 1024,
    ),
  ];
  return [...targetsOf(waves), ...targetsOf(spread)];
}

/** Targets of the Lambda function, whose memory is 256 MiB, with what was measured. */
export function functionTargets({
  zipBytes,
  load,
  floor,
}: FunctionMeasurements): readonly Target[] {
  return [
    target("function's zip, MB", 2, zipBytes / 1e6),
    target("function, loaded / bare node, wall time", 4, ratio(load, floor, wallMilliseconds)),
    target("function, loaded, peak MiB", 128, medianOf(load, peakKibibytes) / 1024),
  ];
}

function target(name: string, atMost: number, measured: number): Target {
  return { name, atMost, measured, met: measured <= atMost };
}
