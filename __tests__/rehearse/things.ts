import path from "node:path";
import { synthesizedFolder } from "../../src/operations/pipeline/steps";
import { applicationArgs } from "../../src/operations/terraform/plan/application-args";
import { Program, succeed } from "../e2e/drift/program";
import type { Thing } from "../e2e/drift/small-app/code";
import type { StandInProject } from "../e2e/drift/stand-in";

export type { Thing };

/** What every environment declares. */
export const things = {
  template: { content: "as written", size: 1, tags: { team: "a" } },
  group: { follows: "template", size: 3 },
} satisfies Record<string, Thing>;

/** Synthesizes what the code says, once for all environments, where the pipeline's commands find it. */
export async function synthesize(project: StandInProject): Promise<void> {
  const env = {
    ...project.environment,
    CDKTF_OUTDIR: path.join(project.folder, synthesizedFolder),
  };
  await succeed(new Program(process.execPath, applicationArgs, { cwd: project.folder, env }));
}
