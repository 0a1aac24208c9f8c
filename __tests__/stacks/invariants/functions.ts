import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { failing, type Invariant } from "./invariant";

const lambda = (stack: SynthesizedStack) =>
  stack.named("aws_lambda_function", "updater-function/this");
const refersTo = (value: unknown, type: string) => String(value).startsWith(`\${${type}.`);

/** The addresses of the policies of a function's role. */
function policiesOf(stack: SynthesizedStack, { role }: Configuration): string[] {
  const roleAddress = String(role)
    .slice(2)
    .replace(/\.arn\}$/, "");
  return stack
    .resources()
    .filter(
      ({ type, configuration }) =>
        type === "aws_iam_role_policy" && configuration.role.includes(`{${roleAddress}.`),
    )
    .map(({ address }) => address);
}

/** Lambda functions. */
export const functions: readonly Invariant[] = [
  {
    name: "a function runs once at a time, and Lambda never starts it again",
    violations: (stack) => {
      const invocations = stack.ofType("aws_lambda_function_event_invoke_config");
      return failing(
        stack,
        ["aws_lambda_function"],
        ({ reserved_concurrent_executions: atOnce }, { address }) =>
          atOnce === 1 &&
          invocations.some(
            (each) =>
              each.function_name.includes(`{${address}.`) && each.maximum_retry_attempts === 0,
          ),
      );
    },
    breaches: [
      [
        (stack) => Object.assign(lambda(stack), { reserved_concurrent_executions: 2 }),
        "aws_lambda_function",
      ],
      [
        (stack) => delete stack.json.resource.aws_lambda_function_event_invoke_config,
        "aws_lambda_function",
      ],
      [
        (stack) =>
          Object.assign(
            stack.named("aws_lambda_function_event_invoke_config", "updater-function/asynchronous"),
            {
              maximum_retry_attempts: 2,
            },
          ),
        "aws_lambda_function",
      ],
    ],
  },
  {
    name: "a function writes traces, and JSON to a log group that is there already",
    violations: (stack) =>
      failing(
        stack,
        ["aws_lambda_function"],
        ({ logging_config: logging, tracing_config: tracing }) =>
          logging?.log_format === "JSON" &&
          refersTo(logging.log_group, "aws_cloudwatch_log_group") &&
          tracing?.mode === "Active",
      ),
    breaches: [
      [
        (stack) => Object.assign(lambda(stack).logging_config, { log_format: "Text" }),
        "aws_lambda_function",
      ],
      [
        (stack) => Object.assign(lambda(stack).logging_config, { log_group: "/aws/lambda/x" }),
        "aws_lambda_function",
      ],
      [
        (stack) => Object.assign(lambda(stack), { tracing_config: undefined }),
        "aws_lambda_function",
      ],
    ],
  },
  {
    name: "a function has variables if and only if it has a key for them, else no plan is empty",
    violations: (stack) =>
      failing(
        stack,
        ["aws_lambda_function"],
        ({ environment, kms_key_arn: key }) =>
          (environment === undefined) === (key === undefined) &&
          (key === undefined || refersTo(key, "aws_kms_key")),
      ),
    breaches: [
      [(stack) => Object.assign(lambda(stack), { kms_key_arn: undefined }), "aws_lambda_function"],
      [(stack) => Object.assign(lambda(stack), { environment: undefined }), "aws_lambda_function"],
    ],
  },
  {
    name: "a function waits for the permissions of its role",
    violations: (stack) =>
      failing(stack, ["aws_lambda_function"], (configuration) => {
        const needed = policiesOf(stack, configuration);
        const waitedFor: string[] = configuration.depends_on ?? [];
        return needed.length > 0 && needed.every((address) => waitedFor.includes(address));
      }),
    breaches: [
      [(stack) => Object.assign(lambda(stack), { depends_on: [] }), "aws_lambda_function"],
    ],
  },
];
