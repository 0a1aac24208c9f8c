import { canonical, isObject, type Json, type JsonObject, listOf } from "../compare/json";
import type { Part, Stack } from "../compare/stack";
import { covers, type Grant, grantsOf } from "./statements";

/** What somebody may do now, or no longer. */
export interface RightChange {
  readonly change: "gained" | "lost";
  readonly text: string;
}

type Source = (part: Part, stack: Stack) => Grant[];

/** Attributes of other types that hold a policy of the resource itself. */
const ownPolicies = ["policy", "resource_policy", "access_policies"];

/** What gives rights but isn't a policy of the resource itself. */
const sources: Readonly<Record<string, Source>> = {
  aws_iam_role: (role) => [
    ...grantsOf(role.values.assume_role_policy, {
      principal: "",
      resource: `the role ${role.construct}`,
    }),
    ...managed(`the role ${role.construct}`, role.values.managed_policy_arns),
  ],
  aws_iam_role_policy: ({ values }, stack) =>
    grantsOf(values.policy, { principal: roleOf(values.role, stack), resource: "" }),
  aws_iam_role_policy_attachment: ({ values }, stack) =>
    managed(roleOf(values.role, stack), values.policy_arn),
  aws_iam_role_policy_attachments_exclusive: ({ values }, stack) =>
    managed(roleOf(values.role_name, stack), values.policy_arns),
  aws_lambda_permission: ({ values }, stack) => [
    {
      effect: "Allow",
      principal: `service ${String(values.principal)}`,
      action: String(values.action),
      resource: constructIn(values.function_name, stack),
      condition:
        values.source_arn === undefined ? {} : { ArnLike: { "aws:SourceArn": values.source_arn } },
    },
  ],
};

function managed(principal: string, arns: Json | undefined): Grant[] {
  return listOf(arns).map((arn) => ({
    effect: "Allow",
    principal,
    action: `all that ${String(arn)} allows`,
    resource: "",
    condition: {},
  }));
}

function grantsIn(stack: Stack): Grant[] {
  return [...stack.parts.values()].flatMap((part) => {
    const source = sources[part.type];
    if (source !== undefined) return source(part, stack);
    return ownPolicies.flatMap((name) =>
      grantsOf(part.values[name], { principal: "", resource: part.construct }),
    );
  });
}

/** Rights that somebody has in one of two stacks alone, each once. Another order, or other statements, are none. */
export function rightChanges(before: Stack, after: Stack): RightChange[] {
  const [old, now] = [grantsIn(before), grantsIn(after)];
  const beyond = (those: readonly Grant[], these: readonly Grant[], effect: Grant["effect"]) =>
    those.filter((one) => one.effect === effect && !these.some((other) => covers(other, one)));
  return [
    ...told(beyond(now, old, "Allow"), after).map((text) => right("gained", `${text}`)),
    ...told(beyond(old, now, "Deny"), before).map((text) =>
      right("gained", `no longer denied: ${text}`),
    ),
    ...told(beyond(old, now, "Allow"), before).map((text) => right("lost", text)),
    ...told(beyond(now, old, "Deny"), after).map((text) => right("lost", `denied: ${text}`)),
  ];
}

function right(change: RightChange["change"], text: string): RightChange {
  return { change, text };
}

/** A line for the grants of one principal under one condition that are about the same resources. */
function told(grants: readonly Grant[], stack: Stack): string[] {
  const byRest = new Map<string, { grant: Grant; actions: Set<string>; resources: Set<string> }>();
  for (const grant of grants) {
    const key = canonical([grant.principal, grant.resource, grant.condition]);
    const entry = byRest.get(key) ?? {
      grant,
      actions: new Set(),
      resources: new Set([grant.resource]),
    };
    entry.actions.add(grant.action);
    byRest.set(key, entry);
  }
  const byActions = new Map<
    string,
    { grant: Grant; actions: Set<string>; resources: Set<string> }
  >();
  for (const entry of byRest.values()) {
    const key = canonical([entry.grant.principal, [...entry.actions], entry.grant.condition]);
    const merged = byActions.get(key);
    if (merged === undefined) byActions.set(key, entry);
    else for (const resource of entry.resources) merged.resources.add(resource);
  }
  return [...byActions.values()].map(({ grant, actions, resources }) => {
    const on = [...resources].filter((each) => each !== "").map((each) => readable(each, stack));
    const condition = conditionText(grant.condition);
    return [
      grant.principal === "" ? "everybody" : readable(grant.principal, stack),
      [...actions].join(", "),
      on.length === 0
        ? []
        : `on ${on.map((each) => (each === "*" ? "everything (*)" : each)).join(", ")}`,
      condition === "" ? [] : `where ${readable(condition, stack)}`,
    ]
      .flat()
      .join(" ");
  });
}

function conditionText(condition: JsonObject): string {
  return Object.entries(condition)
    .flatMap(([operator, tests]) =>
      Object.entries(isObject(tests) ? tests : {}).map(
        ([key, values]) => `${key} ${operator} ${listOf(values).map(String).join(" or ")}`,
      ),
    )
    .join(" and ");
}

function roleOf(reference: Json | undefined, stack: Stack): string {
  return `the role ${constructIn(reference, stack)}`;
}

function constructIn(reference: Json | undefined, stack: Stack): string {
  const [, address = ""] = /\$\{([\w-]+\.[\w-]+)\.[\w-]+\}/.exec(String(reference)) ?? [];
  return stack.parts.get(address)?.construct ?? String(reference);
}

/** A text whose references name constructs instead of addresses with cdktf's hash. */
export function readable(text: string, stack: Stack): string {
  return text.replaceAll(
    /\$\{((?:data\.)?[\w-]+\.[\w-]+)\.([\w-]+)\}/g,
    (all, address: string, attribute: string) => {
      const part = stack.parts.get(address);
      return part === undefined ? all : `${part.construct} (${attribute})`;
    },
  );
}
