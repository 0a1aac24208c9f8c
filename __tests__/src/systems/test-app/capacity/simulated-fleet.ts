import type { SynthesizedStack } from "../../../../support/synthesized";

/** What all users ask for in one minute; of CPU in whole instances' worth, of network in each direction. */
export interface Demand {
  readonly cpu: number;
  readonly gigabitsPerSecond: number;
}

/** What decides how a fleet follows the load, as its stack says it. */
export interface Fleet {
  readonly minimum: number;
  readonly maximum: number;
  /** In minutes, until an instance's metrics count. */
  readonly warmup: number;
  /** In minutes, until an instance serves: the longest that the group allows a boot. */
  readonly boot: number;
  readonly cpuTargetPercent: number;
  readonly networkTargetBytesPerMinute: number;
  /** Of the weakest instance type. */
  readonly baselineGigabitsPerSecond: number;
}

export function fleetOf(stack: SynthesizedStack, baselineGigabitsPerSecond: number): Fleet {
  const group = stack.only("aws_autoscaling_group");
  const targetOf = (metric: string): number => {
    const found = stack
      .ofType("aws_autoscaling_policy")
      .map((policy) => policy.target_tracking_configuration)
      .find((each) => each.predefined_metric_specification.predefined_metric_type === metric);
    return found.target_value;
  };
  return {
    minimum: group.min_size,
    maximum: group.max_size,
    warmup: group.default_instance_warmup / 60,
    boot: group.health_check_grace_period / 60,
    cpuTargetPercent: targetOf("ASGAverageCPUUtilization"),
    networkTargetBytesPerMinute: targetOf("ASGAverageNetworkOut"),
    baselineGigabitsPerSecond,
  };
}

/** One minute, as it was seen. */
export interface Minute {
  readonly instances: number;
  /** How much of what the serving instances have is asked for; over 100, users wait. */
  readonly cpuPercent: number;
  readonly networkPercent: number;
}

interface Instance {
  readonly zone: number;
  age: number;
}

/** An alarm that scales out needs so many minutes over the target, one that scales in so many under nine tenths of it. */
const minutesOver = 3;
const minutesUnder = 15;

export interface Course {
  readonly zones: number;
  readonly minutes: number;
  readonly demand: (minute: number) => Demand;
  /** How many instances there are at first, all serving. */
  readonly begin: number;
  /** The minute in which the fullest zone is lost, for good. */
  readonly loses?: number;
}

/**
 * How a fleet follows the load, minute by minute: target tracking, launches and boots. It is worse than AWS in what
 * isn't promised: boots take as long as they may, and instances are removed one at a time.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html
 */
export function simulate(fleet: Fleet, { zones, minutes, demand, begin, loses }: Course): Minute[] {
  const open = new Set(Array.from({ length: zones }, (_, zone) => zone));
  let instances: Instance[] = [];
  let desired = begin;
  const inZone = (zone: number) => instances.filter((each) => each.zone === zone).length;
  const sorted = () => [...open].sort((one, other) => inZone(one) - inZone(other));
  const launch = (age: number) => instances.push({ zone: sorted()[0] as number, age });
  while (instances.length < begin) launch(Number.POSITIVE_INFINITY);

  const averages: number[][] = [];
  return Array.from({ length: minutes }, (_, minute): Minute => {
    if (minute === loses) {
      const lost = sorted().at(-1) as number;
      open.delete(lost);
      instances = instances.filter(({ zone }) => zone !== lost);
    }
    const asked = demand(minute);
    const serving = instances.filter(({ age }) => age >= fleet.boot).length;
    const shares = {
      cpu: asked.cpu / serving,
      network: asked.gigabitsPerSecond / fleet.baselineGigabitsPerSecond / serving,
    };
    const seen: Minute = {
      instances: instances.length,
      cpuPercent: 100 * shares.cpu,
      networkPercent: 100 * shares.network,
    };

    // Metrics can't show more than there is, and whoever is warm and doesn't serve yet lowers the average.
    const warm = instances.filter(({ age }) => age >= fleet.warmup).length;
    const idle = Math.min(1, serving / warm);
    const whole = (fleet.baselineGigabitsPerSecond * 1e9 * 60) / 8;
    averages.push([
      (idle * Math.min(100, seen.cpuPercent)) / fleet.cpuTargetPercent,
      (idle * Math.min(1, shares.network) * whole) / fleet.networkTargetBytesPerMinute,
    ]);
    const wanted = Math.ceil(warm * Math.max(...(averages.at(-1) ?? [])) - 1e-9);
    const over = (last: number[][], ratio: number) =>
      [0, 1].some((policy) => last.every((each) => (each[policy] as number) > ratio));
    if (averages.length >= minutesOver && over(averages.slice(-minutesOver), 1))
      desired = Math.max(desired, wanted);
    const quiet = averages.slice(-minutesUnder);
    const isQuiet = quiet.length === minutesUnder && quiet.every((each) => Math.max(...each) < 0.9);
    if (isQuiet && warm === instances.length && wanted < desired) {
      desired -= 1;
      averages.length = 0;
    }
    desired = Math.min(fleet.maximum, Math.max(fleet.minimum, desired));

    for (const each of instances) each.age += 1;
    while (instances.length < desired) launch(0);
    while (instances.length > desired) {
      const fullest = sorted().at(-1);
      instances.splice(
        instances.findIndex(({ zone }) => zone === fullest),
        1,
      );
    }
    return seen;
  });
}
