import { endOf, type Step, stepsOf } from "../../src/operations/pipeline/steps";
import type { EnvironmentId } from "../../src/systems/test-app/environments";

/** Runs one step, and returns its exit code. */
export type Run = (step: Step) => Promise<number>;

/** What begins: the Jenkinsfile's stages go by these names. */
export const stages = {
  check: "Check",
  approval: "Approve production",
  change: (environment: EnvironmentId) => `Change ${environment}`,
} as const;

/**
 * Takes the steps of an update as the pipeline does: all checks at the same time; nothing further when one fails; one
 * change after the other, up to the first that fails; and the summary in every case.
 *
 * @param announce hears each stage before its first step, and the approval before the first production environment
 * @returns the exit code of the first step that fails, in the order of the table
 */
export async function walkUpdate(
  environments: readonly EnvironmentId[],
  run: Run,
  announce: (stage: string) => void,
): Promise<number> {
  const steps = stepsOf("update", environments);
  const begun = steps.filter(({ phase }) => phase === "check");
  announce(stages.check);
  const checked = await Promise.all(begun.map(run));
  let failed = checked.find((code) => code !== 0) ?? 0;
  const production = environments.find((id) => id.startsWith("production-"));
  let current: EnvironmentId | null = null;
  for (const step of steps.filter(({ phase }) => phase === "change")) {
    if (failed !== 0) break;
    const { environment } = step;
    if (environment !== null && environment !== current) {
      if (environment === production) announce(stages.approval);
      announce(stages.change(environment));
      current = environment;
    }
    begun.push(step);
    failed = await run(step);
  }
  const end = await run(endOf("update", environments, begun));
  return failed !== 0 ? failed : end;
}
