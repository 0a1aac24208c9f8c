import { CallFailure } from "../../aws/call";
import { type Calls, failureText, WatchEnded } from "../../aws/calls";
import {
  byAge,
  commitTag,
  isAvailable,
  isBroken,
  type RestorePoint,
  runIdTag,
  templateAndVersion,
} from "../../aws/images/restore-point";
import { causeOf } from "../../report/causes";
import type { Group } from "../aws";
import { EarlyEnd, type Run } from "../run";

/** How long an image may take until each of its snapshots has begun. */
const snapshotsMs = 10 * 60_000;

/**
 * Which instance the restore point is made of: one in service that Auto Scaling holds to be healthy. Undefined where the
 * environment has given restore points up, or where nobody is healthy: what doesn't work is no way back.
 */
export function chooseSource(run: Run, { instances }: Group): void {
  const { restorePoints } = run.target;
  if ("offBecause" in restorePoints) {
    run.note(`No restore point is made: ${restorePoints.offBecause}`);
    return;
  }
  if (run.noneHealthy) {
    run.note("No restore point is made, because no instance is healthy: the ones before stay");
    return;
  }
  const healthy = instances.filter(
    ({ instanceId, isHealthy }) => isHealthy && run.expected.has(instanceId),
  );
  run.source = healthy.map(({ instanceId }) => instanceId).sort()[0];
  if (run.source === undefined)
    throw new EarlyEnd(
      "ERROR",
      `No restore point can be made, because Auto Scaling holds no instance of ${run.target.groupName} to be healthy: find out why first`,
      "restore-point",
    );
}

/**
 * Makes an image of a healthy instance, and waits until its snapshots have begun: each is of that moment.
 *
 * @param commit that is checked out; null where it isn't known
 * @throws EarlyEnd where it can't be made: without a way back nothing is sent
 * @throws WatchEnded
 */
export async function makeRestorePoint(
  run: Run,
  calls: Calls,
  { pollIntervalMs, commit }: { readonly pollIntervalMs: number; readonly commit: string | null },
): Promise<void> {
  const { target, surroundings, source } = run;
  const { restorePoints } = target;
  if (source === undefined || "offBecause" in restorePoints) return;
  const { runId } = run;
  const name = `${target.groupName}-${runId}`;
  const point = {
    instanceId: source,
    name,
    description: `${target.environmentId} before the rollout ${runId}`,
    tags: {
      ...restorePoints.tags,
      Name: name,
      [runIdTag]: `${runId}`,
      ...(commit === null ? {} : { [commitTag]: commit }),
    },
  };
  try {
    await calls.read((call) => surroundings.port.createRestorePoint(point, call));
    const { clock } = surroundings;
    const end = clock.now() + snapshotsMs;
    for (;;) {
      run.restorePoint = await ownPoint(run, calls);
      const made = run.restorePoint;
      if (made !== undefined && isBroken(made)) throw failed(madeText(made));
      if (made?.hasSnapshots) {
        run.note(`The restore point of ${source} is ${made.imageId}`);
        return;
      }
      if (clock.now() >= end)
        throw failed(`its snapshots had not begun within ${snapshotsMs / 1000} s`);
      await calls.pause(pollIntervalMs);
    }
  } catch (error) {
    if (error instanceof WatchEnded || error instanceof EarlyEnd) throw error;
    throw failed(failureText(error), error);
  }
}

function failed(why: string, error?: unknown): EarlyEnd {
  const text = `Nothing was sent, because no restore point could be made: ${why}`;
  return new EarlyEnd("ERROR", text, causeOf(error) ?? "restore-point");
}

/** The one of this rollout; undefined while it isn't visible, and where it has none. */
async function ownPoint(run: Run, calls: Calls): Promise<RestorePoint | undefined> {
  return (await pointsOf(run, calls)).find(({ runId }) => runId === run.runId);
}

async function pointsOf({ target, surroundings }: Run, calls: Calls): Promise<RestorePoint[]> {
  const found: RestorePoint[] = [];
  await calls.readAll(
    (page) => surroundings.port.listRestorePoints(target.environmentId, page),
    (point) => found.push(point),
  );
  return found;
}

/**
 * Looks at this rollout's restore point once more, which may have failed since, and removes old ones. Whatever goes
 * wrong is told, and changes nothing of the rollout.
 *
 * @param succeeded otherwise none is removed: an old one may be the way back, and those of further tries are no better
 */
export async function tidyRestorePoints(run: Run, calls: Calls, succeeded: boolean): Promise<void> {
  const { target, surroundings } = run;
  const { restorePoints } = target;
  if ("offBecause" in restorePoints) return;
  try {
    const points = await pointsOf(run, calls);
    const own = points.find(({ runId }) => runId === run.runId);
    run.restorePoint = own ?? run.restorePoint;
    if (own !== undefined && isBroken(own))
      run.note(`${madeText(own)}: there is no way back to what ran before this rollout`);
    if (!succeeded) return;
    const removable = toRemove(points, restorePoints.kept, run.runId);
    if (removable.length === 0) return;
    const named = await namedImages(run, calls);
    for (const { imageId, name } of removable) {
      if ([imageId, name].some((each) => named.has(each))) continue;
      await calls.read((call) => surroundings.port.removeRestorePoint(imageId, call));
      run.note(`The old restore point ${imageId} was removed`);
    }
  } catch (error) {
    if (!(error instanceof CallFailure || error instanceof WatchEnded)) throw error;
    run.note(`Old restore points were not all removed: ${failureText(error)}`);
  }
}

function madeText({ imageId, state, stateReason }: RestorePoint): string {
  const why = stateReason === null ? "" : `, ${stateReason}`;
  return `The restore point ${imageId} is ${state}${why}`;
}

/**
 * Those beyond the number that is kept, and those that came to nothing. One that isn't complete yet may still fail, so
 * that it neither counts nor goes.
 *
 * @param runId of the rollout that asks, whose own one stays
 */
export function toRemove(
  points: readonly RestorePoint[],
  kept: number,
  runId: string | null,
): RestorePoint[] {
  const others = byAge(points).filter((point) => point.runId !== runId);
  const ownCounts = points.some((point) => point.runId === runId && isAvailable(point)) ? 1 : 0;
  const old = others.filter(isAvailable).slice(Math.max(kept, 1) - ownCounts);
  return [...old, ...others.filter(isBroken)];
}

/** What a version of the launch template that is in use names, and the configuration: ids, or a name. */
async function namedImages({ target, surroundings }: Run, calls: Calls): Promise<Set<string>> {
  const { restorePoints, groupName } = target;
  const named = new Set("offBecause" in restorePoints ? [] : [restorePoints.configuredImage]);
  const group = await calls.read((call) => surroundings.port.describeGroup(groupName, call));
  const used = [group?.template, ...(group?.instances ?? []).map(({ template }) => template)]
    .map(templateAndVersion)
    .filter((each) => each !== undefined);
  for (const templateId of new Set(used.map(([id]) => id))) {
    const own = used.filter(([id]) => id === templateId).map(([, version]) => version);
    const versions = [...new Set([...own, "$Latest", "$Default"])];
    const found = await calls.read((call) =>
      surroundings.port.templateVersions(templateId, versions, call),
    );
    for (const { imageId } of found) if (imageId !== undefined) named.add(imageId);
  }
  return named;
}
