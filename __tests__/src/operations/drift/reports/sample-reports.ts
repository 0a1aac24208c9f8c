import {
  type AcceptedEntry,
  type Attribute,
  type DriftReport,
  type EnvironmentReport,
  type Finding,
  schemaVersion,
} from "../../../../../src/operations/drift/report";

/** A report as small as can be, in sync. */
export function anEnvironment(with_: Partial<EnvironmentReport> = {}): EnvironmentReport {
  const findings = with_.findings ?? [];
  const count = (has: (finding: Finding) => boolean) => findings.filter(has).length;
  return {
    schemaVersion,
    environment: "uat-us-east-1",
    verdict: "IN_SYNC",
    held: null,
    reasons: [],
    cause: null,
    commit: null,
    terraformVersion: null,
    providerVersions: null,
    plannedAt: null,
    state: null,
    planFingerprint: null,
    counts: {
      drift: count(({ cause, accepted }) => cause === "drift" && !accepted),
      pending: count(({ cause, accepted }) => cause === "pending" && !accepted),
      unmanaged: count(({ cause, accepted }) => cause === "unmanaged" && !accepted),
      stateOnly: count(({ cause }) => cause === "state-only"),
      destructive: count(({ destructive }) => destructive),
      accepted: count(({ accepted }) => accepted === true),
    },
    additions: { called: true, because: null, notLookedFor: [] },
    findings: [],
    accepted: [],
    health: [],
    ...with_,
  };
}

/** Several environments; the verdict is the first one's. */
export function aReport(...environments: EnvironmentReport[]): DriftReport {
  return { schemaVersion, verdict: environments[0]?.verdict ?? "ERROR", environments };
}

/** An update of the load balancer by hand. */
export function aFinding(with_: Partial<Finding> = {}): Finding {
  return {
    address: "aws_lb.this",
    cause: "drift",
    change: "update",
    destructive: false,
    attributes: [anAttribute()],
    ...with_,
  };
}

export function anAttribute(with_: Partial<Attribute> = {}): Attribute {
  return {
    path: "idle_timeout",
    before: 120,
    after: 60,
    sensitive: false,
    unknown: false,
    ...with_,
  };
}

export function anEntry(with_: Partial<AcceptedEntry> = {}): AcceptedEntry {
  return {
    address: "aws_lb.this",
    path: "idle_timeout",
    reason: "the vendor tunes it by hand until spring",
    expires: "2027-03-31",
    status: "used",
    ...with_,
  };
}
