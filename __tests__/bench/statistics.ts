import type { Measurement } from "./alternate";
import type { Run } from "./measured-process";

/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new Error("no values have no median");
  return (low + high) / 2;
}

/** One figure of a run. */
export type Figure = (run: Run) => number;

export const wallMilliseconds: Figure = (run) => run.wallMilliseconds;

export const peakKibibytes: Figure = ({ peakKibibytes: peak }) => {
  if (peak === null) throw new Error("this command's peak memory isn't measured");
  return peak;
};

export const processorMilliseconds: Figure = ({ processorMilliseconds: time }) => {
  if (time === null) throw new Error("this command's processor time isn't measured");
  return time;
};

/** The median of a figure over all runs. */
export function medianOf(measurement: Measurement, figure: Figure): number {
  return median(measurement.runs.map(figure));
}

/** How many times the other's figure the one's is: the median over pairs of consecutive runs. */
export function ratio(one: Measurement, other: Measurement, figure: Figure): number {
  return medianOfPairs(one, other, figure, (a, b) => a / b);
}

/** By how much the one's figure exceeds the other's: the median over pairs of consecutive runs. */
export function difference(one: Measurement, other: Measurement, figure: Figure): number {
  return medianOfPairs(one, other, figure, (a, b) => a - b);
}

function medianOfPairs(
  one: Measurement,
  other: Measurement,
  figure: Figure,
  compare: (one: number, other: number) => number,
): number {
  const pairs = one.runs.flatMap((run, round) => {
    const partner = other.runs[round];
    return partner ? [compare(figure(run), figure(partner))] : [];
  });
  return median(pairs);
}
