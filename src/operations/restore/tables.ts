import * as z from "zod";

/** What the function has read of a database's schema. */
export const tablesSchema = z.strictObject({
  /** Of the database that the function has connected to. */
  host: z.string(),
  schema: z.string(),
  /** Whether the database has a schema of that name. */
  isThere: z.boolean(),
  /** Tables and views, each with its columns and their types. */
  tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()) })),
});
export type Tables = z.infer<typeof tablesSchema>;

/** How a copy's schema differs from the running database's, by the tables' names. */
export interface Difference {
  missing: string[];
  /** Both have them, with other columns. */
  changed: string[];
  /** The running one has them no more. */
  added: string[];
}

export function differenceOf(running: Tables, copy: Tables): Difference {
  const byName = ({ tables }: Tables) =>
    new Map(tables.map(({ name, columns }) => [name, columns.join("\n")]));
  const before = byName(running);
  const after = byName(copy);
  return {
    missing: [...before.keys()].filter((name) => !after.has(name)),
    changed: [...before].flatMap(([name, columns]) =>
      after.has(name) && after.get(name) !== columns ? name : [],
    ),
    added: [...after.keys()].filter((name) => !before.has(name)),
  };
}
