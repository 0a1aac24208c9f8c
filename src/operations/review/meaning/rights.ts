import { inGroups } from "../compare/in-groups";
import { canonical, isObject, type Json, type JsonObject, listOf } from "../compare/json";
import { constructIn, readable } from "../compare/references";
import type { Part, Stack } from "../compare/stack";
import { covers, type Grant, grantsOf } from "./statements";

/** What somebody may do now, or no longer. */
export interface RightChange {
  readonly change: "gained" | "lost";
  /** Such as `the role instance-role/this`. */
  readonly who: string;
  /** What on what, and when. */
  readonly what: string;
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
  const beyond = (those: readonly Grant[], these: readonly Grant[], effect: Grant["effect"]) => {
    // Most are as they were: patterns are compared for the others alone.
    const same = new Set(these.map((grant) => canonical({ ...grant })));
    return those
      .filter((one) => one.effect === effect && !same.has(canonical({ ...one })))
      .filter((one) => !these.some((other) => covers(other, one)));
  };
  const changes = (
    change: RightChange["change"],
    grants: readonly Grant[],
    stack: Stack,
    denial = "",
  ) => told(grants, stack).map(({ who, what }) => ({ change, who, what: `${denial}${what}` }));
  return [
    ...changes("gained", beyond(now, old, "Allow"), after),
    ...changes("gained", beyond(old, now, "Deny"), before, "no longer denied: "),
    ...changes("lost", beyond(old, now, "Allow"), before),
    ...changes("lost", beyond(now, old, "Deny"), after, "denied: "),
  ];
}

/** A line for the grants of one principal under one condition: all its actions on all its resources. */
function told(grants: readonly Grant[], stack: Stack): Pick<RightChange, "who" | "what">[] {
  const rest = ({ principal, condition }: Grant) => canonical([principal, condition]);
  const onOne = inGroups(grants, (grant) => `${rest(grant)} ${grant.resource}`).map((those) => ({
    grant: those[0],
    actions: [...new Set(those.map(({ action }) => action))].join(", "),
  }));
  return inGroups(onOne, ({ grant, actions }) => `${rest(grant)} ${actions}`).map((those) => {
    const [{ grant, actions }] = those;
    const on = those.map((each) => each.grant.resource).filter((resource) => resource !== "");
    const condition = conditionText(grant.condition);
    const what = [
      actions,
      on.length === 0
        ? []
        : `on ${on.map((each) => (each === "*" ? "everything (*)" : each)).join(", ")}`,
      condition === "" ? [] : `where ${condition}`,
    ];
    return {
      who: grant.principal === "" ? "everybody" : readable(grant.principal, stack),
      what: readable(what.flat().join(" "), stack),
    };
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
