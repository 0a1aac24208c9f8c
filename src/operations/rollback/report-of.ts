import type { AutoScalingGroup, GroupInstance } from "../aws/group/group";
import { refreshText } from "../aws/group/instance-refreshes";
import { templateAndVersion } from "../aws/images/restore-point";
import { countsOf } from "../report/counts";
import { serves } from "./choose";
import {
  type InstanceClass,
  type InstanceReport,
  instanceClasses,
  type RollbackReport,
  schemaVersion,
} from "./report";
import type { Ending, Run } from "./run";

/** What the instances say, once the instance refresh is over. */
export function accounted(run: Run, group: AutoScalingGroup): Ending {
  run.group = group;
  const instances = instancesOf(run);
  const classes = instances.map((each) => each.class);
  const counts = countsOf(instanceClasses, classes).join(", ") || "none";
  const isOwn =
    run.version !== undefined && templateAndVersion(group.template)?.[1] === run.version;
  const there = classes.includes("restored") || group.desiredCapacity === 0;
  const isWhole =
    isOwn && run.refresh?.status === "Successful" && there && instances.every(isAsItShallBe);
  for (const { instanceId, lifecycleState } of group.instances)
    if (!serves({ lifecycleState }))
      run.note(
        `${instanceId} is in ${lifecycleState}, and runs what it ran: terminate it before it serves again`,
      );
  if (isWhole) return { outcome: "SUCCEEDED", reason: `Instances: ${counts}` };
  const { refresh } = run;
  const why = refresh === undefined ? "" : `; ${refreshText(refresh)}`;
  return {
    outcome: "FAILED",
    reason: `Instances: ${counts}${why}`,
    cause: refresh === undefined ? null : "instance-refresh-failed",
  };
}

/** In Standby an instance serves nobody, and stays as it was. */
function isAsItShallBe({ class: known, lifecycleState }: InstanceReport): boolean {
  if (known === "restored" || known === "replaced") return true;
  return lifecycleState !== null && !serves({ lifecycleState });
}

/** The report: what was seen, and nothing else. */
export function reportOf(run: Run, { outcome, reason, cause = null }: Ending): RollbackReport {
  const { restorePoint } = run;
  return {
    schemaVersion,
    environment: run.target.environmentId,
    outcome,
    reason,
    cause,
    hold: run.hold,
    restorePoint:
      restorePoint === undefined
        ? null
        : {
            imageId: restorePoint.imageId,
            runId: restorePoint.runId,
            commit: restorePoint.commit,
            createdAt: restorePoint.createdAt,
          },
    templateVersion: run.version ?? null,
    refreshId: run.refresh?.refreshId ?? run.asked?.refreshId ?? null,
    refreshStatus: run.refresh?.status ?? null,
    startedAt: new Date(run.startedAt).toISOString(),
    endedAt: new Date(run.surroundings.clock.now()).toISOString(),
    notes: [...run.notes],
    nextSteps: nextSteps(run, outcome),
    instances: restorePoint === undefined ? [] : instancesOf(run),
  };
}

function instancesOf({ group, before, version }: Run): InstanceReport[] {
  const there = group?.instances ?? [];
  const gone = before.filter((id) => !there.some(({ instanceId }) => instanceId === id));
  return [
    ...there
      .filter(({ lifecycleState }) => !lifecycleState.startsWith("Terminat"))
      .map((instance) => {
        const { instanceId, lifecycleState } = instance;
        const templateVersion = templateAndVersion(instance.template)?.[1] ?? null;
        return {
          instanceId,
          class: classOf(instance, templateVersion, version),
          lifecycleState,
          templateVersion,
        };
      }),
    ...gone.map((instanceId) => ({
      instanceId,
      class: "replaced" as const,
      lifecycleState: null,
      templateVersion: null,
    })),
  ];
}

function classOf(
  { lifecycleState, isHealthy }: GroupInstance,
  templateVersion: string | null,
  version: string | undefined,
): InstanceClass {
  if (version === undefined || templateVersion !== version) return "not restored";
  return lifecycleState === "InService" && isHealthy ? "restored" : "not serving";
}

function nextSteps(run: Run, outcome: Ending["outcome"]): string[] {
  const { target, restorePoint } = run;
  const { environmentId, accountId, configuredIn, region, groupName } = target;
  const again = `bin/testapp rollback ${environmentId}`;
  const release = `npm run drift-check -- ${environmentId} --json drift.json && ${again} --release-hold --drift-report drift.json`;
  const toIt = restorePoint === undefined ? again : `${again} --to ${restorePoint.runId}`;
  switch (outcome) {
    case "SUCCEEDED":
      return [
        `commit in ${configuredIn}, as the last line of ${environmentId}'s fleet, so that code and cloud agree again: machineImage: { owner: "${accountId}", id: "${restorePoint?.imageId}" },`,
        `see that they do: npm run drift-check -- ${environmentId}`,
        `once the vendor has mended the release: ${release}`,
      ];
    case "FAILED":
      return [
        `see why: aws autoscaling describe-scaling-activities --region ${region} --auto-scaling-group-name ${groupName} --max-items 5`,
        `go on: ${toIt}`,
      ];
    case "IN_PROGRESS":
    case "UNKNOWN":
      return [
        `watch on: ${toIt}`,
        `or end it: aws autoscaling cancel-instance-refresh --region ${region} --auto-scaling-group-name ${groupName}`,
      ];
    case "HELD":
      return [`go back: ${again}`, `or end the hold: ${release}`];
    case "ERROR":
    case "CONFLICT":
      return run.mayHold ? [`updates are held now, or perhaps: go on with ${toIt}`] : [];
    default:
      return [];
  }
}
