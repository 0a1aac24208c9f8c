import { readFileSync } from "node:fs";
import path from "node:path";
import type { Measurement, Session } from "../alternate";
import { simulatedRollout } from "../commands";
import { MeasurementError, measure, type Run } from "../measured-process";
import { type Fleet, type FleetSize, type Fleets, fleetsOf } from "./fleets";
import {
  type CallCounts,
  neededCalls,
  promptReporting,
  type RolloutFigures,
} from "./rollout-bound";

const rounds = 5;

/** Calls and simulated times, which are the same in every run, and runs of whole processes. */
export interface FleetMeasurement {
  readonly fleet: Fleet;
  readonly calls: CallCounts;
  readonly needed: CallCounts;
  /** Simulated time from the last instance's end to the report. */
  readonly reportingMilliseconds: number;
  /** What that should be at most. */
  readonly promptReportingMilliseconds: number;
  /** Wall time without the process's start, and its peak memory. */
  readonly rollout: Measurement;
}

export interface RolloutMeasurements extends Readonly<Record<keyof Fleets, FleetMeasurement>> {
  readonly size: FleetSize;
}

/**
 * Measures rollouts to simulated fleets in simulated time, in a fresh process each time and in turn.
 *
 * @throws MeasurementError when a process fails, or when a rollout doesn't update every instance
 */
export async function measureRollout(
  size: FleetSize,
  session: Session,
): Promise<RolloutMeasurements> {
  const fleets = fleetsOf(size);
  session.progress("warm-up: rollout");
  await rollOut(fleets.few, session);
  const runs = { few: [] as Measured[], waves: [] as Measured[], spread: [] as Measured[] };
  for (let round = 1; round <= rounds; round++) {
    session.progress(`round ${round} of ${rounds}: rollout`);
    runs.few.push(await rollOut(fleets.few, session));
    runs.waves.push(await rollOut(fleets.waves, session));
    runs.spread.push(await rollOut(fleets.spread, session));
  }
  return {
    size,
    few: measurementOf(fleets.few, runs.few),
    waves: measurementOf(fleets.waves, runs.waves),
    spread: measurementOf(fleets.spread, runs.spread),
  };
}

interface Measured {
  readonly figures: RolloutFigures;
  readonly run: Run;
}

async function rollOut(fleet: Fleet, { scratch, interruption }: Session): Promise<Measured> {
  const file = path.join(scratch, "rollout-figures.json");
  const { peakKibibytes } = await measure(simulatedRollout(fleet, file), scratch, interruption);
  const figures: RolloutFigures = JSON.parse(readFileSync(file, "utf8"));
  // A rollout that skips instances is no measure.
  if (figures.updated !== fleet.instances)
    throw new MeasurementError(`Of ${fleet.name}, ${figures.updated} were updated`);
  const { wallMilliseconds } = figures;
  return { figures, run: { wallMilliseconds, peakKibibytes, processorMilliseconds: null } };
}

function measurementOf(fleet: Fleet, measured: readonly Measured[]): FleetMeasurement {
  const figures = measured[0]?.figures;
  if (figures === undefined) throw new Error(`${fleet.name} have not been measured`);
  return {
    fleet,
    calls: figures.calls,
    needed: neededCalls(figures, fleet.instances),
    reportingMilliseconds: figures.reportedAt - (figures.ends.at(-1) ?? 0),
    promptReportingMilliseconds: promptReporting(figures, fleet.instances),
    rollout: { name: fleet.name, runs: measured.map(({ run }) => run) },
  };
}
