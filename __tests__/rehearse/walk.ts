import type { Deployment } from "../../src/estate/deployment";
import { endOf, type Step, type Subject, stepsOf } from "../../src/operations/pipeline/steps";

/** Runs one step, and returns its exit code. */
export type Run = (step: Step) => Promise<number>;

/** What begins: the Jenkinsfile's stages go by these names. */
export const stages = {
  check: "Check",
  approve: (stage: Deployment["stage"]) => `Approve ${stage}`,
  change: (id: string) => `Change ${id}`,
} as const;

/**
 * Takes the steps of an update as the pipeline does: all checks at the same time; nothing further when one fails; one
 * change after the other, up to the first that fails; and the summary in every case.
 *
 * @param announce hears each stage before its first step, and the approval before the first environment of production
 * @returns the exit code of the first step that fails, in the order of the table
 */
export async function walkUpdate(
  deployments: readonly (Subject & Pick<Deployment, "stage">)[],
  run: Run,
  announce: (stage: string) => void,
): Promise<number> {
  const steps = stepsOf("update", deployments);
  const begun = steps.filter(({ phase }) => phase === "check");
  announce(stages.check);
  const checked = await Promise.all(begun.map(run));
  let failed = checked.find((code) => code !== 0) ?? 0;
  const production = deployments.find(({ stage }) => stage === "production")?.id;
  let current: string | null = null;
  for (const step of steps.filter(({ phase }) => phase === "change")) {
    if (failed !== 0) break;
    const { id } = step;
    if (id !== null && id !== current) {
      if (id === production) announce(stages.approve("production"));
      announce(stages.change(id));
      current = id;
    }
    begun.push(step);
    failed = await run(step);
  }
  const end = await run(endOf("update", deployments, begun));
  return failed !== 0 ? failed : end;
}
