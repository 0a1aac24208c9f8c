import type { Calls } from "../aws/calls";
import type { AutoScalingGroup, GroupInstance } from "../aws/group/group";
import { type InstanceRefresh, isOver } from "../aws/group/instance-refresh";
import { newestOf, refreshesOf, refreshText } from "../aws/group/instance-refreshes";
import {
  byAge,
  isAvailable,
  isBroken,
  type RestorePoint,
  templateAndVersion,
} from "../aws/images/restore-point";
import type { TemplateVersion } from "../aws/images/restore-points";
import { EarlyEnd, type Run } from "./run";

/** What a rollback would do. */
export interface Plan {
  readonly templateId: string;
  /** The group's own version, which the new one is like. */
  readonly source: TemplateVersion;
  /** The number of its newest version. */
  readonly latest: string;
  /** Ids of the instance refreshes that the group has had. */
  readonly before: ReadonlySet<string>;
  /** The version with the restore point's image that was made under this hold; undefined where one is to be made. */
  readonly version: string | undefined;
  /** The instance refresh to it that goes on already, or has succeeded. */
  readonly refresh: InstanceRefresh | undefined;
  /** It has succeeded, and since then the group launched from nothing else. */
  readonly isDone: boolean;
}

/**
 * The restore point to return to: the one that a rollback goes on to already, else the newest.
 *
 * @param to run id of the rollout before which it was made; null where nobody says
 * @throws EarlyEnd where there is none
 */
export async function choosePoint(
  run: Run,
  calls: Calls,
  group: AutoScalingGroup,
  to: string | null,
): Promise<RestorePoint> {
  const { target } = run;
  const points = await listPoints(run, calls);
  const known = points.map(pointText);
  const listed = known.length === 0 ? "there is none" : `there are ${known.join(", ")}`;
  const mayGoOn = to === null && run.heldSince !== undefined;
  const goingOn = mayGoOn ? await imageGoingOn(run, calls, group) : undefined;
  const chosen =
    points.find(({ imageId }) => imageId === goingOn) ??
    // One that isn't complete yet is no reason for an older one.
    points.find((each) => (to === null ? !isBroken(each) : each.runId === to));
  if (chosen === undefined)
    throw new EarlyEnd(
      "ERROR",
      to === null
        ? `No restore point of ${target.environmentId} is available: ${listed}`
        : `No restore point was made before a rollout ${to}: ${listed}`,
      "no-restore-point",
    );
  if (!isAvailable(chosen))
    throw new EarlyEnd(
      "ERROR",
      `The restore point ${chosen.imageId} is ${chosen.state}, and only an available one can be launched; wait, or name another one with --to: ${listed}`,
      "no-restore-point",
    );
  const others = points.filter(({ imageId }) => imageId !== chosen.imageId).map(pointText);
  if (others.length > 0)
    run.note(
      `Others, for --to: ${others.join(", ")}. One that was made after a rollout which failed may hold its code`,
    );
  return chosen;
}

/** @throws EarlyEnd where it can't be launched any more: a rollout that was ending may have removed it */
export async function expectAvailable(
  run: Run,
  calls: Calls,
  { imageId }: RestorePoint,
): Promise<void> {
  const points = await listPoints(run, calls);
  if (!points.some((each) => each.imageId === imageId && isAvailable(each)))
    throw new EarlyEnd("ERROR", `The restore point ${imageId} is gone`, "no-restore-point");
}

async function listPoints({ target, surroundings }: Run, calls: Calls): Promise<RestorePoint[]> {
  const found: RestorePoint[] = [];
  await calls.readAll(
    (page) => surroundings.port.listRestorePoints(target.environmentId, page),
    (point) => found.push(point),
  );
  return byAge(found);
}

function pointText({ runId, createdAt, state }: RestorePoint): string {
  return `${runId} (${createdAt}, ${state})`;
}

/** The image of a rollback that goes on. */
async function imageGoingOn(
  run: Run,
  calls: Calls,
  group: AutoScalingGroup,
): Promise<string | undefined> {
  const { port } = run.surroundings;
  const refresh = newestOf(await refreshesOf(port, calls, run.target.groupName));
  const [templateId, version] = templateAndVersion(refresh?.template) ?? [];
  if (refresh === undefined || isOver(refresh) || !isUnderHold(refresh, run.heldSince))
    return undefined;
  if (templateId === undefined || version === undefined) return undefined;
  if (templateAndVersion(group.template)?.[0] !== templateId) return undefined;
  const [found] = await calls.read((call) => port.templateVersions(templateId, [version], call));
  return found?.imageId;
}

/**
 * What is to be done to return to a restore point.
 *
 * @throws EarlyEnd where somebody else's instance refresh is in the way
 */
export async function planOf(
  run: Run,
  calls: Calls,
  group: AutoScalingGroup,
  { imageId }: RestorePoint,
): Promise<Plan> {
  const { port } = run.surroundings;
  const { groupName } = run.target;
  const own = templateAndVersion(group.template);
  if (own === undefined)
    throw new EarlyEnd("ERROR", `The group ${groupName} has no launch template`);
  const [templateId, current] = own;
  const refreshes = await refreshesOf(port, calls, groupName);
  const newest = newestOf(refreshes);
  const target = templateAndVersion(newest?.template);
  const refreshed = target?.[0] === templateId ? target[1] : current;
  const versions = await calls.read((call) =>
    port.templateVersions(templateId, [...new Set([current, refreshed, "$Latest"])], call),
  );
  const source = versions.find(({ version }) => version === current);
  if (source === undefined)
    throw new EarlyEnd("ERROR", `The template ${templateId} has no version ${current}`);
  // One of before the hold may be what instances were launched from that have been updated since.
  const has = (wanted: string) =>
    versions.some(
      ({ version, imageId: found, createdAt }) =>
        version === wanted && found === imageId && isSince(createdAt, run.heldSince),
    );
  const isOurs = newest !== undefined && isUnderHold(newest, run.heldSince) && has(refreshed);
  const before = new Set(refreshes.map(({ refreshId }) => refreshId));
  const latest = String(Math.max(...versions.map(({ version }) => Number(version))));
  const plan = { templateId, source, latest, before };
  if (newest !== undefined && !isOver(newest)) {
    if (isOurs) return { ...plan, version: refreshed, refresh: newest, isDone: false };
    throw new EarlyEnd(
      "CONFLICT",
      `${refreshText(newest)}, and it isn't a rollback to this restore point: wait for its end, or cancel it; then roll back`,
    );
  }
  const isDone =
    isOurs &&
    newest.status === "Successful" &&
    [group, ...group.instances.filter(serves)].every(
      ({ template }) => template === newest.template,
    );
  if (isDone) return { ...plan, version: refreshed, refresh: newest, isDone };
  // Terraform compares the newest version, so no other one may stay the group's.
  return { ...plan, version: has(latest) ? latest : undefined, refresh: undefined, isDone };
}

/** What is in Standby stays as it is: it serves nobody. */
export function serves({ lifecycleState }: Pick<GroupInstance, "lifecycleState">): boolean {
  return !/^(Entering)?Standby$/.test(lifecycleState);
}

/** AWS gives some times in whole seconds. */
function isSince(time: number | undefined, heldSince: number | undefined): boolean {
  if (time === undefined || heldSince === undefined) return false;
  return time >= Math.floor(heldSince / 1_000) * 1_000;
}

/**
 * Whether updates were held when an instance refresh began. What it launched before may have fetched the bad release,
 * whatever its image.
 */
export function isUnderHold(
  { startedAt }: InstanceRefresh,
  heldSince: number | undefined,
): boolean {
  if (heldSince === undefined) return false;
  return startedAt === undefined || isSince(startedAt, heldSince);
}

/**
 * What a refresh launches while updates are enabled fetches the vendor's release.
 *
 * @throws EarlyEnd where one goes on
 */
export async function refuseDuringRefresh(run: Run, calls: Calls): Promise<void> {
  const { groupName } = run.target;
  const refresh = newestOf(await refreshesOf(run.surroundings.port, calls, groupName));
  if (refresh !== undefined && !isOver(refresh))
    throw new EarlyEnd("CONFLICT", `The hold stays: ${refreshText(refresh)}; wait for its end`);
}

/**
 * A rollout takes instances out of service while a refresh replaces others.
 *
 * @throws EarlyEnd where one is running
 */
export async function refuseDuringRollout(run: Run, calls: Calls): Promise<void> {
  const { documentName, environmentId } = run.target;
  await calls.readAll(
    (page) => run.surroundings.port.executingCommands(documentName, page),
    (commandId) => {
      throw new EarlyEnd(
        "CONFLICT",
        `A rollout of ${environmentId} is running, command ${commandId}: cancel it (bin/testapp rollout ${environmentId} --cancel ${commandId}), and roll back when it has ended`,
      );
    },
  );
}
