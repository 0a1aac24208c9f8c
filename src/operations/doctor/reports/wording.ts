import { type Status, statuses } from "../finding";
import type { DoctorReport, Outcome, ReportedFinding } from "../report";

/** What each outcome means, for people. */
export const outcomeMeanings: Readonly<Record<Outcome, string>> = {
  READY: "nothing stands in the way",
  NOT_READY: "something stands in the way",
  UNKNOWN: "nothing was seen to stand in the way, but not everything could be checked",
};

/** Such as `1 failed, 2 unchecked, 9 ok`. */
export function countsText({ findings }: DoctorReport): string {
  return statuses
    .map((status) => ({ status, count: findings.filter((each) => each.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${wordFor(status, count)}`)
    .join(", ");
}

function wordFor(status: Status, count: number): string {
  return count > 1 && (status === "warning" || status === "note") ? `${status}s` : status;
}

/** One finding, or several checks that found the same. */
export interface Entry extends Omit<ReportedFinding, "check"> {
  readonly checks: readonly string[];
}

/** What is about the same subject, the worst first. */
export interface Group {
  readonly subject: string;
  readonly entries: readonly Entry[];
}

/** The findings by what they are about, in the report's order. */
export function groupsOf({ findings }: DoctorReport): Group[] {
  const subjects = [...new Set(findings.map(({ subject }) => subject))];
  return subjects.map((subject) => ({
    subject,
    entries: entriesOf(findings.filter((finding) => finding.subject === subject)),
  }));
}

function entriesOf(findings: readonly ReportedFinding[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const { check, ...finding } of findings) {
    const key = JSON.stringify([finding.status, finding.message, finding.remedy]);
    const checks = entries.get(key)?.checks ?? [];
    entries.set(key, { ...finding, checks: [...checks, check] });
  }
  return [...entries.values()].sort(
    (one, other) => statuses.indexOf(one.status) - statuses.indexOf(other.status),
  );
}
