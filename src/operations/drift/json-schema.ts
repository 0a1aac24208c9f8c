import { z } from "zod";
import { driftReportSchema, environmentReportSchema } from "./report";

/**
 * JSON Schema (draft 2020-12) of what `drift-check --json` writes: the report of one environment, or
 * of several. It is committed as drift-report.schema.json, for those who read reports.
 */
export function driftReportJsonSchema() {
  const definitions = z.registry<{ id: string }>();
  definitions.add(environmentReportSchema, { id: "EnvironmentReport" });
  definitions.add(driftReportSchema, { id: "DriftReport" });
  const { schemas } = z.toJSONSchema(definitions, { uri: reference });
  const ids = Object.keys(schemas);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Drift report",
    description: "One environment, or several with the worst of their verdicts",
    anyOf: ids.map((id) => ({ $ref: reference(id) })),
    $defs: Object.fromEntries(ids.map((id) => [id, partOfAWhole(schemas[id] ?? {})])),
  };
}

function reference(id: string): string {
  return `#/$defs/${id}`;
}

function partOfAWhole({ $schema: _, $id: __, ...definition }: z.core.JSONSchema.BaseSchema) {
  return definition;
}
