import { z } from "zod";
import { doctorReportSchema } from "./report";

/**
 * JSON Schema (draft 2020-12) of what `doctor --json` writes. It is committed as doctor-report.schema.json,
 * for those who read reports.
 */
export function doctorReportJsonSchema() {
  const { $schema, ...definition } = z.toJSONSchema(doctorReportSchema);
  return {
    $schema,
    title: "Doctor report",
    description: "What was found of the preconditions of launching and working on environments",
    ...definition,
  };
}
