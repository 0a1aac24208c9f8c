import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { failing, type Invariant, strings } from "./invariant";

const refersTo = (value: unknown, type: string) => String(value).startsWith(`\${${type}.`);
const first = (stack: SynthesizedStack, type: string) => stack.ofType(type)[0] as Configuration;

/** A system of containers in a VPC of its own. */
export const ofContainers: readonly Invariant[] = [
  {
    name: "each path leads to a target group of the stack, and no two rules have one priority",
    violations: (stack) =>
      failing(stack, ["aws_lb_listener_rule"], ({ action, condition, priority }) => {
        const same = stack
          .ofType("aws_lb_listener_rule")
          .filter((one) => one.priority === priority);
        return (
          same.length === 1 &&
          refersTo(action[0].target_group_arn, "aws_lb_target_group") &&
          condition[0].path_pattern.values.length > 0
        );
      }),
    breaches: [
      [
        (stack) => Object.assign(first(stack, "aws_lb_listener_rule"), { priority: 20 }),
        "aws_lb_listener_rule",
      ],
      [
        (stack) =>
          Object.assign(first(stack, "aws_lb_listener_rule"), { action: [{ type: "redirect" }] }),
        "aws_lb_listener_rule",
      ],
    ],
  },
  {
    name: "a service scales on requests, or on a backlog where nothing sends it any; it goes back by itself, and can't be entered",
    violations: (stack) => {
      const targets = stack.ofType("aws_appautoscaling_target");
      const policies = stack.ofType("aws_appautoscaling_policy");
      return failing(
        stack,
        ["aws_ecs_service"],
        ({ deployment_circuit_breaker: breaker, ...service }, { address }) => {
          const isOurs = ({ resource_id: id }: Configuration) =>
            String(id).endsWith(`/\${${address}.name}`);
          const scales =
            targets.some(
              (each) => isOurs(each) && each.min_capacity >= (service.load_balancer ? 2 : 1),
            ) &&
            policies.some(
              ({ target_tracking_scaling_policy_configuration: tracked, ...each }) =>
                isOurs(each) &&
                (service.load_balancer
                  ? tracked.predefined_metric_specification.predefined_metric_type ===
                    "ALBRequestCountPerTarget"
                  : tracked.customized_metric_specification.metrics.length === 3),
            );
          return (
            // A few people look at it, and its one task keeps who has logged in.
            (scales || service.name === "grafana") &&
            breaker?.enable === true &&
            breaker.rollback === true &&
            service.enable_execute_command === false &&
            service.network_configuration.assign_public_ip === false
          );
        },
      );
    },
    breaches: [
      [(stack) => delete stack.json.resource.aws_appautoscaling_policy, "aws_ecs_service"],
      [
        (stack) => Object.assign(first(stack, "aws_appautoscaling_target"), { min_capacity: 1 }),
        "aws_ecs_service",
      ],
      [
        (stack) => Object.assign(first(stack, "aws_ecs_service"), { enable_execute_command: true }),
        "aws_ecs_service",
      ],
      [
        (stack) =>
          Object.assign(first(stack, "aws_ecs_service"), { deployment_circuit_breaker: undefined }),
        "aws_ecs_service",
      ],
    ],
  },
  {
    name: "a task names its images by digest, and writes to a log group of its own service alone",
    violations: (stack) =>
      failing(stack, ["aws_ecs_task_definition"], ({ container_definitions: text, family }) => {
        const containers: Configuration[] = JSON.parse(text.replace(/\$\{[^}]*\}/g, "reference"));
        const service = family.split("-").at(-1);
        return containers.every(
          ({ image, logConfiguration, user, readonlyRootFilesystem }) =>
            /@sha256:[0-9a-f]{64}$/.test(image) &&
            logConfiguration.options["awslogs-group"].endsWith(`/${service}`) &&
            user === "1000" &&
            readonlyRootFilesystem === true,
        );
      }),
    breaches: (
      [
        [/@sha256:[0-9a-f]{64}/, ":latest"],
        [/"awslogs-group":"[^"]*"/, '"awslogs-group":"/other"'],
        ['"user":"1000"', '"user":"0"'],
      ] as const
    ).map(([from, to]): Invariant["breaches"][number] => [
      (stack) => {
        const definition = first(stack, "aws_ecs_task_definition");
        definition.container_definitions = definition.container_definitions.replace(from, to);
      },
      "aws_ecs_task_definition",
    ]),
  },
  {
    name: "nothing but the load balancer is in a subnet from which a way leads to the internet",
    violations: (stack) => {
      const open = stack
        .ofType("aws_route")
        .filter(({ gateway_id: id }) => refersTo(id, "aws_internet_gateway"))
        .map(({ route_table_id: id }) => id);
      const openSubnets = stack
        .ofType("aws_route_table_association")
        .filter(({ route_table_id: id }) => open.includes(id))
        .map(({ subnet_id: id }) => id);
      return stack
        .resources()
        .filter(({ type }) => !["aws_lb", "aws_route_table_association"].includes(type))
        .filter(({ configuration }) =>
          strings(configuration).some(({ text }) => openSubnets.includes(text)),
        )
        .map(({ address }) => address);
    },
    breaches: [
      [
        (stack) => {
          const { subnets } = stack.only("aws_lb");
          stack.only("aws_autoscaling_group").vpc_zone_identifier = subnets;
        },
        "aws_autoscaling_group",
      ],
      [
        (stack) => {
          const { route_table_id } = stack.only("aws_route");
          for (const each of stack.ofType("aws_route_table_association"))
            each.route_table_id = route_table_id;
        },
        "aws_db_subnet_group",
      ],
    ],
  },
];
