import type { Configuration, Resource, SynthesizedStack } from "../../support/synthesized";

/** Something that must hold in every stack. */
export interface Invariant {
  readonly name: string;
  /** What breaks it, by address or path; nothing where it holds. */
  readonly violations: (stack: SynthesizedStack) => string[];
  /** Changes to a sound stack that it must catch, each with a part of what it then says. */
  readonly breaches: readonly (readonly [
    change: (stack: SynthesizedStack) => void,
    said: string,
  ])[];
}

/** Addresses of the resources of some types whose configuration fails a test. */
export function failing(
  stack: SynthesizedStack,
  types: readonly string[],
  passes: (configuration: Configuration, resource: Resource) => boolean,
): string[] {
  return stack
    .resources()
    .filter(
      (resource) => types.includes(resource.type) && !passes(resource.configuration, resource),
    )
    .map(({ address }) => address);
}

/** Every string of a value, with its path. */
export function strings(
  value: unknown,
  path = "",
): { readonly path: string; readonly text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => strings(each, `${path}/${key}`));
}

/**
 * The policies of a stack, parsed as AWS would see them: references replaced by some text. Those of `access/` have tests
 * of their own, and a lifecycle's is no policy of IAM's.
 */
export function policies(
  stack: SynthesizedStack,
): { readonly address: string; readonly policy: Configuration }[] {
  const others = ["aws_iam_policy", "aws_ecr_lifecycle_policy"];
  const all = stack.resources().filter(({ type }) => !others.includes(type));
  return all.flatMap(({ address, configuration }) =>
    ["policy", "policy_document", "assume_role_policy"]
      .filter((attribute) => typeof configuration[attribute] === "string")
      .map((attribute) => ({
        address: `${address}.${attribute}`,
        policy: JSON.parse(configuration[attribute].replace(/\$\{[^}]*\}/g, "reference")),
      })),
  );
}

export const securityGroupRules = [
  "aws_vpc_security_group_ingress_rule",
  "aws_vpc_security_group_egress_rule",
];

export const isReference = (value: unknown) => /^\$\{.+\}$/.test(String(value));

/** Puts a resource named `added` into a stack. */
export function add(stack: SynthesizedStack, type: string, configuration: Configuration) {
  stack.json.resource[type] = { ...stack.json.resource[type], added: { ...configuration } };
}
