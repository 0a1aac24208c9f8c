import { account } from "../../../src/systems/configuration/account";
import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { failing, type Invariant } from "./invariant";

const first = (stack: SynthesizedStack, type: string) => stack.ofType(type)[0] as Configuration;
const isOf = (address: string) => (each: Configuration) =>
  each.repository === `\${${address}.name}`;

/** What GitHub's jobs push to, and as whom. */
export const repositories: readonly Invariant[] = [
  {
    name: "a repository scans what comes, refuses other accounts, and lets nothing expire that has a tag",
    violations: (stack) =>
      failing(
        stack,
        ["aws_ecr_repository"],
        ({ image_scanning_configuration: scanning }, { address }) => {
          const [policy] = stack.ofType("aws_ecr_repository_policy").filter(isOf(address));
          const [lifecycle] = stack.ofType("aws_ecr_lifecycle_policy").filter(isOf(address));
          const [statement] = JSON.parse(policy?.policy ?? '{"Statement":[]}').Statement;
          const { rules } = JSON.parse(lifecycle?.policy ?? '{"rules":[{"selection":{}}]}');
          return (
            scanning?.scan_on_push === true &&
            statement?.Effect === "Deny" &&
            statement.Condition.StringNotEquals["aws:PrincipalAccount"] === account.id &&
            rules.every(({ selection }: Configuration) => selection.tagStatus === "untagged")
          );
        },
      ),
    breaches: [
      [
        (stack) =>
          Object.assign(first(stack, "aws_ecr_repository"), { image_scanning_configuration: {} }),
        "aws_ecr_repository",
      ],
      [(stack) => delete stack.json.resource.aws_ecr_repository_policy, "aws_ecr_repository"],
      [
        (stack) => {
          const policy = first(stack, "aws_ecr_lifecycle_policy");
          policy.policy = policy.policy.replace("untagged", "any");
        },
        "aws_ecr_repository",
      ],
    ],
  },
  {
    name: "GitHub's jobs get in by one exact subject each, for AWS alone",
    violations: (stack) => [
      ...failing(
        stack,
        ["aws_iam_openid_connect_provider"],
        ({ url, client_id_list: clients }) =>
          url === "https://token.actions.githubusercontent.com" &&
          clients.join() === "sts.amazonaws.com",
      ),
      ...failing(stack, ["aws_iam_role"], ({ assume_role_policy: trust }) =>
        JSON.parse(trust)
          .Statement.filter(({ Principal }: Configuration) => Principal.Federated !== undefined)
          .every(({ Condition }: Configuration) => {
            const exact = Condition.StringEquals ?? {};
            const issuer = "token.actions.githubusercontent.com";
            return (
              exact[`${issuer}:aud`] === "sts.amazonaws.com" &&
              /^repo:[\w@-]+\/[\w.@-]+:(ref:refs\/heads\/main|environment:[\w-]+)$/.test(
                exact[`${issuer}:sub`],
              )
            );
          }),
      ),
    ],
    breaches: [
      [
        (stack) =>
          Object.assign(stack.only("aws_iam_openid_connect_provider"), { client_id_list: ["x"] }),
        "aws_iam_openid_connect_provider",
      ],
      ...(
        [
          ["StringEquals", "StringLike"],
          ["environment:tally-images", "*"],
        ] as const
      ).map(([from, to]): Invariant["breaches"][number] => [
        (stack) => {
          const role = stack.named("aws_iam_role", "tally-images/this");
          role.assume_role_policy = role.assume_role_policy.replace(from, to);
        },
        "aws_iam_role",
      ]),
    ],
  },
  {
    name: "GitHub's jobs of main that nobody has approved, and that are of no environment, can only plan",
    violations: (stack) => {
      const ofMain = stack
        .resources()
        .filter(({ type, configuration }) => type === "aws_iam_role" && isOfMain(configuration));
      const names = ofMain.map(({ address }) => `\${${address}.name}`);
      const changing = stack
        .resources()
        .filter(
          ({ type, configuration }) =>
            (type === "aws_iam_role_policy" && names.includes(configuration.role)) ||
            (type === "aws_iam_role_policy_attachments_exclusive" &&
              names.includes(configuration.role_name) &&
              !configuration.policy_arns.every((arn: string) => /-check(_|-)/.test(arn))),
        );
      return changing.map(({ address }) => address);
    },
    breaches: [
      [
        (stack) => {
          const role = stack.named("aws_iam_role", "tally-images/this");
          role.assume_role_policy = role.assume_role_policy.replace(
            "environment:tally-images",
            "ref:refs/heads/main",
          );
        },
        "aws_iam_role_policy.tally-images",
      ],
      [
        (stack) => {
          const role = stack.named("aws_iam_role", "tally-production-apply/this");
          role.assume_role_policy = role.assume_role_policy.replace(
            "environment:tally-production",
            "ref:refs/heads/main",
          );
        },
        "aws_iam_role_policy_attachments_exclusive.tally-production-apply",
      ],
    ],
  },
];

const isOfMain = ({ assume_role_policy: trust }: Configuration) =>
  String(trust).includes(":ref:refs/heads/main");
