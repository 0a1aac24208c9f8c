import type { Cause } from "../report/causes";
import { account, unaccountedInvocations } from "./account";
import type { Invocation } from "./aws";
import {
  type InstanceClass,
  type InstanceReport,
  type Outcome,
  type RolloutReport,
  schemaVersion,
} from "./report";
import type { Run } from "./run";
import { remarksOn } from "./sections";
import { statusText } from "./status";

/** How a rollout ends. */
export interface Ending {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly cause?: Cause | null;
}

/** The report: what was seen, and nothing else. */
export function reportOf(run: Run, { outcome, reason, cause = null }: Ending): RolloutReport {
  const commandIds = [...run.commands.keys()];
  const instances = instancesOf(run, outcome);
  return {
    schemaVersion,
    environment: run.target.environmentId,
    outcome,
    reason,
    cause,
    runId: run.runId,
    commandIds,
    documentVersion: run.documentVersion,
    startedAt: new Date(run.startedAt).toISOString(),
    endedAt: new Date(run.surroundings.clock.now()).toISOString(),
    restorePoint:
      run.restorePoint === undefined
        ? null
        : {
            imageId: run.restorePoint.imageId,
            state: run.restorePoint.state,
            instanceId: run.source ?? null,
          },
    notes: [...run.notes, ...remarksOn(instances)],
    nextSteps: nextSteps(run, outcome, commandIds),
    unaccountedInvocations: unaccountedInvocations(run),
    instances,
  };
}

function instancesOf(run: Run, outcome: Outcome): InstanceReport[] {
  if (run.commands.size === 0) {
    // Without a command the outcome is UNKNOWN only when one was perhaps sent.
    const unsent: InstanceClass = outcome === "UNKNOWN" ? "unknown" : "expected";
    return [...run.expected].map((instanceId) => ({ ...nothingKnown, instanceId, class: unsent }));
  }
  return account(run).map(({ instanceId, class: accounted, invocation }) => {
    // Nobody watches any more, and it was never seen.
    const isUnseen = outcome === "UNKNOWN" && invocation === undefined;
    const known = isUnseen && accounted === "still going" ? "unknown" : accounted;
    return {
      ...nothingKnown,
      instanceId,
      class: known,
      ...(invocation === undefined ? {} : ranAs(invocation)),
      // While it runs, Systems Manager gives -1 in place of a response code, and when a step of it ended.
      ...(known === "still going"
        ? { responseCode: null, endedAt: null, durationSeconds: null }
        : {}),
      // Of what never ran it gives times, too.
      ...(known === "not updated" || known === "misconfigured" ? noTimes : {}),
      outputTail: withoutOutput.has(known) ? null : invocation?.output.tail || null,
    };
  });
}

const withoutOutput: ReadonlySet<InstanceClass> = new Set(["updated", "still going"]);

const noTimes = { startedAt: null, endedAt: null, durationSeconds: null } as const;

const nothingKnown = {
  responseCode: null,
  statusDetails: null,
  ...noTimes,
  outputTail: null,
} as const;

function ranAs(invocation: Invocation) {
  const { responseCode, startedAt, endedAt } = invocation;
  const duration = startedAt === undefined || endedAt === undefined ? null : endedAt - startedAt;
  return {
    responseCode,
    statusDetails: statusText(invocation),
    startedAt: startedAt === undefined ? null : new Date(startedAt).toISOString(),
    endedAt: endedAt === undefined ? null : new Date(endedAt).toISOString(),
    durationSeconds: duration === null || duration < 0 ? null : duration / 1000,
  };
}

function nextSteps({ target, runId }: Run, outcome: Outcome, commandIds: string[]): string[] {
  if (outcome !== "UNKNOWN" && outcome !== "IN_PROGRESS") return [];
  const { environmentId, region, documentName } = target;
  const [first] = commandIds;
  return first === undefined
    ? [
        `find the command whose comment holds ${runId}: aws ssm list-commands --region ${region} --filters key=DocumentName,value=${documentName}`,
        `then resume it: bin/testapp rollout ${environmentId} --resume COMMAND_ID`,
      ]
    : [
        `resume it: bin/testapp rollout ${environmentId} --resume ${first}`,
        `or cancel it: bin/testapp rollout ${environmentId} --cancel ${first}`,
      ];
}
