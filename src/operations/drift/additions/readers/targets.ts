import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { describeGroup } from "../../../aws/group/describe-group";
import { elements } from "../../judge/values";
import { awsCommand } from "../aws-command";
import type { Ask } from "./ask";
import type { Question, Reader } from "./question";
import { type Resource, type Resources, text } from "./resources";

/**
 * Instances that were registered by hand in a target group, or on another port: a group registers its own on the target
 * group's. Of other types of targets, the services that register
 * them themselves, such as ECS, can't be told from people.
 */
export const read: Reader = (resources) =>
  resources
    .of("aws_lb_target_group")
    .filter(({ values }) => values.target_type === "instance")
    .map((targets) => question(targets, resources));

function question(targets: Resource, resources: Resources): Question {
  const arn = text(targets, "arn");
  const groups = groupsOf(arn, resources);
  const ours = targets.values.port;
  const known = new Set(
    resources
      .of("aws_lb_target_group_attachment")
      .filter(({ values }) => values.target_group_arn === arn)
      .map(({ values }) => `${values.target_id}:${values.port ?? ours}`),
  );
  return {
    address: targets.address,
    find: async (ask) => {
      // A group launches and takes away instances at any time: those that were in it before or after are its own.
      const before = await instancesOf(groups, ask);
      const { TargetHealthDescriptions = [] } = await ask.one(
        "elasticloadbalancing:DescribeTargetHealth",
        ElasticLoadBalancingV2Client,
        // It has no pages.
        (client, options) =>
          client.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn }), options),
      );
      const strangers = TargetHealthDescriptions
        // On its way out: the group doesn't know an instance any more that it has just taken away.
        .filter(({ TargetHealth }) => !TargetHealth?.State?.endsWith("draining"))
        .map(({ Target }) => ({ id: Target?.Id ?? "", port: Target?.Port }))
        .filter(
          ({ id, port }) => !known.has(`${id}:${port}`) && !(port === ours && before.has(id)),
        );
      if (strangers.length === 0) return [];
      const after = await instancesOf(groups, ask);
      return strangers
        .filter(({ id, port }) => !(port === ours && after.has(id)))
        .map(({ id, port }) => ({
          path: `target[${id}:${port}]`,
          content: null,
          what: `A target that the code registers in no way: it is sent requests on port ${port}`,
          remedy: awsCommand(ask.region, "elbv2 deregister-targets", {
            "target-group-arn": arn,
            targets: `Id=${id},Port=${port}`,
          }),
        }));
    },
  };
}

/** Names of the groups that register their instances there. */
function groupsOf(arn: string, resources: Resources): readonly string[] {
  const attached = resources.known("aws_autoscaling_attachment", "autoscaling_group_name", {
    lb_target_group_arn: arn,
  });
  return resources
    .of("aws_autoscaling_group")
    .filter(
      ({ values }) => elements(values.target_group_arns).includes(arn) || attached.has(values.name),
    )
    .map((group) => text(group, "name"));
}

async function instancesOf(groups: readonly string[], ask: Ask): Promise<ReadonlySet<string>> {
  const found = await Promise.all(
    groups.map((name) =>
      ask.read("autoscaling:DescribeAutoScalingGroups", (aws, call) =>
        describeGroup(aws, name, call),
      ),
    ),
  );
  return new Set(
    found.flatMap((group) => group?.instances ?? []).map(({ instanceId }) => instanceId),
  );
}
