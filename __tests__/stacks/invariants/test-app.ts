import type { SynthesizedStack } from "../../support/synthesized";
import { failing, type Invariant } from "./invariant";

const group = (stack: SynthesizedStack) => stack.only("aws_autoscaling_group");

/** What the client wants of test-app's fleets. */
export const testAppFleet: readonly Invariant[] = [
  {
    name: "a group has from 3 to 6 instances",
    violations: (stack) =>
      failing(
        stack,
        ["aws_autoscaling_group"],
        (group) => 3 <= group.min_size && group.min_size <= group.max_size && group.max_size <= 6,
      ),
    breaches: [
      [(stack) => Object.assign(group(stack), { max_size: 7 }), "group"],
      [(stack) => Object.assign(group(stack), { min_size: 2 }), "group"],
    ],
  },
  {
    name: "the group scales on CPU, network in and out, and requests",
    violations: (stack) => {
      if (stack.ofType("aws_autoscaling_group").length === 0) return [];
      const tracked = stack
        .ofType("aws_autoscaling_policy")
        .map(
          (policy) =>
            policy.target_tracking_configuration.predefined_metric_specification
              .predefined_metric_type,
        );
      return [
        "ASGAverageCPUUtilization",
        "ASGAverageNetworkIn",
        "ASGAverageNetworkOut",
        "ALBRequestCountPerTarget",
      ].filter((metric) => !tracked.includes(metric));
    },
    breaches: [
      [
        (stack) => Object.assign(stack.json.resource, { aws_autoscaling_policy: {} }),
        "ASGAverageNetworkIn",
      ],
    ],
  },
];
