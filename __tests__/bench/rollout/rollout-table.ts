import { medianOf, peakKibibytes, wallMilliseconds } from "../statistics";
import type { Table } from "../table";
import type { FleetMeasurement, RolloutMeasurements } from "./rollout-benchmark";
import { total } from "./rollout-bound";

/** The rollouts' calls next to those that they need, and what they take. */
export function rolloutTables({ few, waves, spread }: RolloutMeasurements): readonly Table[] {
  return [callTable(waves), callTable(spread), fleetTable([few, waves, spread])];
}

function callTable({ fleet, calls, needed }: FleetMeasurement): Table {
  const operations = new Set([...Object.keys(needed), ...Object.keys(calls)]);
  const row = (name: string, made: number, least: number) => [name, String(made), String(least)];
  return {
    title: `Calls of a rollout to ${fleet.name}. One listing of all invocations is for the report, the others tell of progress.`,
    columns: ["call", "made", "needed"],
    rows: [
      ...[...operations].map((each) => row(each, calls[each] ?? 0, needed[each] ?? 0)),
      row("total", total(calls), total(needed)),
    ],
  };
}

function fleetTable(measurements: readonly FleetMeasurement[]): Table {
  return {
    title:
      "Rollouts in fresh processes, medians, with the simulated account in the same process. Simulated time is from the last instance's end to the report.",
    columns: [
      "fleet",
      "runs",
      "wall ms",
      "µs an instance",
      "peak MiB",
      "simulated s to report",
      "at most",
    ],
    rows: measurements.map((measurement) => {
      const { fleet, rollout } = measurement;
      const milliseconds = medianOf(rollout, wallMilliseconds);
      return [
        fleet.name,
        String(rollout.runs.length),
        milliseconds.toFixed(0),
        ((milliseconds * 1000) / fleet.instances).toFixed(0),
        (medianOf(rollout, peakKibibytes) / 1024).toFixed(1),
        (measurement.reportingMilliseconds / 1000).toFixed(1),
        (measurement.promptReportingMilliseconds / 1000).toFixed(1),
      ];
    }),
  };
}
