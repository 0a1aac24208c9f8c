/** The services' users. A user is made once, and gets its rights by migrations alone. */
export const users = ["tally_adder", "tally_display", "tally_reset"] as const;

/**
 * The schema's history, oldest first, with what each user may do with it, and no more. One that has been applied
 * anywhere is never changed: a further one is added, and the services of the version before must go on working with it.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE numbers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    value numeric NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now()
  );
  GRANT SELECT, INSERT ON numbers TO tally_adder;
  GRANT SELECT ON numbers TO tally_display;
  GRANT SELECT, DELETE ON numbers TO tally_reset;`,
];
