import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { loadDeployment } from "../../src/estate/deployments";
import { environmentIds } from "../../src/systems/test-app/environments";
import {
  type Configuration,
  type Resource,
  type SynthesizedStack,
  synthesizeInventory,
} from "../support/synthesized";

const load = createRequire(__filename);
const inventory = await synthesizeInventory();

/** What the AWS provider can't tag; whoever adds a type that is not here makes sure that it is tagged. */
const untaggable = [
  "aws_appautoscaling_policy",
  "aws_autoscaling_policy",
  "aws_cloudwatch_dashboard",
  "aws_cloudwatch_event_target",
  "aws_cloudwatch_log_resource_policy",
  "aws_ecr_lifecycle_policy",
  "aws_ecr_repository_policy",
  "aws_ecs_cluster_capacity_providers",
  "aws_iam_role_policies_exclusive",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachments_exclusive",
  "aws_kms_alias",
  "aws_lambda_function_event_invoke_config",
  "aws_route",
  "aws_route53_record",
  "aws_route_table_association",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_secretsmanager_secret_policy",
  "aws_sns_topic_policy",
  "aws_sqs_queue_policy",
  "aws_sqs_queue_redrive_allow_policy",
  "aws_sqs_queue_redrive_policy",
  "aws_wafv2_web_acl_association",
  "aws_wafv2_web_acl_logging_configuration",
];

/** Whether the provider puts its default tags on a type: its typed binding then has `tags_all`. */
function getsDefaultTags(type: string): boolean {
  const folder = type.replace(/^aws_/, "").replaceAll("_", "-");
  const binding = Object.values(load(`@cdktf/provider-aws/lib/${folder}`)).find(
    (each) => (each as { tfResourceType?: string }).tfResourceType === type,
  ) as { prototype: object };
  return "tagsAll" in binding.prototype;
}

function lacking(tags: Configuration | undefined, expected: Configuration): boolean {
  return Object.entries(expected).some(([key, value]) => tags?.[key] !== value);
}

/** The tags that a resource ends up with, for what it is and for what it launches. */
function tagSetsOf(
  { type, configuration }: Resource,
  defaultTags: Configuration,
): (Configuration | undefined)[] {
  if (type === "aws_autoscaling_group")
    return [
      Object.fromEntries(
        configuration.tag
          .filter((tag: Configuration) => tag.propagate_at_launch)
          .map((tag: Configuration) => [tag.key, tag.value]),
      ),
    ];
  const launched =
    type === "aws_launch_template"
      ? ["instance", "volume", "network-interface"].map(
          (kind) =>
            configuration.tag_specifications.find(
              (each: Configuration) => each.resource_type === kind,
            )?.tags,
        )
      : [];
  const own = getsDefaultTags(type)
    ? { ...defaultTags, ...configuration.tags }
    : configuration.tags;
  return [own, ...launched];
}

describe.each(Object.entries(inventory))("%s", (id, stack) => {
  const { stage, system } = loadDeployment(id);
  // The first system's client has fixed its two tags, and all share the foundations.
  const isFurther = !["test-app", "foundation"].includes(system);
  const expected = {
    Environment: stage,
    ProjectId: "1234",
    ...(isFurther && { System: system }),
  };
  const [provider] = stack.json.provider.aws;
  const [{ tags: defaultTags }] = provider.default_tags;

  it(`tags everything that can carry tags with ${Object.keys(expected)}, and by default with nothing else`, () => {
    expect(defaultTags).toEqual(expected);
    const untagged = stack
      .resources()
      .filter(({ type }) => !untaggable.includes(type))
      .filter((resource) =>
        tagSetsOf(resource, defaultTags).some((tags) => lacking(tags, expected)),
      )
      .map(({ address }) => address);
    expect(untagged).toEqual([]);
  });

  it("calls nothing untaggable that the provider can tag", () => {
    expect(untaggable.filter(getsDefaultTags)).toEqual([]);
  });
});

describe.each(environmentIds)("%s", (id) => {
  const stack = inventory[id] as SynthesizedStack;

  it("marks instances with the environment's id, which no other environment has", () => {
    const { tag } = stack.only("aws_autoscaling_group");
    expect(tag).toContainEqual({ key: "EnvironmentId", value: id, propagate_at_launch: true });
    for (const { tags } of stack.only("aws_launch_template").tag_specifications)
      expect(tags.EnvironmentId).toBe(id);
  });

  it("lets the group and the launch template agree, so that neither overrides the other", () => {
    const { tag } = stack.only("aws_autoscaling_group");
    const ofGroup = Object.fromEntries(tag.map((each: Configuration) => [each.key, each.value]));
    for (const { tags } of stack.only("aws_launch_template").tag_specifications)
      expect(tags).toEqual(ofGroup);
  });
});
