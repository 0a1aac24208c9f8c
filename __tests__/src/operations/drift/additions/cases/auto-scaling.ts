import { type Case, members, queryAnswer, region, xml } from "./case";

const address = "aws_autoscaling_group.group";
const group = { name: "web", arn: "arn:group", initial_lifecycle_hook: [{ name: "at-first" }] };
/** It scales the group and drains its instances. */
const byEcs = {
  "aws_ecs_capacity_provider.web": {
    auto_scaling_group_provider: [
      {
        auto_scaling_group_arn: group.arn,
        managed_draining: "ENABLED",
        managed_scaling: [{ status: "ENABLED" }],
      },
    ],
  },
};
const own = { autoscaling_group_name: "web" };
const ofGroup = `--region ${region} --auto-scaling-group-name web`;

function pageOf(operation: string, list: string): Case["page"] {
  return (things, next) =>
    queryAnswer(operation, `${xml(list, members(things))}${xml("NextToken", next)}`);
}

const instance = (id: string, template: string) =>
  `<InstanceId>${id}</InstanceId><LifecycleState>InService</LifecycleState>${template}`;
const template =
  "<LaunchTemplate><LaunchTemplateId>lt-1</LaunchTemplateId><Version>7</Version></LaunchTemplate>";

export const autoScalingCases: readonly Case[] = [
  {
    title: "a scaling policy",
    resources: {
      [address]: group,
      "aws_autoscaling_policy.cpu": { ...own, name: "cpu" },
      ...byEcs,
    },
    action: "autoscaling:DescribePolicies",
    page: pageOf("DescribePolicies", "ScalingPolicies"),
    left: {
      "of the code": "<PolicyName>cpu</PolicyName>",
      "of ECS": "<PolicyName>ECSManagedAutoScalingPolicy-1</PolicyName>",
    },
    added: "<PolicyName>it's mine</PolicyName><PolicyType>StepScaling</PolicyType>",
    later:
      "<PolicyName>it's mine</PolicyName><PolicyType>StepScaling</PolicyType><MinAdjustmentMagnitude>9</MinAdjustmentMagnitude>",
    addition: {
      address,
      path: "policy[name=it's mine]",
      what: "A scaling policy (StepScaling), which changes how many instances the group has",
      remedy: `aws autoscaling delete-policy ${ofGroup} --policy-name 'it'\\''s mine'`,
    },
    paged: true,
  },
  {
    title: "a scheduled action",
    resources: {
      [address]: group,
      "aws_autoscaling_schedule.night": { ...own, scheduled_action_name: "night" },
    },
    action: "autoscaling:DescribeScheduledActions",
    page: pageOf("DescribeScheduledActions", "ScheduledUpdateGroupActions"),
    left: { "of the code": "<ScheduledActionName>night</ScheduledActionName>" },
    added:
      "<ScheduledActionName>weekend</ScheduledActionName><Recurrence>0 0 * * 6</Recurrence><MinSize>0</MinSize><DesiredCapacity>0</DesiredCapacity>",
    later:
      "<ScheduledActionName>weekend</ScheduledActionName><Recurrence>0 0 * * 6</Recurrence><MinSize>90</MinSize>",
    addition: {
      address,
      path: "schedule[name=weekend]",
      what: "A scheduled action (0 0 * * 6), which sets the minimum to 0, the desired capacity to 0",
      remedy: `aws autoscaling delete-scheduled-action ${ofGroup} --scheduled-action-name weekend`,
    },
    paged: true,
  },
  {
    title: "a lifecycle hook",
    resources: {
      [address]: group,
      "aws_autoscaling_lifecycle_hook.drain": { ...own, name: "drain" },
      ...byEcs,
    },
    action: "autoscaling:DescribeLifecycleHooks",
    page: pageOf("DescribeLifecycleHooks", "LifecycleHooks"),
    left: {
      "of the code": "<LifecycleHookName>drain</LifecycleHookName>",
      "of ECS": "<LifecycleHookName>ecs-managed-draining-termination-hook</LifecycleHookName>",
      "that the group begins with": "<LifecycleHookName>at-first</LifecycleHookName>",
    },
    added:
      "<LifecycleHookName>hold</LifecycleHookName><LifecycleTransition>autoscaling:EC2_INSTANCE_LAUNCHING</LifecycleTransition><HeartbeatTimeout>3600</HeartbeatTimeout><DefaultResult>ABANDON</DefaultResult>",
    later:
      "<LifecycleHookName>hold</LifecycleHookName><NotificationTargetARN>arn:aws:sqs:theirs</NotificationTargetARN>",
    addition: {
      address,
      path: "lifecycle_hook[name=hold]",
      what: "A lifecycle hook (autoscaling:EC2_INSTANCE_LAUNCHING), which keeps each instance waiting for up to 3600 s, then ABANDON",
      remedy: `aws autoscaling delete-lifecycle-hook ${ofGroup} --lifecycle-hook-name hold`,
    },
    paged: false,
  },
  {
    title: "a notification",
    resources: {
      [address]: group,
      "aws_autoscaling_notification.ours": { group_names: ["web"], topic_arn: "arn:aws:sns:ours" },
    },
    action: "autoscaling:DescribeNotificationConfigurations",
    page: pageOf("DescribeNotificationConfigurations", "NotificationConfigurations"),
    left: { "of the code": "<TopicARN>arn:aws:sns:ours</TopicARN>" },
    added: "<TopicARN>arn:aws:sns:theirs</TopicARN>",
    addition: {
      address,
      path: "notification[topic=arn:aws:sns:theirs]",
      what: "A topic that is told of the group's instances",
      remedy: `aws autoscaling delete-notification-configuration ${ofGroup} --topic-arn arn:aws:sns:theirs`,
    },
    paged: true,
  },
  {
    title: "an instance that was attached by hand",
    resources: { [address]: group },
    action: "autoscaling:DescribeAutoScalingGroups",
    page: (things) =>
      queryAnswer(
        "DescribeAutoScalingGroups",
        `<AutoScalingGroups><member><AutoScalingGroupName>web</AutoScalingGroupName><MinSize>1</MinSize><DesiredCapacity>1</DesiredCapacity>${template}<Instances>${members(things)}</Instances></member></AutoScalingGroups>`,
      ),
    left: { "that the group has launched": instance("i-1", template) },
    added: instance("i-2", ""),
    addition: {
      address,
      path: "instance[id=i-2]",
      what: "An instance that was attached by hand: it was not launched from the group's template",
      remedy: `aws autoscaling detach-instances ${ofGroup} --instance-ids i-2 --should-decrement-desired-capacity`,
    },
    paged: false,
  },
];
