import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import * as z from "zod";

const operations = path.resolve(__dirname, "../src/operations");

/**
 * The JSON Schema (draft 2020-12) of every report, by its file in `schemas/`: made of the zod schema with a title in an
 * operation's report.ts, so that a new operation's is among them.
 */
export async function jsonSchemas(): Promise<ReadonlyMap<string, object>> {
  const reports = readdirSync(operations)
    .map((operation) => path.join(operations, operation, "report.ts"))
    .filter((file) => existsSync(file));
  const modules: object[] = await Promise.all(reports.map((file) => import(file)));
  const schemas = modules.flatMap((module) => Object.values(module)).filter(isTitled);
  return new Map(
    schemas.map((schema) => {
      const { $schema, title, ...rest } = z.toJSONSchema(schema, { override: withoutId });
      const name = String(title).toLowerCase().replaceAll(" ", "-");
      return [`${name}.schema.json`, { $schema, title, ...rest }];
    }),
  );
}

/** What has an id stands under it in `$defs`; to a validator, `id` is a keyword that it doesn't know. */
function withoutId({ jsonSchema }: { readonly jsonSchema: { id?: string } }): void {
  delete jsonSchema.id;
}

function isTitled(value: unknown): value is z.ZodType {
  return value instanceof z.ZodType && value.meta()?.title !== undefined;
}
