import Ajv2020 from "ajv/dist/2020";
import schema from "../../../../../schemas/drift-report.schema.json";

const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  schema,
);

/** What the committed JSON Schema has against a report; empty when it is valid. */
export function schemaErrors(report: unknown): string[] {
  // As it is read back from a file.
  validate(JSON.parse(JSON.stringify(report)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
