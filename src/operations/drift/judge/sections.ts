import { own } from "../../terraform/diagnosis/json-values";
import { canonical, isEmpty, isObject } from "./values";

/**
 * Every section that a plan may have, up to Terraform 1.15.
 *
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
const known = new Set([
  "format_version",
  "terraform_version",
  "timestamp",
  "applyable",
  "complete",
  "errored",
  "variables",
  "planned_values",
  "proposed_unknown",
  "prior_state",
  "configuration",
  "resource_changes",
  "resource_drift",
  "relevant_attributes",
  "output_changes",
  "deferred_changes",
  "action_invocations",
  "deferred_action_invocations",
  "checks",
]);

/** Sections of a plan that nobody knows here, and that hold something: told, though Terraform lets one ignore them. */
export function unknownSections(plan: unknown): string[] {
  const names = isObject(plan) ? Object.keys(plan) : [];
  return names.filter((name) => !known.has(name) && !isEmpty(own(plan, name))).sort();
}

/** What fingerprints have of them. */
export function sectionLines(plan: unknown): string[] {
  return unknownSections(plan).map((name) => `${name} ${canonical(own(plan, name))}`);
}
