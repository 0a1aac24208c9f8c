import type { Measurement } from "../alternate";
import { medianOf, processorMilliseconds, ratio, wallMilliseconds } from "../statistics";
import type { Table } from "../table";
import type { CheckMeasurements } from "./check-benchmark";

/** A drift check beside Terraform alone; each ratio is to bare init and plan. */
export function checkTable(measurements: CheckMeasurements): Table {
  const { stack, provider, init, plan, initAndPlan, show, check } = measurements;
  const isTimed = initAndPlan.runs.every((run) => run.processorMilliseconds !== null);
  const row = (measurement: Measurement) => {
    const times = measurement.runs.map(wallMilliseconds);
    return [
      measurement.name,
      String(measurement.runs.length),
      medianOf(measurement, wallMilliseconds).toFixed(0),
      Math.min(...times).toFixed(0),
      Math.max(...times).toFixed(0),
      ratio(measurement, initAndPlan, wallMilliseconds).toFixed(2),
      isTimed ? medianOf(measurement, processorMilliseconds).toFixed(0) : "–",
      isTimed ? ratio(measurement, initAndPlan, processorMilliseconds).toFixed(2) : "–",
    ];
  };
  return {
    title: `A drift check beside Terraform alone, with the AWS provider ${provider} and an emulated AWS. ${stack} is synthesized, and nothing of it applied. Whole processes with their children, medians.`,
    columns: ["process", "runs", "wall ms", "least", "most", "of both", "processor ms", "of both"],
    rows: [init, plan, initAndPlan, show, check].map(row),
  };
}
