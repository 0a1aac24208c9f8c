import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type ApplyReport, applyReportSchema } from "../../../src/operations/apply/report";
import { toolPath } from "../../support/external-tools";
import type { Program, ProgramEnded } from "../drift/program";
import type { StandInProject } from "../drift/stand-in";

/** What has no fleet, so that Terraform's end and the check after it are all; and no stand-in that is refused. */
export const foundation = "foundation-us-west-2";

export interface Applied extends ProgramEnded {
  readonly report: ApplyReport;
}

/** Starts `bin/testapp apply` of what the code says now, its report on standard output; keep it with `await using`. */
export async function startApply(
  project: StandInProject,
  id: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Program> {
  const synthesized = await project.synthesize();
  return project.startCommand(
    ["apply", id, "--json", "-", "--synthesized", synthesized, ...args],
    env,
  );
}

/** Runs it to its end. */
export async function apply(
  project: StandInProject,
  id: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Applied> {
  await using program = await startApply(project, id, args, env);
  return withReport(await program.ended);
}

export function withReport(ended: ProgramEnded): Applied {
  if (ended.stdout === "") throw new Error(`There is no report:\n${ended.stderr}`);
  return { ...ended, report: applyReportSchema.parse(JSON.parse(ended.stdout)) };
}

/** The fingerprint of what an apply would do now. */
export async function fingerprintOfNow(project: StandInProject, id: string): Promise<string> {
  const { report } = await apply(project, id, ["--plan-only"]);
  return `${report.fingerprint}`;
}

/** Where an apply that runs is controlled from. */
export function applyControlIn({ temporaryFolder }: StandInProject): string {
  const all = readdirSync(temporaryFolder, { recursive: true, encoding: "utf8" });
  const found = all.find((each) => each.endsWith("control/apply")) ?? "";
  return path.join(temporaryFolder, found);
}

/** A Terraform that does something first; `$real` is the real one. */
export function terraformThat({ folder }: StandInProject, line: string): NodeJS.ProcessEnv {
  const program = path.join(folder, "terraform-stand-in");
  const script = ["#!/bin/sh", `real='${toolPath("terraform")}'`, line, 'exec "$real" "$@"', ""];
  writeFileSync(program, script.join("\n"), { mode: 0o755 });
  return { TERRAFORM_BINARY_NAME: program };
}
