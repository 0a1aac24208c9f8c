import { describe, expect, it } from "vitest";
import { account } from "../../src/systems/configuration/account";
import {
  type Configuration,
  type SynthesizedStack,
  synthesizeInventory,
} from "../support/synthesized";

const inventory = await synthesizeInventory();
const isFoundation = (id: string) => id.startsWith("foundation-");
const regionOf = (stack: SynthesizedStack) => stack.json.provider.aws[0].region;
const environments = Object.entries(inventory).filter(([id]) => !isFoundation(id));

describe.each(environments)("the log bucket of %s", (_, environment) => {
  const foundation = inventory[`foundation-${regionOf(environment)}`] as SynthesizedStack;
  const bucket = foundation.named("aws_s3_bucket", "log-bucket/bucket/this").bucket;
  const { policy } = foundation.named("aws_s3_bucket_policy", "log-bucket/bucket/policy");
  const { rule } = foundation.named(
    "aws_s3_bucket_lifecycle_configuration",
    "log-bucket/bucket/lifecycle",
  );
  const { access_logs: access, connection_logs: connection } = environment.only("aws_lb");

  it.each([
    ["access", access],
    ["connection", connection],
  ])("lets its load balancer put %s logs there", (_kind, logs: Configuration) => {
    expect(logs.bucket).toBe(bucket);
    const granted = JSON.parse(policy)
      .Statement.filter(
        (each: Configuration) =>
          each.Principal.Service === "logdelivery.elasticloadbalancing.amazonaws.com",
      )
      .flatMap((each: Configuration) => each.Resource);
    expect(granted).toContain(`arn:aws:s3:::${bucket}/${logs.prefix}/AWSLogs/${account.id}/*`);
  });

  it("keeps them as long as the environment keeps its logs, and no other rule is shorter", () => {
    const [group] = environment.ofType("aws_cloudwatch_log_group");
    for (const { prefix } of [access, connection]) {
      const days = rule
        .filter((each: Configuration) => `${prefix}/`.startsWith(each.filter[0].prefix ?? ""))
        .flatMap((each: Configuration) => each.expiration ?? [])
        .flatMap((each: Configuration) => each.days ?? []);
      expect(days).toEqual([group?.retention_in_days]);
    }
  });

  it("comes with the bucket that the environment's state is in", () => {
    const { bucket: stateBucket } = environment.json.terraform.backend.s3;
    expect(foundation.named("aws_s3_bucket", "state-bucket/bucket/this").bucket).toBe(stateBucket);
  });
});

describe.each(environments)("an instance of %s", (_, environment) => {
  it("may write the log that its region's preferences of Session Manager name", () => {
    const foundation = inventory[`foundation-${regionOf(environment)}`] as SynthesizedStack;
    const { inputs } = JSON.parse(foundation.only("aws_ssm_document").content);
    const { policy } = environment
      .ofType("aws_iam_role_policy")
      .find(({ name }) => name === "observability") as Configuration;
    for (const action of ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]) {
      const resources = JSON.parse(policy)
        .Statement.filter(({ Action }: Configuration) => Action.includes(action))
        .flatMap(({ Resource }: Configuration) => Resource);
      expect(resources, action).toContain(
        `arn:aws:logs:${regionOf(environment)}:${account.id}:log-group:${inputs.cloudWatchLogGroupName}:*`,
      );
    }
  });
});

it("each stage has a budget, and the account one of each", () => {
  const filters = Object.values(inventory)
    .flatMap((stack) => stack.ofType("aws_budgets_budget"))
    .flatMap(({ cost_filter: [filter] }) => filter.values);
  const stages = Object.values(inventory).map(
    ({ json }) => json.provider.aws[0].default_tags[0].tags.Environment,
  );
  const tagged = [...new Set(stages)].map((stage) => `user:Environment$${stage}`);
  const remedy = "give the stage one budget in src/systems/foundation/foundations.ts";
  expect(filters.sort(), remedy).toEqual(tagged.sort());
});

it("no two stacks write one state", () => {
  const states = Object.values(inventory).map(({ json }) => {
    const { bucket, key } = json.terraform.backend.s3;
    return `${bucket}/${key}`;
  });
  expect(new Set(states).size).toBe(states.length);
  expect(states).toContain(
    `test-app-terraform-state-${account.id}-us-east-1/foundation-us-east-1.tfstate`,
  );
});
