import {
  AutoScalingClient,
  DescribeLifecycleHooksCommand,
  DescribeNotificationConfigurationsCommand,
  DescribePoliciesCommand,
  DescribeScheduledActionsCommand,
  type ScheduledUpdateGroupAction,
} from "@aws-sdk/client-auto-scaling";
import { describeGroup } from "../../../aws/group/describe-group";
import { elements, isObject } from "../../judge/values";
import { awsCommand } from "../aws-command";
import type { Question, Reader } from "./question";
import { type Resource, type Resources, text } from "./resources";

/** What ECS makes in a group whose capacity provider says so. */
const ofEcs = {
  scaling: /^ECSManagedAutoScalingPolicy-/,
  draining: /^ecs-managed-draining-termination-hook$/,
};

/**
 * What belongs to auto scaling groups. What AWS manages there itself isn't in these answers unless it is asked for
 * (`IncludeManagedResources`).
 */
export const read: Reader = (resources) =>
  resources
    .of("aws_autoscaling_group")
    .flatMap((group) => [
      policies(group, resources),
      scheduledActions(group, resources),
      lifecycleHooks(group, resources),
      notifications(group, resources),
      attachedInstances(group),
    ]);

function policies(group: Resource, resources: Resources): Question {
  const name = text(group, "name");
  const known = resources.known("aws_autoscaling_policy", "name", { autoscaling_group_name: name });
  const ecs = ecsIn(group, resources);
  return {
    address: group.address,
    find: async (ask) => {
      const found = await ask.all(
        "autoscaling:DescribePolicies",
        AutoScalingClient,
        async (client, NextToken, options) => {
          const command = new DescribePoliciesCommand({ AutoScalingGroupName: name, NextToken });
          const answer = await client.send(command, options);
          return [answer.ScalingPolicies, answer.NextToken];
        },
      );
      return found
        .filter(({ PolicyName = "" }) => !known.has(PolicyName) && !ecs.scaling?.test(PolicyName))
        .map(({ PolicyName = "", PolicyType = "of an unknown type", Alarms: _, ...policy }) => ({
          path: `policy[name=${PolicyName}]`,
          content: [PolicyType, policy],
          what: `A scaling policy (${PolicyType}), which changes how many instances the group has`,
          remedy: awsCommand(ask.region, "autoscaling delete-policy", {
            "auto-scaling-group-name": name,
            "policy-name": PolicyName,
          }),
        }));
    },
  };
}

/**
 * The names of what ECS makes in a group, as far as its capacity provider of the code lets it.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-scaling-behavior.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instance-draining.html
 */
function ecsIn(group: Resource, resources: Resources): Partial<typeof ofEcs> {
  const providers = resources
    .of("aws_ecs_capacity_provider")
    .flatMap(({ values }) => elements(values.auto_scaling_group_provider))
    .filter(isObject)
    .filter(({ auto_scaling_group_arn: arn }) => arn === group.values.arn);
  const scales = providers
    .flatMap(({ managed_scaling: scaling }) => elements(scaling))
    .some((each) => isObject(each) && each.status === "ENABLED");
  return {
    ...(scales && { scaling: ofEcs.scaling }),
    ...(providers.some((each) => each.managed_draining === "ENABLED") && {
      draining: ofEcs.draining,
    }),
  };
}

function scheduledActions(group: Resource, resources: Resources): Question {
  const name = text(group, "name");
  const own = { autoscaling_group_name: name };
  const known = resources.known("aws_autoscaling_schedule", "scheduled_action_name", own);
  return {
    address: group.address,
    find: async (ask) => {
      const found = await ask.all(
        "autoscaling:DescribeScheduledActions",
        AutoScalingClient,
        async (client, NextToken, options) => {
          const input = { AutoScalingGroupName: name, NextToken };
          const answer = await client.send(new DescribeScheduledActionsCommand(input), options);
          return [answer.ScheduledUpdateGroupActions, answer.NextToken];
        },
      );
      return found
        .filter(({ ScheduledActionName }) => !known.has(ScheduledActionName))
        .map(({ ScheduledActionName = "", Recurrence, StartTime, Time: _, ...sizes }) => ({
          path: `schedule[name=${ScheduledActionName}]`,
          // Of one that recurs it is the next time.
          content: [Recurrence ?? StartTime, sizes],
          what: `A scheduled action (${Recurrence ?? StartTime?.toISOString() ?? "at an unknown time"}), which sets ${sizesText(sizes)}`,
          remedy: awsCommand(ask.region, "autoscaling delete-scheduled-action", {
            "auto-scaling-group-name": name,
            "scheduled-action-name": ScheduledActionName,
          }),
        }));
    },
  };
}

function sizesText({ MinSize, MaxSize, DesiredCapacity }: ScheduledUpdateGroupAction): string {
  const set = Object.entries({
    "the minimum": MinSize,
    "the maximum": MaxSize,
    "the desired capacity": DesiredCapacity,
  }).filter(([, size]) => size !== undefined);
  return set.length === 0
    ? "the group's size"
    : set.map(([what, size]) => `${what} to ${size}`).join(", ");
}

function lifecycleHooks(group: Resource, resources: Resources): Question {
  const name = text(group, "name");
  const own = { autoscaling_group_name: name };
  const initial = elements(group.values.initial_lifecycle_hook);
  const ecs = ecsIn(group, resources);
  const known = new Set([
    ...resources.known("aws_autoscaling_lifecycle_hook", "name", own),
    ...initial.map((hook) => isObject(hook) && hook.name),
  ]);
  return {
    address: group.address,
    find: async (ask) => {
      const { LifecycleHooks = [] } = await ask.one(
        "autoscaling:DescribeLifecycleHooks",
        AutoScalingClient,
        (client, options) => {
          // There are at most 50 in a group, and no pages.
          const command = new DescribeLifecycleHooksCommand({ AutoScalingGroupName: name });
          return client.send(command, options);
        },
      );
      return LifecycleHooks.filter(
        ({ LifecycleHookName = "" }) =>
          !known.has(LifecycleHookName) && !ecs.draining?.test(LifecycleHookName),
      ).map(({ LifecycleHookName = "", ...hook }) => ({
        path: `lifecycle_hook[name=${LifecycleHookName}]`,
        content: hook,
        what: `A lifecycle hook (${hook.LifecycleTransition}), which keeps each instance waiting for up to ${hook.HeartbeatTimeout} s, then ${hook.DefaultResult}`,
        remedy: awsCommand(ask.region, "autoscaling delete-lifecycle-hook", {
          "auto-scaling-group-name": name,
          "lifecycle-hook-name": LifecycleHookName,
        }),
      }));
    },
  };
}

function notifications(group: Resource, resources: Resources): Question {
  const name = text(group, "name");
  const known = new Set(
    resources
      .of("aws_autoscaling_notification")
      .filter(({ values }) => elements(values.group_names).includes(name))
      .map(({ values }) => values.topic_arn),
  );
  return {
    address: group.address,
    find: async (ask) => {
      const found = await ask.all(
        "autoscaling:DescribeNotificationConfigurations",
        AutoScalingClient,
        async (client, NextToken, options) => {
          const input = { AutoScalingGroupNames: [name], NextToken };
          const command = new DescribeNotificationConfigurationsCommand(input);
          const answer = await client.send(command, options);
          return [answer.NotificationConfigurations, answer.NextToken];
        },
      );
      // One for each kind of event; a topic is taken away with all of its kinds.
      const topics = new Set(found.map(({ TopicARN = "" }) => TopicARN));
      return [...topics]
        .filter((topic) => !known.has(topic))
        .map((topic) => ({
          path: `notification[topic=${topic}]`,
          content: null,
          what: "A topic that is told of the group's instances",
          remedy: awsCommand(ask.region, "autoscaling delete-notification-configuration", {
            "auto-scaling-group-name": name,
            "topic-arn": topic,
          }),
        }));
    },
  };
}

/** Auto Scaling says of each instance that the group has launched from which template's version. */
function attachedInstances(group: Resource): Question {
  const name = text(group, "name");
  return {
    address: group.address,
    find: async (ask) => {
      const found = await ask.read("autoscaling:DescribeAutoScalingGroups", (aws, call) =>
        describeGroup(aws, name, call),
      );
      if (found?.template === undefined) return [];
      return found.instances
        .filter(({ template }) => template === undefined)
        .map(({ instanceId }) => ({
          path: `instance[id=${instanceId}]`,
          content: null,
          what: "An instance that was attached by hand: it was not launched from the group's template",
          remedy: awsCommand(ask.region, "autoscaling detach-instances", {
            "auto-scaling-group-name": name,
            "instance-ids": instanceId,
            "should-decrement-desired-capacity": true,
          }),
        }));
    },
  };
}
