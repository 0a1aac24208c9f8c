/**
 * The schema's history, oldest first. One that has been applied anywhere is never changed: a further one is added, and
 * the services of the version before must go on working with it.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE numbers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    value numeric NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now()
  )`,
];

/** What each service's user may do with the numbers, and no more. */
export const rights = {
  tally_adder: "SELECT, INSERT",
  tally_display: "SELECT",
  tally_reset: "SELECT, DELETE",
} as const;
