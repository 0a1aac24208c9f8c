import type { OutcomeTable } from "../../src/operations/report/outcomes";

/** The exit codes of an operation, by its outcomes. */
export function exitCodesOf(table: OutcomeTable): Record<string, number> {
  return Object.fromEntries(Object.entries(table).map(([word, { exitCode }]) => [word, exitCode]));
}
