import { z } from "zod";
import { applyReportSchema } from "./report";

/**
 * JSON Schema (draft 2020-12) of what `apply --json` writes. It is committed as apply-report.schema.json,
 * for those who read reports.
 */
export function applyReportJsonSchema() {
  const { $schema, ...definition } = z.toJSONSchema(applyReportSchema, { reused: "ref" });
  return {
    $schema,
    title: "Apply report",
    description:
      "What one apply was to do to an environment, what it did, and how the fleet settled",
    ...definition,
  };
}
