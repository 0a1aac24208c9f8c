import { createHash } from "node:crypto";
import { CallFailure } from "../aws/call";
import { type Calls, failureText, WatchEnded } from "../aws/calls";
import { isOver } from "../aws/instance-refreshes";
import type { RestorePoint } from "../aws/restore-points";
import { type Cause, causeOf } from "../report/causes";
import { choosePoint, ownGroup, type Plan, planOf } from "./choose";
import { releaseHold, setHold } from "./hold";
import type { Outcome, RollbackReport } from "./report";
import { accounted, reportOf } from "./report-of";
import { EarlyEnd, type RollbackSurroundings, type RollbackTarget, Run } from "./run";

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
  /** Whether code and cloud agree; what is wrong where they don't. */
  | { readonly kind: "release"; readonly whyNot: () => Promise<string | null> };

/** How a rollback ends. */
export interface Ending {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly cause?: Cause | null;
}

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
  const group = await ownGroup(run, calls);
  run.group = group;
  run.before = group.instances.map(({ instanceId }) => instanceId);
  if (request.kind === "hold") {
    await setHold(run, calls, request.reason);
    return { outcome: "HELD", reason: run.hold ?? "" };
  }
  if (request.kind === "release") {
    const why = await request.whyNot();
    if (why !== null) throw new EarlyEnd("ERROR", `The hold stays: ${why}`, "drift-report-refused");
    await releaseHold(run, calls);
    return { outcome: "RELEASED", reason: "Code and cloud agree, and updates are enabled" };
  }
  const point = await choosePoint(run, calls, request.to);
  run.restorePoint = point;
  const plan = await planOf(run, calls, group, point);
  run.refresh = plan.refresh;
  run.version = plan.version;
  const what = whatWouldBeDone(run, plan, point);
  if (request.dryRun) return { outcome: "DRY_RUN", reason: what };
  // What goes on already has been agreed to.
  if (plan.refresh === undefined && !(await request.agrees(what)))
    throw new EarlyEnd("ERROR", "Nobody agreed, so nothing was changed");

  const reason = request.reason ?? `back to what ran before the rollout ${point.runId}`;
  await setHold(run, calls, reason);
  if (!plan.isDone) await replace(run, plan, point, request);
  return accounted(run, await ownGroup(run, run.calls()));
}

function whatWouldBeDone({ target, before }: Run, plan: Plan, point: RestorePoint): string {
  const { imageId, runId, createdAt, commit } = point;
  const of = commit === null ? "" : `, with commit ${commit} of this repository`;
  const to = `the restore point ${imageId}, made at ${createdAt} before the rollout ${runId}${of}`;
  if (plan.isDone) return `Every instance of ${target.groupName} comes from ${to} already`;
  if (plan.refresh !== undefined)
    return `The instance refresh ${plan.refresh.refreshId} to ${to} goes on`;
  return `Would hold updates of ${target.environmentId}, and replace all ${before.length} instances of ${target.groupName} by ones of ${to}`;
}

/** Replaces every instance, and watches until the instance refresh is over. */
async function replace(
  run: Run,
  plan: Plan,
  { imageId }: RestorePoint,
  request: RollbackRequest & { readonly kind: "rollback" },
): Promise<void> {
  const { target, surroundings } = run;
  const calls = run.calls(request.watchTimeoutMs);
  if (run.refresh === undefined) {
    const { templateId, source } = plan;
    // Two attempts of one rollback are one version.
    const token = createHash("sha256")
      .update(`${templateId} ${source.version} ${imageId}`)
      .digest("hex");
    const version =
      plan.version ??
      (await calls.read((call) =>
        surroundings.port.createTemplateVersion(templateId, { source, imageId, token }, call),
      ));
    run.version = version;
    await start(run, calls, version);
  }
  await watch(run, calls, request.pollIntervalMs, `${target.groupName}`);
}

async function start(run: Run, calls: Calls, version: string): Promise<void> {
  const { groupName, refresh } = run.target;
  const { port } = run.surroundings;
  let refreshId: string | undefined;
  try {
    refreshId = await calls.read((call) => port.startRefresh(groupName, version, refresh, call));
  } catch (error) {
    if (error instanceof CallFailure && error.kind === "unavailable")
      throw new EarlyEnd("UNKNOWN", `The instance refresh was perhaps started: ${error.message}`);
    throw error;
  }
  if (refreshId !== undefined) run.note(`The instance refresh ${refreshId} was started`);
  // Where the group has one already, it is this one, whose answer was lost; or somebody was quicker.
  const begun = await seen(run, calls, refreshId, version);
  if (begun === undefined)
    throw new EarlyEnd(
      refreshId === undefined ? "CONFLICT" : "UNKNOWN",
      `The group ${groupName} has another instance refresh than the one to version ${version}`,
    );
}

const visibleMs = 60_000;

/** The instance refresh as it is listed, once it is. */
async function seen(run: Run, calls: Calls, refreshId: string | undefined, version: string) {
  const { clock } = run.surroundings;
  for (const end = clock.now() + visibleMs; ; await calls.pause(2_000)) {
    await calls.readAll(
      (page) => run.surroundings.port.listRefreshes(run.target.groupName, page),
      (refresh) => {
        const isOwn =
          refreshId === undefined
            ? !isOver(refresh) && refresh.template?.split(" ")[1] === version
            : refresh.refreshId === refreshId;
        if (isOwn) run.refresh = refresh;
      },
    );
    if (run.refresh !== undefined || clock.now() >= end) return run.refresh;
  }
}

async function watch(run: Run, calls: Calls, pollIntervalMs: number, group: string) {
  let told = "";
  for (;;) {
    const id = run.refresh?.refreshId;
    await calls.readAll(
      (page) => run.surroundings.port.listRefreshes(run.target.groupName, page),
      (refresh) => {
        if (refresh.refreshId === id) run.refresh = refresh;
      },
    );
    const { refresh } = run;
    if (refresh === undefined || isOver(refresh)) return;
    const percent = refresh.percentageComplete ?? 0;
    const state = `${group}: ${refresh.status}, ${percent} %`;
    if (state !== told) run.surroundings.onProgress({ kind: "note", text: state });
    told = state;
    await calls.pause(pollIntervalMs);
  }
}

function endingOf(run: Run, error: unknown): Ending {
  const cause = causeOf(error);
  if (error instanceof EarlyEnd) return { outcome: error.outcome, reason: error.message, cause };
  const why = failureText(error);
  if (run.refresh === undefined || isOver(run.refresh))
    return run.refresh === undefined
      ? { outcome: "ERROR", reason: `No instance was replaced: ${why}`, cause }
      : {
          outcome: "UNKNOWN",
          reason: `The instance refresh is over, and the instances could not be listed: ${why}`,
          cause,
        };
  return {
    outcome: error instanceof WatchEnded ? "IN_PROGRESS" : "UNKNOWN",
    reason: `The instance refresh ${run.refresh.refreshId} goes on: ${why}`,
    cause,
  };
}
