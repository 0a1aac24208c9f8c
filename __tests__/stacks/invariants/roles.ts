import type { SynthesizedStack } from "../../support/synthesized";
import { failing, type Invariant } from "./invariant";

/** A reference to an attribute of the resource that another one names. */
const namesIn = (stack: SynthesizedStack, type: string, role: string) =>
  stack
    .resources()
    .filter(({ type: each, configuration }) => each === type && configuration.role === role)
    .map(({ address }) => `\${${address}.name}`);

/** Whatever is put beside what is ours must show in a plan, and go with an apply. */
export const roles: readonly Invariant[] = [
  {
    name: "a role has its own policies alone",
    violations: (stack) =>
      stack
        .resources()
        .filter(({ type, address }) => {
          const role = `\${${address}.name}`;
          const exclusive = (kind: string, attribute: string) =>
            stack
              .ofType(`aws_iam_role_${kind}_exclusive`)
              .filter(({ role_name }) => role_name === role)
              .map((each) => [...each[attribute]].sort().join());
          const own = namesIn(stack, "aws_iam_role_policy", role).sort().join();
          return (
            type === "aws_iam_role" &&
            (exclusive("policies", "policy_names").join(" ") !== own ||
              exclusive("policy_attachments", "policy_arns").length !== 1)
          );
        })
        .map(({ address }) => address),
    breaches: [
      [
        (stack) =>
          Object.assign(stack.ofType("aws_iam_role_policies_exclusive")[0] as object, {
            policy_names: [],
          }),
        "aws_iam_role.",
      ],
      [
        (stack) => {
          stack.json.resource.aws_iam_role_policy_attachments_exclusive = {};
        },
        "aws_iam_role.",
      ],
    ],
  },
  {
    name: "an instance profile brings a role of the stack, which EC2 alone may take on",
    violations: (stack) =>
      failing(stack, ["aws_iam_instance_profile"], ({ role }) =>
        stack
          .resources()
          .some(
            ({ type, address, configuration }) =>
              type === "aws_iam_role" &&
              role === `\${${address}.name}` &&
              [JSON.parse(configuration.assume_role_policy).Statement]
                .flat()
                .every(({ Principal }) => Principal.Service === "ec2.amazonaws.com"),
          ),
      ),
    breaches: [
      [
        (stack) => Object.assign(stack.only("aws_iam_instance_profile"), { role: "Admin" }),
        "aws_iam_instance_profile",
      ],
      [
        (stack) =>
          Object.assign(stack.only("aws_iam_instance_profile"), {
            role: `\${${stack.resources().find(({ address }) => address.includes("updater-function_role"))?.address}.name}`,
          }),
        "aws_iam_instance_profile",
      ],
    ],
  },
  {
    name: "a secret has a resource policy",
    violations: (stack) =>
      stack
        .resources()
        .filter(
          ({ type, address }) =>
            type === "aws_secretsmanager_secret" &&
            !stack
              .ofType("aws_secretsmanager_secret_policy")
              .some(({ secret_arn }) => secret_arn === `\${${address}.arn}`),
        )
        .map(({ address }) => address),
    breaches: [
      [
        (stack) => {
          stack.json.resource.aws_secretsmanager_secret_policy = {};
        },
        "aws_secretsmanager_secret.",
      ],
    ],
  },
];
