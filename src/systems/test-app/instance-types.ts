/**
 * Instance types that an environment may choose from, with the bandwidth that AWS guarantees.
 *
 * The baseline is what an instance can send or receive for as long as it likes; the "up to" figure
 * of the price list is a burst that ends when its credits are used up, so scaling on it would come
 * too late. Source: "Baseline bandwidth" in
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/co.html (also in the field
 * `BaselineBandwidthInGbps` of `aws ec2 describe-instance-types`).
 */
export const instanceTypes = {
  "c5n.large": { architecture: "x86_64", baselineGigabitsPerSecond: 3 },
  "c5n.xlarge": { architecture: "x86_64", baselineGigabitsPerSecond: 5 },
  "c5n.2xlarge": { architecture: "x86_64", baselineGigabitsPerSecond: 10 },
  "c6in.large": { architecture: "x86_64", baselineGigabitsPerSecond: 3.125 },
  "c6in.xlarge": { architecture: "x86_64", baselineGigabitsPerSecond: 6.25 },
  "c6in.2xlarge": { architecture: "x86_64", baselineGigabitsPerSecond: 12.5 },
  "c6gn.large": { architecture: "arm64", baselineGigabitsPerSecond: 3 },
  "c6gn.xlarge": { architecture: "arm64", baselineGigabitsPerSecond: 6.3 },
  "c6gn.2xlarge": { architecture: "arm64", baselineGigabitsPerSecond: 12.5 },
  "c7gn.large": { architecture: "arm64", baselineGigabitsPerSecond: 6.25 },
  "c7gn.xlarge": { architecture: "arm64", baselineGigabitsPerSecond: 12.5 },
  "c7gn.2xlarge": { architecture: "arm64", baselineGigabitsPerSecond: 25 },
} as const satisfies Record<string, InstanceTypeFacts>;

interface InstanceTypeFacts {
  readonly architecture: "x86_64" | "arm64";
  readonly baselineGigabitsPerSecond: number;
}

export type InstanceType = keyof typeof instanceTypes;

/** By the size, in every family of these. */
const virtualProcessors: Readonly<Record<string, number>> = { large: 2, xlarge: 4, "2xlarge": 8 };

/** The most that one of the types has. */
export function mostVirtualProcessors(types: readonly InstanceType[]): number {
  return Math.max(...types.map((type) => virtualProcessors[type.split(".")[1] ?? ""] ?? Infinity));
}

/** What names of images call the architectures. */
const namesOfArchitectures = {
  x86_64: /x86[_-]64|amd64/,
  arm64: /arm64|aarch64/,
} as const satisfies Record<InstanceTypeFacts["architecture"], RegExp>;

/** The architectures that an image's name names. */
export function architecturesNamedIn(image: string) {
  const known = Object.keys(namesOfArchitectures) as (keyof typeof namesOfArchitectures)[];
  return known.filter((each) => namesOfArchitectures[each].test(image));
}

/** Names of the known instance types, for schemas and messages. */
export const instanceTypeNames = Object.keys(instanceTypes) as InstanceType[];

/** The one architecture of an environment's instance types; a rule of the configuration sees to it. */
export function architectureOf(types: readonly InstanceType[]): InstanceTypeFacts["architecture"] {
  const [first] = types;
  if (first === undefined)
    throw new Error("an environment without instance types has no architecture");
  return instanceTypes[first].architecture;
}

/**
 * The least baseline bandwidth among the types, in gigabits per second: a group mixes them, and the
 * scaling target is an average over the group, so it must suit its weakest member.
 */
export function leastBaselineGigabitsPerSecond(types: readonly InstanceType[]): number {
  return Math.min(...types.map((type) => instanceTypes[type].baselineGigabitsPerSecond));
}
