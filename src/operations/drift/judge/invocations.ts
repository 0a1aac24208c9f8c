import { own } from "../../terraform/diagnosis/json-values";
import type { Attribute, Finding } from "../report";
import { partlyKnown } from "./leaves";
import type { Invocation, Plan } from "./plan";
import type { Secrets } from "./secrets";
import { canonical, hasTrue, isObject } from "./values";

/**
 * Findings of the provider's actions that an apply would invoke, such as calling a function. What one does can't be taken
 * back and isn't in the state, so none is ever accepted. One that a resource's change triggers has that change's cause.
 *
 * https://developer.hashicorp.com/terraform/language/block/action
 *
 * @param findings those of the plan's resources
 */
export function invocationFindings(
  { action_invocations: invocations }: Plan,
  findings: readonly Finding[],
  secrets: Secrets,
): Finding[] {
  const causes = new Map<string, Set<Finding["cause"]>>();
  for (const { address, cause } of invocations ? findings : []) {
    if (cause === "state-only") continue;
    const known = causes.get(address);
    if (known) known.add(cause);
    else causes.set(address, new Set([cause]));
  }
  return (invocations ?? []).map((invocation) => {
    const { address, lifecycle_action_trigger: trigger } = invocation;
    const from = trigger?.triggering_resource_address ?? undefined;
    const its = causes.get(from ?? "");
    const reason = trigger?.action_trigger_event ?? undefined;
    return {
      address,
      cause: its?.has("drift") && !its.has("pending") ? "drift" : "pending",
      change: "invoke",
      destructive: false,
      ...(from !== undefined && { because: [from] }),
      ...(reason !== undefined && { reason }),
      attributes: attributesOf(invocation, secrets),
    };
  });
}

/** What fingerprints have of each invocation: what, with which values, and triggered by what. */
export function invocationLines(
  { action_invocations: invocations }: Plan,
  secrets: Secrets,
): string[] {
  return (invocations ?? []).map((invocation) =>
    JSON.stringify([
      invocation.address,
      canonical(invocation.lifecycle_action_trigger),
      attributesOf(invocation, secrets).map(({ path, after, sensitive, unknown }) =>
        JSON.stringify([path, sensitive ? "sensitive" : canonical(after), unknown]),
      ),
    ]),
  );
}

function attributesOf(invocation: Invocation, secrets: Secrets): Attribute[] {
  const { config_values: values, config_sensitive: marks, config_unknown: unknown } = invocation;
  const paths = new Set(
    [values, unknown].flatMap((each) => (isObject(each) ? Object.keys(each) : [])),
  );
  return [...paths].sort().map((path) => {
    const value = own(values, path);
    const isUnknown = unknown === true || hasTrue(own(unknown, path));
    const sensitive = marks === true || hasTrue(own(marks, path)) || secrets.areIn(value);
    const partly = sensitive ? undefined : partlyKnown(value, own(unknown, path));
    return {
      path,
      before: null,
      after: sensitive || isUnknown ? (partly?.known ?? null) : (value ?? null),
      ...(partly && { afterUnknown: partly.unknown }),
      sensitive,
      unknown: isUnknown,
    };
  });
}
