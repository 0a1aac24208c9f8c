import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { add, failing, type Invariant, securityGroupRules, strings } from "./invariant";

const group = (stack: SynthesizedStack) => stack.only("aws_autoscaling_group");

/** Types of what an instance needs at its first boot. */
const ofAnInstance = [
  "aws_iam_role_policy",
  "aws_cloudwatch_log_group",
  "aws_ssm_parameter",
  ...securityGroupRules,
];

/** ECS judges whether its instances are healthy, and the load balancer knows the tasks on them. */
const isManagedByEcs = ({ tag }: Configuration) =>
  tag.some(({ key }: Configuration) => key === "AmazonECSManaged");
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A plan is empty after an apply, and holds what AWS accepts. */
export const stability: readonly Invariant[] = [
  {
    name: "no launch template version is $Latest or $Default",
    violations: (stack) =>
      strings(stack.json)
        .filter(({ text }) => /\$(Latest|Default)\b/.test(text))
        .map(({ path }) => path),
    breaches: [
      [
        (stack) =>
          Object.assign(
            group(stack).mixed_instances_policy.launch_template.launch_template_specification,
            { version: "$Latest" },
          ),
        "version",
      ],
    ],
  },
  {
    name: "desired capacity belongs to the scaling policies",
    violations: (stack) =>
      failing(stack, ["aws_autoscaling_group"], (group) => group.desired_capacity === undefined),
    breaches: [[(stack) => Object.assign(group(stack), { desired_capacity: 3 }), "group"]],
  },
  {
    name: "a group has instances of several types, checked by the load balancer, or by ECS",
    violations: (stack) =>
      failing(
        stack,
        ["aws_autoscaling_group"],
        (group) =>
          (group.health_check_type === "ELB" || isManagedByEcs(group)) &&
          group.mixed_instances_policy.launch_template.override.length > 1,
      ),
    breaches: [
      [(stack) => Object.assign(group(stack), { health_check_type: "EC2" }), "group"],
      [
        (stack) =>
          Object.assign(group(stack).mixed_instances_policy.launch_template, { override: [{}] }),
        "group",
      ],
    ],
  },
  {
    name: "the group waits for everything that a first boot needs",
    violations: (stack) => {
      const groups = stack.ofType("aws_autoscaling_group");
      if (groups.length === 0) return [];
      const ofTasks = stack
        .ofType("aws_ecs_task_definition")
        .map((each) => each.container_definitions)
        .join();
      const waitedFor: string[] = groups.flatMap((each) => each.depends_on ?? []);
      return stack
        .resources()
        .filter(({ type, address }) => ofAnInstance.includes(type) && !waitedFor.includes(address))
        .filter(
          ({ address, configuration: { name } }) =>
            !/\.(cluster|updater-function|database|database-user|web-acl-log|[a-z]+-task)_/.test(
              address,
            ) && !ofTasks.includes(`"awslogs-group":"${name}"`),
        ) // no instance's
        .map(({ address }) => address);
    },
    breaches: ofAnInstance.map((type) => [
      (stack) => {
        const waitedFor: string[] = group(stack).depends_on;
        group(stack).depends_on = waitedFor.filter((address) => !address.startsWith(`${type}.`));
      },
      type,
    ]),
  },
  {
    name: "no change is ignored but that of the operators' parameter, and of a number of tasks that scales",
    violations: (stack) =>
      stack
        .resources()
        .filter(({ configuration }) => configuration.lifecycle?.ignore_changes !== undefined)
        .filter(({ type, configuration }) => {
          const isOperators = type === "aws_ssm_parameter" && /\/updates$/.test(configuration.name);
          const ignored = configuration.lifecycle.ignore_changes.join();
          const scales =
            type === "aws_ecs_service" && stack.ofType("aws_appautoscaling_target").length > 0;
          return !(
            (isOperators && ignored === "insecure_value,value") ||
            (scales && ignored === "desired_count")
          );
        })
        .map(({ address }) => address),
    breaches: [
      [
        (stack) => Object.assign(group(stack), { lifecycle: { ignore_changes: ["min_size"] } }),
        "group",
      ],
      [
        (stack) => {
          for (const each of stack.ofType("aws_ssm_parameter"))
            each.lifecycle = { ignore_changes: ["insecure_value"] };
        },
        "database-parameter",
      ],
    ],
  },
  {
    name: "no data source waits for a resource",
    violations: (stack) =>
      stack
        .dataSources()
        .filter(({ configuration }) => configuration.depends_on !== undefined)
        .map(({ address }) => address),
    breaches: [
      [
        (stack) => Object.assign(stack.only("aws_ami"), { depends_on: ["aws_lb.x"] }),
        "data.aws_ami",
      ],
    ],
  },
  {
    name: "no check block and no remote state makes a plan depend on more than its own stack",
    violations: (stack) => [
      ...Object.keys(stack.json.check ?? {}),
      ...stack
        .dataSources()
        .filter(({ type }) => type === "terraform_remote_state")
        .map(({ address }) => address),
    ],
    breaches: [
      [(stack) => Object.assign(stack.json, { check: { health: {} } }), "health"],
      [
        (stack) => Object.assign(stack.json.data, { terraform_remote_state: { other: {} } }),
        "terraform_remote_state",
      ],
    ],
  },
  {
    name: "user data is a script, encoded once, within EC2's limit",
    violations: (stack) =>
      failing(stack, ["aws_launch_template"], ({ user_data }) => {
        const script = Buffer.from(user_data ?? "", "base64");
        return (
          script.toString().startsWith("#!/bin/bash\nset -euo pipefail\n") &&
          script.length <= 16384 &&
          script.toString("base64") === user_data
        );
      }),
    breaches: [
      [
        (stack) =>
          Object.assign(stack.only("aws_launch_template"), {
            user_data: base64(stack.only("aws_launch_template").user_data),
          }),
        "aws_launch_template",
      ],
      [
        (stack) =>
          Object.assign(stack.only("aws_launch_template"), {
            user_data: base64(`#!/bin/bash\n${"#".repeat(16384)}`),
          }),
        "aws_launch_template",
      ],
    ],
  },
  {
    name: "no token of cdktf is left unresolved",
    violations: (stack) =>
      strings(stack.json)
        .filter(({ text }) => /TfToken|\$\{TOKEN/.test(text))
        .map(({ path }) => path),
    breaches: [[(stack) => add(stack, "aws_x", { name: "a-${TfToken[TOKEN.7]}" }), "aws_x"]],
  },
  {
    name: "names fit AWS's limits",
    violations: (stack) => [
      ...failing(stack, ["aws_lb", "aws_lb_target_group"], ({ name }) =>
        /^(?!-)[a-zA-Z0-9-]{1,32}(?<!-)$/.test(name),
      ),
      ...failing(stack, ["aws_iam_role", "aws_iam_instance_profile"], ({ name }) =>
        /^[\w+=,.@-]{1,64}$/.test(name),
      ),
      ...failing(stack, ["aws_db_instance"], ({ identifier }) =>
        /^[a-z]([a-z0-9]|-(?=[a-z0-9])){0,62}$/.test(identifier),
      ),
      ...failing(
        stack,
        ["aws_db_subnet_group", "aws_db_parameter_group", "aws_db_option_group"],
        ({ name }) => /^[a-z]([a-z0-9]|-(?=[a-z0-9])){0,254}$/.test(name),
      ),
      ...failing(
        stack,
        ["aws_lambda_function"],
        ({ function_name: name, description }) =>
          /^[\w-]{1,64}$/.test(name) && description.length <= 256,
      ),
    ],
    breaches: [
      [(stack) => Object.assign(stack.only("aws_lb"), { name: "x".repeat(33) }), "aws_lb"],
      [
        (stack) => Object.assign(stack.only("aws_lb_target_group"), { name: "x-" }),
        "aws_lb_target_group",
      ],
      [
        (stack) =>
          Object.assign(stack.named("aws_iam_role", "instance-role/this"), {
            name: "x".repeat(65),
          }),
        "aws_iam_role",
      ],
      [
        (stack) => Object.assign(stack.only("aws_db_instance"), { identifier: "x".repeat(64) }),
        "aws_db_instance",
      ],
      [
        (stack) => Object.assign(stack.only("aws_db_parameter_group"), { name: "mysql8.4" }),
        "aws_db_parameter_group",
      ],
      [
        (stack) =>
          Object.assign(stack.named("aws_lambda_function", "updater-function/this"), {
            description: "x".repeat(257),
          }),
        "aws_lambda_function",
      ],
    ],
  },
  {
    name: "outputs are those that somebody uses, and none of them is volatile",
    violations: (stack) =>
      Object.keys(stack.json.output ?? {}).filter((output) => output !== "load-balancer-dns-name"),
    breaches: [
      [(stack) => Object.assign(stack.json.output, { "desired-capacity": {} }), "desired-capacity"],
    ],
  },
];
