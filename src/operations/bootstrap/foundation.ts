import { foundationId } from "../../systems/foundation/foundations";
import { notices } from "../drift/check";
import { cdktfPlan } from "../terraform/cdktf-plan";
import { run } from "../terraform/commands";
import { CheckFailure, throwIfStopped } from "../terraform/failure";
import { projectRoot } from "../terraform/project";
import { committedLockFile, installProviders } from "../terraform/providers";
import { stacksIn, synthesize } from "../terraform/synth";
import { endOf, requireTerraform, showPlan, terraformProgram } from "../terraform/terraform";
import { terraformVariables } from "../terraform/variables";
import { applyControl, type PlanFolder, Workspace } from "../terraform/workspace";
import { applyPlan } from "./apply-plan";
import { isApplyable } from "./applyable";
import { BootstrapFailure } from "./failure";
import { lockNotice } from "./lock-notice";
import type { Surroundings } from "./surroundings";

/** Each time, somebody else has applied between our plan and our apply. */
const mostPlans = 5;

/**
 * Plans the region's foundation, and applies that very plan when somebody agrees to it.
 *
 * @returns `unchanged` when there was nothing to apply
 * @throws CheckFailure, BootstrapFailure
 */
export async function makeFoundation(surroundings: Surroundings): Promise<"applied" | "unchanged"> {
  const { region, signal, say, changed, agree } = surroundings;
  const id = foundationId(region);
  using workspace = new Workspace();
  const folder = await prepare(id, workspace, surroundings);
  for (let attempt = 1; attempt <= mostPlans; attempt += 1) {
    say(`planning ${id} …`);
    await plan(id, folder, surroundings);
    const json = await showPlan("plan", { cwd: folder.stack, env: terraformVariables(), signal });
    if (!isApplyable(json)) return "unchanged";
    if (!(await agree(await planForPeople(folder, signal))))
      throw new BootstrapFailure("notAgreed", [`The plan of ${id} is above`]);
    say(`applying ${id} …`);
    if ((await apply(id, folder, surroundings)) === "applied") {
      changed(`${id} was applied`);
      return "applied";
    }
    say("somebody else was faster: what is planned now may be less");
  }
  throw new CheckFailure([
    `Somebody else applied ${id} between plan and apply, ${mostPlans} times: wait until that has ended`,
  ]);
}

async function plan(id: string, folder: PlanFolder, surroundings: Surroundings): Promise<void> {
  using _ = lockNotice(folder.control, "plan", surroundings.say);
  const lockFileIsReadOnly = committedLockFile() !== undefined;
  await cdktfPlan(id, folder, { ...surroundings, lockFileIsReadOnly });
}

async function apply(id: string, folder: PlanFolder, surroundings: Surroundings) {
  using _ = lockNotice(applyControl(folder), "apply", surroundings.say);
  return await applyPlan(id, folder, surroundings);
}

async function prepare(
  id: string,
  workspace: Workspace,
  { signal, say }: Surroundings,
): Promise<PlanFolder> {
  await requireTerraform({ cwd: projectRoot(), env: terraformVariables(), signal });
  for (const notice of notices()) say(notice);
  say("synthesizing …");
  await synthesize(workspace.synthesized, signal);
  if (!(await stacksIn(workspace.synthesized)).includes(id))
    throw new CheckFailure([
      `${id} is not among the stacks that were synthesized: name it in main.ts`,
    ]);
  const folder = workspace.planFolder(id, workspace.synthesized);
  say("installing providers …");
  await installProviders([folder], signal, () =>
    say("waiting: another process installs providers"),
  );
  return folder;
}

/** The plan as Terraform writes it for people, without sensitive values. */
async function planForPeople({ stack }: PlanFolder, signal: AbortSignal): Promise<string> {
  const options = { cwd: stack, env: terraformVariables(), signal };
  const ended = await run(terraformProgram(), ["show", "-no-color", "plan"], options);
  throwIfStopped(signal);
  if (ended.exitCode === 0) return ended.stdout;
  throw new CheckFailure([`The plan was made, but terraform show failed (${endOf(ended)})`]);
}
