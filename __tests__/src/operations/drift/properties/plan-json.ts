import { judgePlan } from "../../../../../src/operations/drift/judge/judge";
import type { EnvironmentReport } from "../../../../../src/operations/drift/report";

/** A change as `terraform show -json` writes it. */
export interface ChangeJson {
  actions: string[];
  before: unknown;
  after: unknown;
  after_unknown: unknown;
  before_sensitive: unknown;
  after_sensitive: unknown;
  replace_paths?: (string | number)[][];
  importing?: { id: string };
}

/** A resource's change, planned or seen by the refresh. */
export interface ResourceJson {
  address: string;
  mode: string;
  previous_address?: string;
  deposed?: string;
  action_reason?: string;
  change: ChangeJson;
}

/** The parts of a plan that properties build. */
export interface PlanJson {
  format_version: string;
  terraform_version: string;
  complete: boolean;
  errored: boolean;
  applyable: boolean;
  configuration: { root_module: object };
  resource_changes: ResourceJson[];
  resource_drift: ResourceJson[];
  output_changes: Record<string, ChangeJson>;
}

/** A plan that says nothing, but for what is given. */
export function planJson(parts: Partial<PlanJson> = {}): PlanJson {
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    complete: true,
    errored: false,
    applyable: true,
    configuration: { root_module: {} },
    resource_changes: [],
    resource_drift: [],
    output_changes: {},
    ...parts,
  };
}

/** A managed resource's change. */
export function resourceJson(
  address: string,
  actions: string[],
  change: Partial<ChangeJson> = {},
): ResourceJson {
  const none = { before: null, after: null, after_unknown: {} };
  const marks = { before_sensitive: {}, after_sensitive: {} };
  return { address, mode: "managed", change: { actions, ...none, ...marks, ...change } };
}

/** Judges a plan without accepted differences, as it is after it has been written and read again. */
export function judged(plan: unknown): EnvironmentReport {
  return judgePlan(plan, { environment: "uat-us-east-1", accepted: [], today: "2025-11-21" });
}
