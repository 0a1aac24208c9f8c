import { once } from "node:events";
import { mkdirSync } from "node:fs";
import path from "node:path";
import pLimit from "p-limit";
import { loadDeployments } from "../../src/estate/deployments";
import { reportFolder, type Step } from "../../src/operations/pipeline/steps";
import { environmentIds } from "../../src/systems/test-app/environments";
import { MotoServer } from "../e2e/drift/moto-server";
import { interruptAll } from "../e2e/drift/program";
import { StandInProject } from "../e2e/drift/stand-in";
import { Accounts } from "./accounts";
import { BusyFleet, busyId, haste } from "./busy-fleet";
import { invitation } from "./kept";
import { outcomeOf } from "./outcome";
import { requirePythonTools, requireTools } from "./requirements";
import type { StageLog } from "./stage-log";
import { synthesize, things } from "./things";
import { stages, walkUpdate } from "./walk";
import { wayBack } from "./way-back";

export interface Options {
  /** Where somebody has changed the cloud by hand. */
  readonly withDrift?: string;
  /** Where an instance fails the updater. */
  readonly withFailingInstance?: string;
  /** Whether the vendor's release doesn't work, which ends with the way back and a release that does. */
  readonly withBadRelease?: true;
  /** Whether instances are out of their target group while they update. */
  readonly drain: boolean;
  /** Lets people look at the clouds at the end, until the signal. */
  readonly keep?: true;
}

const deployments = loadDeployments().filter(({ system }) => system === "test-app");

// More plans at the same time than processors would only be slower.
const parallel = 2;

/**
 * Plays an update of all environments, and takes away what it has made.
 *
 * @param signal interrupts it: what runs ends as after Ctrl-C, and nothing more is begun
 * @returns the exit code of the first step that failed
 * @throws Unavailable when something that it needs is missing; nothing is made then
 */
export async function rehearse(
  options: Options,
  log: StageLog,
  signal: AbortSignal,
): Promise<number> {
  log.stage("Preparation", "four small environments of stand-ins, on this machine alone");
  signal.addEventListener("abort", interruptAll);
  await requireTools();
  await requirePythonTools((line) => log.line(line));
  signal.throwIfAborted();
  await using moto = await MotoServer.start();
  log.line("an emulated S3 for Terraform's states");
  await using project = await StandInProject.create(moto);
  await prepare(project, log, signal);
  const { withFailingInstance: failing, withBadRelease = false, drain } = options;
  await using fleet = await BusyFleet.start({
    drains: drain,
    fails: failing === busyId,
    hasBadRelease: withBadRelease,
  });
  await using accounts = await Accounts.start(failing, fleet);
  log.line("three simulated instances in each environment");
  log.line(
    `${busyId}: three that run the document's script behind a load balancer, whose times are a ${haste}th`,
  );
  breakThings(project, options, log);

  const limit = pLimit(parallel);
  const run = (step: Step) => limit(() => runStep({ project, accounts, fleet, log, signal }, step));
  let code = await walkUpdate(deployments, run, (stage) => {
    if (!signal.aborted) announce(stage, log);
  });
  if (!signal.aborted) log.paragraph(`The pipeline would end here; exit code ${code}`);
  const [busy] = deployments.filter(({ id }) => id === busyId);
  if (withBadRelease && busy !== undefined && !signal.aborted)
    code = await wayBack({ project, fleet, log, things, run }, busy);
  if (options.keep && !signal.aborted) {
    log.paragraph(invitation(project, "uat-us-east-1", "template"));
    await once(signal, "abort");
  }
  return code;
}

async function prepare(project: StandInProject, log: StageLog, signal: AbortSignal) {
  for (const id of environmentIds) project.write(id, things);
  const limit = pLimit(parallel);
  const applied = environmentIds.map((id) =>
    limit(async () => {
      signal.throwIfAborted();
      await project.apply(id);
      log.line(`${id}: Terraform has applied a small stack to its stand-in cloud`);
    }),
  );
  // All of them end before an error takes their folder away.
  await Promise.allSettled(applied);
  await Promise.all(applied);
  signal.throwIfAborted();
  project.git("init", "--quiet");
  project.git("add", "--", ".", ":!node_modules");
  project.git("commit", "--quiet", "--message", "rehearsal");
  await synthesize(project);
  log.line("the code is committed and synthesized, once for all environments");
  mkdirSync(path.join(project.folder, reportFolder));
}

function breakThings(
  project: StandInProject,
  { withDrift, withFailingInstance, withBadRelease, drain }: Options,
  log: StageLog,
) {
  if (withDrift !== undefined) {
    project.cloud(withDrift).edit("template", { size: 2 });
    log.line(`${withDrift}: somebody changes the template by hand`);
  }
  if (withFailingInstance !== undefined)
    log.line(`${withFailingInstance}: an instance will fail the updater`);
  if (withBadRelease) log.line(`${busyId}: the vendor's newest release doesn't work`);
  if (!drain) log.line(`${busyId}: its load balancer will not hear of who leaves the target group`);
}

function announce(stage: string, log: StageLog): void {
  if (stage === stages.check) {
    log.stage(stage, "drift check of all environments; nothing is changed unless all are in sync");
  } else if (stage === stages.approve("production")) {
    log.stage(stage, "before the first production environment");
    log.line("a person would be asked here, with what was done so far; the rehearsal goes on");
  } else {
    log.stage(stage, "up to what fails");
  }
}

interface Surroundings {
  readonly project: StandInProject;
  readonly accounts: Accounts;
  readonly fleet: BusyFleet;
  readonly log: StageLog;
  readonly signal: AbortSignal;
}

async function runStep(surroundings: Surroundings, step: Step): Promise<number> {
  const { fleet, log } = surroundings;
  const [command] = step.args;
  if (step.id !== busyId || (command !== "rollout" && command !== "rollback"))
    return await runCommand(surroundings, step);
  const [code, { requests, failed, failures }] = await fleet.whileUsersAsk(() =>
    runCommand(surroundings, step),
  );
  const how = failed > 0 ? ` (${failures.join(", ")})` : "";
  if (requests > 0) log.line(`users meanwhile: ${requests} requests, ${failed} failed${how}`);
  // Where nobody asked, nobody knows.
  return code === 0 && (failed > 0 || requests === 0) ? 1 : code;
}

async function runCommand(
  { project, accounts, log, signal }: Surroundings,
  step: Step,
): Promise<number> {
  // The walk takes it for a step that failed, and begins nothing more.
  if (signal.aborted) return 130;
  const { args, id, phase } = step;
  const [command = ""] = args;
  if (phase === "end") log.stage("Summary", "of all environments, in every case");
  const { env, options } = accounts.adapted(id, command);
  const start = Date.now();
  await using started = project.startCommand([...args, ...options], env);
  const { status, stdout, stderr } = await started.ended;
  const exitCode = status ?? 1;
  log.step({
    command: id === null ? command : `${command} ${id}`,
    outcome: outcomeOf(project.folder, step),
    exitCode,
    seconds: (Date.now() - start) / 1000,
    // The summary is what one wants to read in every case.
    said: exitCode === 0 && phase !== "end" ? "" : stdout || stderr,
  });
  return exitCode;
}
