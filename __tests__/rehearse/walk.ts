import type { EnvironmentId } from "../../src/config/environments";
import { endOf, type Step, stepsOf } from "../../src/pipeline/steps";

/** Runs one step, and returns its exit code. */
export type Run = (step: Step) => Promise<number>;

/**
 * Takes the steps of an update as the pipeline does: all checks at the same time; nothing further when one fails; one
 * change after the other, up to the first that fails; and the summary in every case.
 *
 * @param approve is asked before the first production environment
 * @returns the exit code of the summary, or of what failed
 */
export async function walkUpdate(
  environments: readonly EnvironmentId[],
  run: Run,
  approve: () => void,
): Promise<number> {
  const steps = stepsOf("update", environments);
  const begun = steps.filter(({ phase }) => phase === "check");
  let failed = Math.max(...(await Promise.all(begun.map(run))));
  const changes = steps.filter(({ phase }) => phase === "change");
  const approved = changes.find(({ environment }) => environment?.startsWith("production-"));
  for (const step of changes) {
    if (failed !== 0) break;
    if (step === approved) approve();
    begun.push(step);
    failed = await run(step);
  }
  const end = await run(endOf("update", environments, begun));
  return failed !== 0 ? failed : end;
}
