import { z } from "zod";
import { rolloutReportSchema } from "./report";

/**
 * JSON Schema (draft 2020-12) of what `rollout --json` writes. It is committed as
 * rollout-report.schema.json, for those who read reports.
 */
export function rolloutReportJsonSchema() {
  const { $schema, ...definition } = z.toJSONSchema(rolloutReportSchema);
  return {
    $schema,
    title: "Rollout report",
    description: "What one rollout did to every instance of an environment",
    ...definition,
  };
}
