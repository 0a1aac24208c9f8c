import { z } from "zod";
import { bakeReportSchema } from "./report";

/**
 * JSON Schema (draft 2020-12) of what `bake --json` writes. It is committed as bake-report.schema.json, for
 * those who read reports.
 */
export function bakeReportJsonSchema() {
  const { $schema, ...definition } = z.toJSONSchema(bakeReportSchema);
  return {
    $schema,
    title: "Bake report",
    description: "Whether an environment has stayed healthy after a rollout",
    ...definition,
  };
}
