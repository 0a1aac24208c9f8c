import { countsOf } from "../report/counts";
import { sectionsToRead } from "../report/read-on";
import type { Entry, EntryKind, Shown, Timeline } from "../report/shown";
import { type InstanceClass, type InstanceReport, outcomes, type RolloutReport } from "./report";
import { sectionOn } from "./sections";

/** What people must see first comes first. */
const kinds: Readonly<Record<InstanceClass, EntryKind>> = {
  failed: "bad",
  misconfigured: "bad",
  "not updated": "bad",
  unknown: "unknown",
  "still going": "unknown",
  updated: "good",
  gone: "good",
  standby: "good",
  expected: "good",
};
const order = Object.keys(kinds) as InstanceClass[];

/** A rollout's report as people read it: every instance, those in trouble first. */
export function shown(report: RolloutReport): Shown {
  const { environment, outcome, reason, nextSteps, notes, instances, cause } = report;
  const sorted = [...instances].sort(
    (one, other) => order.indexOf(one.class) - order.indexOf(other.class),
  );
  const classes = sorted.map((instance) => instance.class);
  return {
    operation: "rollout",
    subject: environment,
    outcome,
    meaning: outcomes[outcome],
    counts: countsOf(order, classes).join(", ") || undefined,
    said: [reason, ...notes],
    steps: nextSteps,
    facts: facts(report),
    ...(instances.length === 0 ? {} : { timeline: timeline(report, sorted) }),
    groups: [{ title: "Instances", entries: sorted.map(entry) }],
    readOn: sectionsToRead(
      outcomes[outcome],
      cause,
      sorted.flatMap((each) => sectionOn(each) ?? []),
    ),
  };
}

function facts(report: RolloutReport): string[] {
  const { runId, commandIds, restorePoint, documentVersion } = report;
  const { startedAt, endedAt, unaccountedInvocations } = report;
  return [
    runId === null ? [] : `run id ${runId}`,
    commandIds.length === 0 ? [] : `command ${commandIds.join(", ")}`,
    restorePoint === null ? [] : `restore point ${restorePoint.imageId}, ${restorePoint.state}`,
    documentVersion === null ? [] : `document version ${documentVersion}`,
    `from ${startedAt} to ${endedAt}`,
    unaccountedInvocations === 0
      ? []
      : `${unaccountedInvocations} invocations that Systems Manager counts and doesn't list`,
  ].flat();
}

/** In the order in which they began; last, those that nobody saw begin. */
function timeline({ startedAt, endedAt }: RolloutReport, instances: InstanceReport[]): Timeline {
  const begun = ({ startedAt: at }: InstanceReport) =>
    at === null ? Number.MAX_VALUE : Date.parse(at);
  const rows = [...instances].sort((one, other) => begun(one) - begun(other));
  return {
    title: "When each instance ran it",
    startedAt,
    endedAt,
    rows: rows.map(({ class: label, instanceId: name, ...times }) => ({
      kind: kinds[label],
      label,
      name,
      startedAt: times.startedAt,
      endedAt: times.endedAt,
      otherwise: neverRan.has(label) ? "did not run" : "not seen to run",
    })),
  };
}

const neverRan: ReadonlySet<InstanceClass> = new Set(["not updated", "misconfigured", "expected"]);

/** With how it ran, such as `Failed, exit code 3, 12.4 s`. */
function entry(instance: InstanceReport): Entry {
  const { instanceId, statusDetails, responseCode, durationSeconds, outputTail } = instance;
  const ran = [
    statusDetails ?? [],
    responseCode === null ? [] : `exit code ${responseCode}`,
    durationSeconds === null ? [] : `${durationSeconds.toFixed(1)} s`,
  ];
  const output = (outputTail ?? "").trimEnd().split("\n");
  return {
    kind: kinds[instance.class],
    label: instance.class,
    name: instanceId,
    text: ran.flat().join(", "),
    output: output.filter((each) => each.trim() !== ""),
  };
}
