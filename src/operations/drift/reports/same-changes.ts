import type { EnvironmentReport, Finding } from "../report";
import { factsOf } from "./wording";

/** A change without an id in the cloud, and every environment that has exactly this one. */
export interface SharedChange {
  readonly finding: Finding;
  readonly having: readonly Having[];
}

/** An environment that has a change, and the id that the changed resource has there. */
export interface Having {
  readonly environment: EnvironmentReport;
  readonly cloudId: string | undefined;
}

interface Alike extends SharedChange {
  readonly findings: Finding[];
  readonly having: Having[];
}

/** Changes that several environments have in common, and what remains of each environment. */
export interface Shared {
  readonly changes: readonly SharedChange[];
  /** The environment's findings that it has alone, and those that are state-only. */
  readonly ownOf: (environment: EnvironmentReport) => readonly Finding[];
}

/**
 * Finds the changes that several environments have in common: same address, cause, values, and acceptance.
 * What is state-only is no change.
 */
export function sharedChanges(environments: readonly EnvironmentReport[]): Shared {
  const alike = new Map<string, Alike>();
  for (const environment of environments) {
    for (const each of environment.findings) {
      if (each.cause === "state-only") continue;
      const { cloudId, ...finding } = each;
      const key = JSON.stringify([finding, factsOf(finding, environment.accepted)]);
      const change: Alike = alike.get(key) ?? { finding, findings: [], having: [] };
      change.findings.push(each);
      change.having.push({ environment, cloudId });
      alike.set(key, change);
    }
  }
  const shared = [...alike.values()].filter(({ having: [first, ...others] }) =>
    others.some(({ environment }) => environment !== first?.environment),
  );
  const sharedFindings = new Set(shared.flatMap(({ findings }) => findings));
  return {
    changes: shared,
    ownOf: ({ findings }) => findings.filter((finding) => !sharedFindings.has(finding)),
  };
}
