import { createHash } from "node:crypto";
import { type Call, CallFailure } from "../aws/call";
import { type Calls, failureText, WatchEnded } from "../aws/calls";
import { type InstanceRefresh, isOver } from "../aws/group/instance-refresh";
import { newestOf, refreshesOf } from "../aws/group/instance-refreshes";
import { ownGroup } from "../aws/group/own-group";
import { type RestorePoint, templateAndVersion } from "../aws/images/restore-point";
import { causeOf } from "../report/causes";
import {
  choosePoint,
  expectAvailable,
  type Plan,
  planOf,
  refuseDuringRefresh,
  refuseDuringRollout,
} from "./choose";
import { readHold, releaseHold, setHold } from "./hold";
import type { RollbackReport } from "./report";
import { accounted, reportOf } from "./report-of";
import { EarlyEnd, type Ending, type RollbackSurroundings, type RollbackTarget, Run } from "./run";

/** What is asked for. */
export type RollbackRequest =
  | {
      readonly kind: "rollback";
      /** Run id of the rollout before which the restore point was made; null for the newest. */
      readonly to: string | null;
      /** Why, for the hold; null where nobody says. */
      readonly reason: string | null;
      readonly dryRun: boolean;
      /** Whether it may begin, once what would be done is known. */
      readonly agrees: (what: string) => Promise<boolean>;
      readonly pollIntervalMs: number;
      readonly watchTimeoutMs: number;
    }
  | { readonly kind: "hold"; readonly reason: string }
  /** Whether code and cloud agree under this hold; what is wrong where they don't. */
  | { readonly kind: "release"; readonly whyNot: (hold: string | null) => Promise<string | null> };

/**
 * Brings the code of before a rollout back: holds updates, and replaces every instance by one of a restore point. Run
 * again, it goes on where it was. Or it only sets the hold, or releases it. Never throws: whatever happens is the
 * report's outcome.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-instance-refresh.html
 */
export async function rollback(
  target: RollbackTarget,
  request: RollbackRequest,
  surroundings: RollbackSurroundings,
): Promise<RollbackReport> {
  const run = new Run(target, surroundings);
  const ending = await carryOut(run, request).catch((error: unknown) => endingOf(run, error));
  return reportOf(run, ending);
}

async function carryOut(run: Run, request: RollbackRequest): Promise<Ending> {
  const calls = run.calls();
  const group = await ownGroup(run.target, run.surroundings.port, calls);
  run.group = group;
  run.before = group.instances.map(({ instanceId }) => instanceId);
  if (request.kind === "hold") {
    await setHold(run, calls, request.reason);
    return { outcome: "HELD", reason: run.hold ?? "" };
  }
  if (request.kind === "release") {
    await readHold(run, calls);
    await refuseDuringRefresh(run, calls);
    const why = await request.whyNot(run.hold);
    if (why !== null) throw new EarlyEnd("ERROR", `The hold stays: ${why}`, "drift-report-refused");
    await releaseHold(run, calls);
    return { outcome: "RELEASED", reason: "Code and cloud agree, and updates are enabled" };
  }
  await readHold(run, calls);
  const point = await choosePoint(run, calls, group, request.to);
  run.restorePoint = point;
  const plan = await planOf(run, calls, group, point);
  run.refresh = plan.refresh;
  run.version = plan.version;
  // What goes on already was agreed to, and what is done needs nobody's leave.
  const begins = plan.refresh === undefined;
  const what = whatWouldBeDone(run, plan, point);
  if (request.dryRun) {
    if (begins) await refuseDuringRollout(run, calls);
    return { outcome: "DRY_RUN", reason: what };
  }
  if (begins && !(await request.agrees(what)))
    throw new EarlyEnd("ERROR", "Nobody agreed, so nothing was changed");

  const reason = request.reason ?? `back to what ran before the rollout ${point.runId}`;
  await setHold(run, calls, reason);
  // The hold stops a rollout that is running; instances that it has taken out of service come back all the same.
  if (begins) await refuseDuringRollout(run, calls);
  const { heldSince } = run;
  if (!plan.isDone) await replace(run, plan, point, request);
  const ending = await accountedInTheEnd(run, calls, request.pollIntervalMs);
  // Read last: all that was launched by then was launched under the hold.
  await readHold(run, calls);
  if (ending.outcome !== "SUCCEEDED" || run.heldSince === heldSince) return ending;
  return {
    outcome: "UNKNOWN",
    reason: `Somebody has changed the hold meanwhile, and what was launched since may have fetched the new code. ${ending.reason}`,
  };
}

/** How long what a refresh has launched and changed may be seen late, in milliseconds. */
const settlingMs = 3 * 60_000;

/** A group that is scaling out launches some more, and lists lag behind. */
async function accountedInTheEnd(run: Run, calls: Calls, pollIntervalMs: number): Promise<Ending> {
  const { clock } = run.surroundings;
  for (const end = clock.now() + settlingMs; ; await calls.pause(pollIntervalMs)) {
    const ending = accounted(run, await ownGroup(run.target, run.surroundings.port, calls));
    const isOff = run.refresh?.status !== "Successful" || clock.now() >= end;
    if (ending.outcome === "SUCCEEDED" || isOff) return ending;
  }
}

function whatWouldBeDone({ target, before }: Run, plan: Plan, point: RestorePoint): string {
  const { imageId, runId, createdAt, commit } = point;
  const of = commit === null ? "" : `, with commit ${commit} of this repository`;
  const to = `the restore point ${imageId}, made at ${createdAt} before the rollout ${runId}${of}`;
  if (plan.isDone) return `Every instance of ${target.groupName} was replaced by one of ${to}`;
  if (plan.refresh !== undefined)
    return `The instance refresh ${plan.refresh.refreshId} to ${to} goes on`;
  return `Would hold updates of ${target.environmentId}, and replace all ${before.length} instances of ${target.groupName} by ones of ${to}`;
}

/** Replaces every instance, and watches until the instance refresh is over. */
async function replace(
  run: Run,
  plan: Plan,
  point: RestorePoint,
  request: RollbackRequest & { readonly kind: "rollback" },
): Promise<void> {
  const calls = run.calls(request.watchTimeoutMs);
  if (run.refresh === undefined) {
    run.version = plan.version ?? (await templateVersion(run, calls, plan, point));
    // From now on that version keeps the image.
    await expectAvailable(run, calls, point);
    await start(run, calls, plan, run.version);
  }
  await watch(run, calls, request.pollIntervalMs);
}

/** A call that is made again answers with the same version. */
function templateVersion(
  { surroundings, heldSince }: Run,
  calls: Calls,
  { templateId, source, latest }: Plan,
  { imageId }: RestorePoint,
): Promise<string> {
  const token = createHash("sha256")
    .update(`${templateId} ${latest} ${source.version} ${imageId} ${heldSince}`)
    .digest("hex");
  return calls.read((call) =>
    surroundings.port.createTemplateVersion(templateId, { source, imageId, token }, call),
  );
}

async function start(
  run: Run,
  calls: Calls,
  { source, before }: Plan,
  version: string,
): Promise<void> {
  const { groupName, refresh } = run.target;
  const { port } = run.surroundings;
  const asked: { refreshId?: string } = {};
  run.asked = asked;
  let isLost = false;
  const ask = async (call: Call) => {
    try {
      return await port.startRefresh(groupName, { version, source: source.version }, refresh, call);
    } catch (error) {
      isLost ||= !(error instanceof CallFailure) || error.kind === "unavailable";
      throw error;
    }
  };
  try {
    const refreshId = await calls.read(ask);
    if (refreshId !== undefined) {
      asked.refreshId = refreshId;
      run.note(`The instance refresh ${refreshId} was started`);
    }
  } catch (error) {
    if (error instanceof CallFailure && !isLost) run.asked = undefined;
    throw error;
  }
  // Where the group has one already, it is this one, whose answer was lost; or somebody was quicker.
  run.refresh = await listed(run, calls, ({ refreshId, template }) =>
    asked.refreshId === undefined
      ? !before.has(refreshId) && templateAndVersion(template)?.[1] === version
      : refreshId === asked.refreshId,
  );
  if (run.refresh !== undefined) return;
  if (asked.refreshId !== undefined)
    throw new EarlyEnd("UNKNOWN", `The instance refresh ${asked.refreshId} is not listed`);
  run.asked = undefined;
  throw new EarlyEnd(
    "CONFLICT",
    `The group ${groupName} has another instance refresh than one to version ${version}`,
  );
}

const visibleMs = 60_000;

/** The instance refresh as it is listed, once it is. */
async function listed(
  { target, surroundings }: Run,
  calls: Calls,
  isOwn: (refresh: InstanceRefresh) => boolean,
): Promise<InstanceRefresh | undefined> {
  const { clock, port } = surroundings;
  for (const end = clock.now() + visibleMs; ; await calls.pause(2_000)) {
    const found = newestOf((await refreshesOf(port, calls, target.groupName)).filter(isOwn));
    if (found !== undefined || clock.now() >= end) return found;
  }
}

async function watch(run: Run, calls: Calls, pollIntervalMs: number): Promise<void> {
  const { target, surroundings } = run;
  let told = "";
  for (;;) {
    const refreshes = await refreshesOf(surroundings.port, calls, target.groupName);
    run.refresh =
      refreshes.find((each) => each.refreshId === run.refresh?.refreshId) ?? run.refresh;
    if (run.refresh === undefined || isOver(run.refresh)) return;
    const { status, statusReason, percentageComplete = 0 } = run.refresh;
    const why = statusReason === undefined ? "" : `: ${statusReason}`;
    const state = `${target.groupName}: ${status}, ${percentageComplete} %${why}`;
    if (state !== told) surroundings.onProgress({ kind: "note", text: state });
    told = state;
    await calls.pause(pollIntervalMs);
  }
}

function endingOf(run: Run, error: unknown): Ending {
  const cause = causeOf(error);
  if (error instanceof EarlyEnd) return { outcome: error.outcome, reason: error.message, cause };
  const why = failureText(error);
  const refreshId = run.refresh?.refreshId ?? run.asked?.refreshId;
  if (refreshId === undefined)
    return run.asked === undefined
      ? { outcome: "ERROR", reason: `No instance was replaced: ${why}`, cause }
      : { outcome: "UNKNOWN", reason: `An instance refresh was perhaps started: ${why}`, cause };
  if (run.refresh !== undefined && isOver(run.refresh))
    return {
      outcome: "UNKNOWN",
      reason: `The instance refresh ${refreshId} is over, and what runs now could not be learnt: ${why}`,
      cause,
    };
  return {
    outcome: error instanceof WatchEnded ? "IN_PROGRESS" : "UNKNOWN",
    reason: `The instance refresh ${refreshId} goes on: ${why}`,
    cause,
  };
}
