import { wrongAccount } from "../aws/account";
import type { Calls } from "../aws/calls";
import type { AutoScalingGroup } from "../aws/group";
import {
  byAge,
  isAvailable,
  type RestorePoint,
  templateAndVersion,
} from "../aws/images/restore-point";
import type { TemplateVersion } from "../aws/images/restore-points";
import { type InstanceRefresh, isOver } from "../aws/instance-refresh";
import { newestOf, refreshesOf, refreshText } from "../aws/instance-refreshes";
import { EarlyEnd, type Run } from "./run";

/** What a rollback would do. */
export interface Plan {
  readonly templateId: string;
  /** The group's own version, which the new one is like. */
  readonly source: TemplateVersion;
  /** The version with the restore point's image; undefined where one is to be made. */
  readonly version: string | undefined;
  /** The instance refresh to it that goes on already, or has succeeded. */
  readonly refresh: InstanceRefresh | undefined;
  /** It has succeeded, and since then the group launched from nothing else. */
  readonly isDone: boolean;
}

/**
 * The environment's group.
 *
 * @throws EarlyEnd when there is none, or when it is another account's
 */
export async function ownGroup({ target, surroundings }: Run, calls: Calls) {
  const { accountId, groupName, region } = target;
  const group = await calls.read((call) => surroundings.port.describeGroup(groupName, call));
  if (group === undefined)
    throw new EarlyEnd(
      "ERROR",
      `There is no auto scaling group ${groupName} in ${region} for these credentials: they must be of the account ${accountId}, and the environment must be applied`,
      "not-applied",
    );
  if (group.accountId !== undefined && group.accountId !== accountId)
    throw new EarlyEnd("ERROR", wrongAccount(group.accountId, accountId), "wrong-account");
  return group;
}

/**
 * The restore point to return to.
 *
 * @param to run id of the rollout before which it was made; null for the newest that is available
 * @throws EarlyEnd where there is none
 */
export async function choosePoint(run: Run, calls: Calls, to: string | null) {
  const { target, surroundings } = run;
  const found: RestorePoint[] = [];
  await calls.readAll(
    (page) => surroundings.port.listRestorePoints(target.environmentId, page),
    (point) => found.push(point),
  );
  const points = byAge(found);
  const known = points.map(({ runId, createdAt, state }) => `${runId} (${createdAt}, ${state})`);
  const listed = known.length === 0 ? "there is none" : `there are ${known.join(", ")}`;
  const chosen = to === null ? points.find(isAvailable) : points.find(({ runId }) => runId === to);
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
      `The restore point ${chosen.imageId} is ${chosen.state}, and only an available one can be launched: ${listed}`,
      "no-restore-point",
    );
  return chosen;
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
  const newest = newestOf(await refreshesOf(port, calls, groupName));
  const target = templateAndVersion(newest?.template);
  const refreshed = target?.[0] === templateId ? target[1] : current;
  const versions = await calls.read((call) =>
    port.templateVersions(templateId, [...new Set([current, refreshed])], call),
  );
  const source = versions.find(({ version }) => version === current);
  if (source === undefined)
    throw new EarlyEnd("ERROR", `The template ${templateId} has no version ${current}`);
  const has = (wanted: string) =>
    versions.some((each) => each.version === wanted && each.imageId === imageId);
  const isOurs = newest !== undefined && isUnderHold(newest, run.heldSince) && has(refreshed);
  if (newest !== undefined && !isOver(newest)) {
    if (isOurs) return { templateId, source, version: refreshed, refresh: newest, isDone: false };
    throw new EarlyEnd(
      "CONFLICT",
      `${refreshText(newest)}, and it isn't a rollback to this restore point: wait for its end, or cancel it; then roll back`,
    );
  }
  const isDone =
    isOurs &&
    newest.status === "Successful" &&
    [group, ...group.instances].every(({ template }) => template === newest.template);
  const refresh = isDone ? newest : undefined;
  return { templateId, source, version: has(current) ? current : undefined, refresh, isDone };
}

/**
 * Whether updates were held when an instance refresh began. What it launched before may have fetched the bad release,
 * whatever its image. AWS gives some times in whole seconds.
 */
export function isUnderHold(
  { startedAt }: InstanceRefresh,
  heldSince: number | undefined,
): boolean {
  if (heldSince === undefined) return false;
  return startedAt === undefined || startedAt >= Math.floor(heldSince / 1_000) * 1_000;
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
