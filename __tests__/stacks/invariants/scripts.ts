import type { SynthesizedStack } from "../../support/synthesized";
import { literalValue } from "../../support/terraform-literal";
import { failing, type Invariant, policies, strings } from "./invariant";

/** Names such as `/test-app/uat-us-east-1/system` or `/tally-production/adder`, but for files. */
function namesIn(stack: SynthesizedStack, text: string): string[] {
  const id = stack.json.terraform.backend.s3.key.replace(".tfstate", "");
  return text.match(new RegExp(`(?<![\\w/.-])(/?[\\w-]+)?/${id}(/[\\w-]+)*`, "g")) ?? [];
}

/** Names of log groups, clusters, secrets, parameters and namespaces of metrics, as the stack gives them. */
function known(stack: SynthesizedStack): ReadonlySet<string> {
  const namespaces = policies(stack)
    .flatMap(({ policy }) => strings(policy))
    .filter(({ path }) => path.includes("/cloudwatch:namespace"));
  return new Set([
    ...[
      "aws_cloudwatch_log_group",
      "aws_ecs_cluster",
      "aws_secretsmanager_secret",
      "aws_ssm_parameter",
    ].flatMap((type) => stack.ofType(type).map(({ name }) => name)),
    ...namespaces.map(({ text }) => text),
  ]);
}

const decoded = (text: string) => Buffer.from(text, "base64").toString();

/** Scripts that run on instances. */
export const scripts: readonly Invariant[] = [
  {
    name: "a script names what the stack has, and whoever may write it",
    violations: (stack) =>
      failing(stack, ["aws_launch_template", "aws_ssm_document"], (each, { type }) => {
        if (each.document_type === "Session") return true;
        const isBoot = type === "aws_launch_template";
        const script = isBoot ? decoded(each.user_data) : literalValue(each.content);
        const cluster = /^ECS_CLUSTER=(.+)$/m.exec(script)?.[1];
        const names = cluster === undefined ? namesIn(stack, script) : [cluster];
        return names.length > 0 && names.every((name) => known(stack).has(name));
      }),
    breaches: [
      [
        (stack) => Object.assign(stack.named("aws_cloudwatch_log_group", "system"), { name: "/x" }),
        "aws_launch_template",
      ],
      [
        (stack) => Object.assign(stack.only("aws_secretsmanager_secret"), { name: "x" }),
        "aws_ssm_document",
      ],
      [
        (stack) => {
          for (const role of stack.ofType("aws_iam_role_policy"))
            role.policy = role.policy.replace(/("cloudwatch:namespace":")/, "$1x");
        },
        "aws_launch_template",
      ],
    ],
  },
];
