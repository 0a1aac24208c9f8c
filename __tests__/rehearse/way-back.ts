import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Deployment } from "../../src/estate/deployment";
import { reportFolder, type Step, stepsOf } from "../../src/operations/pipeline/steps";
import type { StandInProject } from "../e2e/drift/stand-in";
import { type BusyFleet, busyId } from "./busy-fleet";
import type { StageLog } from "./stage-log";
import { synthesize, type Thing } from "./things";

/** Where the way back is played, and how a step of it is run. */
export interface WayBack {
  readonly project: StandInProject;
  readonly fleet: BusyFleet;
  readonly log: StageLog;
  readonly things: Readonly<Record<"template" | "group", Thing>>;
  readonly run: (step: Step) => Promise<number>;
}

const report = (name: string) => `${reportFolder}/${busyId}.${name}.json`;

const rollback = (name: string, ...options: string[]): Step => ({
  phase: "change",
  id: busyId,
  args: ["rollback", busyId, ...options, "--json", report(name)],
});

/** A small stack has no parameter that says who holds updates: the check is told what it would have read there. */
function tellHold(folder: string, gate: string): void {
  const read = (file: string) => JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  const { hold } = read(report("rollback"));
  writeFileSync(path.join(folder, gate), JSON.stringify({ ...read(gate), held: hold }));
}

/**
 * Plays what RUNBOOK-rollback.md has somebody do after a bad release: back to the restore point, the commit that makes
 * code and cloud agree, and forward to a release that works.
 *
 * @returns the exit code of the first step that doesn't end as it should
 */
export async function wayBack(
  { project, fleet, log, things, run }: WayBack,
  deployment: Pick<Deployment, "id" | "health" | "release">,
): Promise<number> {
  log.stage("Roll back", `${fleet.releases}: every instance is replaced by one of the old code`);
  const failed = await run(rollback("rollback", "--yes", "--reason", "release 2 doesn't work"));
  if (failed !== 0) return failed;
  log.line(fleet.releases);

  log.stage("Commit", "code and cloud agree again, once the image is in the code");
  const [check, ...others] = stepsOf("update", [deployment]).filter(
    ({ phase }) => phase === "change",
  );
  if (check === undefined) throw new Error("an update begins with a drift check");
  const template = { ...things.template, content: "with the restore point's image" };
  project.cloud(busyId).edit("template", template);
  const drifted = await run(check);
  if (drifted !== 2) return drifted === 0 ? 1 : drifted;
  project.write(busyId, { ...things, template });
  project.git("commit", "--quiet", "--allow-empty", "--message", "the restore point's image");
  await synthesize(project);
  log.line(`${busyId}: the image is committed`);

  const [gate = ""] = check.args.slice(check.args.indexOf("--json") + 1);
  const inSync = await run(check);
  if (inSync !== 0) return inSync;
  tellHold(project.folder, gate);
  const released = await run(rollback("release", "--release-hold", "--drift-report", gate));
  if (released !== 0) return released;

  log.stage("Forward", "the vendor has a release that works");
  fleet.mendRelease();
  for (const step of others) {
    const code = await run(step);
    if (code !== 0) return code;
  }
  log.line(fleet.releases);
  return 0;
}
