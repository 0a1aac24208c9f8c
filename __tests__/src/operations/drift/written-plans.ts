import type { AcceptedDifference } from "../../../../src/operations/drift/judge/accepted";
import { judgePlan } from "../../../../src/operations/drift/judge/judge";
import type { EnvironmentReport } from "../../../../src/operations/drift/report";

export type Json = Record<string, unknown>;

export interface Written {
  readonly changes?: readonly Json[];
  readonly drift?: readonly Json[];
  readonly resources?: readonly Json[];
  readonly module?: Json;
  readonly plan?: Json;
}

/** A plan in a few words: `update("aws_x.a", before, after)` and what the configuration says. */
export function plan({
  changes = [],
  drift = [],
  resources = [],
  module = {},
  plan: more = {},
}: Written): Json {
  return {
    format_version: "1.2",
    complete: true,
    errored: false,
    applyable: changes.length > 0,
    configuration: { root_module: { resources, ...module } },
    resource_changes: changes,
    resource_drift: drift,
    ...more,
  };
}

export function change(
  actions: string[],
  address: string,
  before: Json | null,
  after: Json | null,
  more: Json = {},
): Json {
  const { unknown = {}, reason, previous, deposed, mode = "managed", ...inChange } = more;
  return {
    address,
    mode,
    ...(reason !== undefined && { action_reason: reason }),
    ...(previous !== undefined && { previous_address: previous }),
    ...(deposed !== undefined && { deposed }),
    change: {
      actions,
      before,
      after,
      after_unknown: unknown,
      before_sensitive: {},
      after_sensitive: {},
      ...inChange,
    },
  };
}
export const update = (address: string, before: Json, after: Json, more?: Json) =>
  change(["update"], address, before, after, more);
export const create = (address: string, after: Json, more?: Json) =>
  change(["create"], address, null, after, more);
export const remove = (address: string, before: Json, more?: Json) =>
  change(["delete"], address, before, null, more);
export const replace = (address: string, before: Json, after: Json, more?: Json) =>
  change(["delete", "create"], address, before, after, more);
export const noOp = (address: string, value: Json, more?: Json) =>
  change(["no-op"], address, value, value, more);

/** A resource of the configuration: expressions by attribute, as references or a constant. */
export function resource(
  address: string,
  expressions: Record<string, unknown>,
  more: Json = {},
): Json {
  return { address, mode: "managed", expressions, ...more };
}
export const refers = (...references: string[]) => ({
  references: references.flatMap((each) => [each, each.split(".").slice(0, -1).join(".")]),
});
export const constant = (value: unknown) => ({ constant_value: value });

export function judge(
  written: Written,
  accepted: readonly AcceptedDifference[] = [],
): EnvironmentReport {
  return judgePlan(plan(written), { environment: "uat", accepted, today: "2026-06-01" });
}
/** Verdict and findings in short. */
export function said(written: Written, accepted?: readonly AcceptedDifference[]): unknown[] {
  const { verdict, findings } = judge(written, accepted);
  const lines = findings.map(
    ({ cause, change: kind, address, destructive, because, guess, accepted: isAccepted }) =>
      [
        cause,
        kind,
        address,
        destructive && "destructive",
        because && `because ${because}`,
        guess && "guess",
        isAccepted && "accepted",
      ]
        .filter(Boolean)
        .join(" "),
  );
  return [verdict, ...lines];
}
