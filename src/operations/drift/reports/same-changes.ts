import type { EnvironmentReport, Finding } from "../report";
import { factsOf } from "./wording";

/** A change, and every environment that has exactly this one. */
export interface SharedChange {
  readonly finding: Finding;
  readonly environments: readonly EnvironmentReport[];
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
  const alike = new Map<string, { findings: Finding[]; environments: Set<EnvironmentReport> }>();
  for (const environment of environments) {
    for (const finding of environment.findings) {
      if (finding.cause === "state-only") continue;
      const key = JSON.stringify([finding, factsOf(finding, environment.accepted)]);
      const change = alike.get(key) ?? { findings: [], environments: new Set() };
      change.findings.push(finding);
      change.environments.add(environment);
      alike.set(key, change);
    }
  }
  const shared = [...alike.values()].filter((change) => change.environments.size > 1);
  const sharedFindings = new Set(shared.flatMap(({ findings }) => findings));
  return {
    changes: shared.flatMap(({ findings: [finding], environments: having }) =>
      finding === undefined ? [] : [{ finding, environments: [...having] }],
    ),
    ownOf: ({ findings }) => findings.filter((finding) => !sharedFindings.has(finding)),
  };
}
