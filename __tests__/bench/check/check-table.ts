import type { Measurement } from "../alternate";
import { medianOf, processorMilliseconds, ratio, wallMilliseconds } from "../statistics";
import type { Table } from "../table";
import { wallColumns, wallRow } from "../wall-time";
import type { CheckMeasurements } from "./check-benchmark";

/** A drift check beside Terraform alone; each ratio is to bare init and plan. */
export function checkTable(measurements: CheckMeasurements): Table {
  const { stack, provider, init, plan, initAndPlan, show, check } = measurements;
  const isTimed = initAndPlan.runs.every((run) => run.processorMilliseconds !== null);
  const row = (measurement: Measurement) => [
    ...wallRow(measurement),
    ratio(measurement, initAndPlan, wallMilliseconds).toFixed(2),
    isTimed ? medianOf(measurement, processorMilliseconds).toFixed(0) : "–",
    isTimed ? ratio(measurement, initAndPlan, processorMilliseconds).toFixed(2) : "–",
  ];
  return {
    title: `A drift check beside Terraform alone, with the AWS provider ${provider} and an emulated AWS. ${stack} is synthesized, and nothing of it applied. Whole processes with their children, medians.`,
    columns: [...wallColumns, "of both", "processor ms", "of both"],
    rows: [init, plan, initAndPlan, show, check].map(row),
  };
}
