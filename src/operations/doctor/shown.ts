import { countsOf } from "../report/counts";
import { sectionsToRead } from "../report/read-on";
import type { Entry, EntryKind, Shown } from "../report/shown";
import { type DoctorReport, outcomes, type ReportedFinding, type Status, statuses } from "./report";

const kinds: Readonly<Record<Status, EntryKind>> = {
  failed: "bad",
  unchecked: "unknown",
  warning: "warning",
  note: "note",
  ok: "good",
};

/** A doctor's report as people read it: what was found about each subject, the worst first, each with its remedy. */
export function shown({ outcome, findings, examinedAt, identity }: DoctorReport): Shown {
  const found = findings.map(({ status }) => status);
  const subjects = [...new Set(findings.map(({ subject }) => subject))];
  return {
    operation: "doctor",
    subject: null,
    outcome,
    meaning: outcomes[outcome],
    counts: countsOf(statuses, found, countText).join(", "),
    said: [],
    steps: [],
    facts: [`at ${examinedAt}${identity === null ? "" : ` as ${identity}`}`],
    groups: subjects.map((subject) => ({
      title: subject,
      entries: entriesOf(findings.filter((finding) => finding.subject === subject)),
    })),
    readOn: sectionsToRead(outcomes[outcome], null),
  };
}

function countText(count: number, status: Status): string {
  const isMany = count > 1 && (status === "warning" || status === "note");
  return `${count} ${isMany ? `${status}s` : status}`;
}

/** One for several checks that found the same. */
function entriesOf(findings: readonly ReportedFinding[]): Entry[] {
  const sorted = [...findings].sort(
    (one, other) => statuses.indexOf(one.status) - statuses.indexOf(other.status),
  );
  const alike = new Map<string, Entry>();
  for (const { check, status, message, remedy } of sorted) {
    const key = JSON.stringify([status, message, remedy]);
    const others = alike.get(key);
    alike.set(key, {
      kind: kinds[status],
      label: status,
      name: others === undefined ? check : `${others.name}, ${check}`,
      text: message,
      ...(remedy === null ? {} : { remedy }),
    });
  }
  return [...alike.values()];
}
