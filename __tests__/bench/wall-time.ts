import type { Measurement } from "./alternate";
import { medianOf, wallMilliseconds } from "./statistics";

export const wallColumns = ["process", "runs", "wall ms", "least", "most"];

/** A measurement's cells below these columns. */
export function wallRow(measurement: Measurement): string[] {
  const times = measurement.runs.map(wallMilliseconds);
  return [
    measurement.name,
    String(measurement.runs.length),
    medianOf(measurement, wallMilliseconds).toFixed(0),
    Math.min(...times).toFixed(0),
    Math.max(...times).toFixed(0),
  ];
}
