import type { Finding } from "../report";
import { changesByItself } from "./restless";

/** Findings that are shown together, under one title. */
export interface Group {
  readonly title: string;
  /** Which of the two values is which; undefined where a finding has none. */
  readonly direction: Direction | undefined;
  /** 1 is the most urgent. */
  readonly rank: number;
  readonly findings: readonly Finding[];
}

interface Direction {
  readonly before: string;
  readonly after: string;
}

const drift: Direction = { before: "the cloud has now", after: "the code says" };
const pending: Direction = { before: "there is now", after: "the code makes of it" };
const stateOnly: Direction = { before: "the state had", after: "the cloud has now" };

const kinds: readonly (Omit<Group, "findings" | "rank"> & {
  readonly has: (finding: Finding) => boolean;
})[] = [
  {
    title: "Destructive drift",
    direction: drift,
    has: ({ cause, destructive, accepted }) => cause === "drift" && destructive && !accepted,
  },
  {
    title: "Destructive pending changes",
    direction: pending,
    has: ({ cause, destructive, accepted }) => cause === "pending" && destructive && !accepted,
  },
  {
    title: "Unmanaged: added outside the code, and no apply takes it away",
    direction: undefined,
    has: ({ cause, accepted }) => cause === "unmanaged" && !accepted,
  },
  {
    title: "Drift",
    direction: drift,
    has: ({ cause, destructive, accepted }) => cause === "drift" && !destructive && !accepted,
  },
  {
    title: "Pending changes",
    direction: pending,
    has: ({ cause, destructive, accepted }) => cause === "pending" && !destructive && !accepted,
  },
  {
    title: "Accepted differences",
    direction: drift,
    has: ({ cause, accepted }) => cause !== "state-only" && accepted === true,
  },
  {
    title: "State-only",
    direction: stateOnly,
    has: (finding) => finding.cause === "state-only" && !changesByItself(finding),
  },
];

/**
 * An environment's findings in the order in which people must see them: destructive ones first, then
 * what nobody manages, drift before pending changes, then what is accepted, and last what only the state doesn't know. Every
 * finding is in exactly one group, but for what changes by itself, and no group is empty.
 */
export function groupsOf(findings: readonly Finding[]): readonly Group[] {
  return kinds
    .map(({ has, ...kind }, index) => ({
      ...kind,
      rank: index + 1,
      findings: findings.filter(has),
    }))
    .filter((group) => group.findings.length > 0);
}

/** Whether the group holds what only the state doesn't know: for people a count. */
export function isStateOnly({ findings }: Group): boolean {
  return findings[0]?.cause === "state-only";
}
