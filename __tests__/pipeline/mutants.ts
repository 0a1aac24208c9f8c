import { outcomeMutants } from "./outcome-mutants";
import { stageMutants } from "./stage-mutants";
import { tableMutants } from "./table-mutants";

/** A mistake that somebody could make in the Jenkinsfile, and a scenario that shows it. */
export interface Mutant {
  readonly name: string;
  /** Each text is there exactly once. */
  readonly replacements: readonly (readonly [text: string, by: string])[];
  readonly caughtBy: string;
}

export function mutantsOf(jenkinsfile: string): Mutant[] {
  return [...outcomeMutants, ...tableMutants(jenkinsfile), ...stageMutants];
}

/** @throws Error when a text isn't there exactly once */
export function mutated(jenkinsfile: string, { name, replacements }: Mutant): string {
  return replacements.reduce((text, [old, by]) => {
    if (old === "" || text.split(old).length !== 2) throw new Error(`${name}: not once: ${old}`);
    return text.replace(old, () => by);
  }, jenkinsfile);
}
