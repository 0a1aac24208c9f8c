import { wrongAccount } from "../aws/account";
import type { Calls } from "../aws/calls";
import type { AutoScalingGroup } from "../aws/group";
import { type InstanceRefresh, isOver } from "../aws/instance-refreshes";
import {
  byAge,
  isAvailable,
  type RestorePoint,
  type TemplateVersion,
  templateAndVersion,
} from "../aws/restore-points";
import { EarlyEnd, type Run } from "./run";

/** What a rollback would do. */
export interface Plan {
  readonly templateId: string;
  /** The group's own version, which the new one is like. */
  readonly source: TemplateVersion;
  /** The version with the restore point's image; undefined where none has been made yet. */
  readonly version: string | undefined;
  /** An instance refresh to it goes on already. */
  readonly refresh: InstanceRefresh | undefined;
  /** Every instance in service comes from it already, and so do new ones. */
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
 * @throws EarlyEnd where somebody else's instance refresh or a rollout is in the way
 */
export async function planOf(
  run: Run,
  calls: Calls,
  group: AutoScalingGroup,
  { imageId }: RestorePoint,
): Promise<Plan> {
  const { port } = run.surroundings;
  const own = templateAndVersion(group.template);
  if (own === undefined)
    throw new EarlyEnd("ERROR", `The group ${run.target.groupName} has no launch template`);
  const [templateId, current] = own;
  const refresh = await runningRefresh(run, calls);
  const refreshing = templateAndVersion(refresh?.template)?.[1];
  const launched = group.instances.map(({ template }) => templateAndVersion(template)?.[1]);
  const asked = [current, refreshing, ...launched, "$Latest"].filter((each) => each !== undefined);
  const versions = await calls.read((call) =>
    port.templateVersions(templateId, [...new Set(asked)], call),
  );
  const withImage = versions.filter((each) => each.imageId === imageId);
  const has = (version: string | undefined) => withImage.some((each) => each.version === version);
  if (refresh !== undefined && !has(refreshing))
    throw new EarlyEnd(
      "CONFLICT",
      `The instance refresh ${refresh.refreshId} of ${run.target.groupName} isn't over, it is ${refresh.status}, and it isn't to this restore point: wait for its end, or cancel it; then roll back`,
    );
  if (refresh === undefined) await refuseDuringRollout(run, calls);
  const source = versions.find(({ version }) => version === current);
  if (source === undefined)
    throw new EarlyEnd("ERROR", `The template ${templateId} has no version ${current}`);
  // The newest one may be of an earlier attempt, which came no further.
  const newest = withImage.map(({ version }) => Number(version)).sort((a, b) => b - a)[0];
  const version = has(current) ? current : newest === undefined ? undefined : String(newest);
  const isDone = refresh === undefined && has(current) && launched.every(has);
  return { templateId, source, version, refresh, isDone };
}

async function runningRefresh(run: Run, calls: Calls): Promise<InstanceRefresh | undefined> {
  const found: InstanceRefresh[] = [];
  await calls.readAll(
    (page) => run.surroundings.port.listRefreshes(run.target.groupName, page),
    (refresh) => found.push(refresh),
  );
  return found.find((refresh) => !isOver(refresh));
}

/** A rollout takes instances out of service while a refresh replaces others. */
async function refuseDuringRollout(run: Run, calls: Calls): Promise<void> {
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
