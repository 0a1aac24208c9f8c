import type { Check, StandIn } from "./checks";

/** The tag whose value is a deployment's id: on its instances, it is how a release finds them. */
export const deploymentTag = "EnvironmentId";

/** Values of the tag `Environment`; `shared` is what several stages stand on. What is changed first stands first. */
export const stages = ["shared", "uat", "staging", "production"] as const;
export type Stage = (typeof stages)[number];

/**
 * An environment as the operations see it: plain data, made by its system. It holds what operations need to know, and
 * no more. What an environment doesn't have is null, and an operation that needs it says so.
 */
export interface Deployment {
  /** Name of its stack, and of its state's key. */
  readonly id: string;
  /** Such as `test-app`, or `foundation`. */
  readonly system: string;
  readonly stage: Stage;
  readonly region: string;
  /** Id of the only account that it may be in. */
  readonly account: string;
  /** Ids of the deployments that it stands on. The pipeline changes those first; whoever applies by hand sees to it. */
  readonly after: readonly string[];
  /** All that an apply has to wait for, beyond Terraform's own end. */
  readonly settles: readonly Settling[];
  /** What says that it is healthy. */
  readonly health: Health | null;
  /** What can be released on it. */
  readonly release: Release | null;
  /** Whether a person must approve each release in the pipeline; an apply, somebody always does. */
  readonly releaseNeedsApproval: boolean;
  /** Name of the secret that an operator puts the download credentials into. */
  readonly downloadSecret: string | null;
  readonly databaseUser: DatabaseUser | null;
  /** How its database is restored beside the running one. */
  readonly restore: Restore | null;
  /** What must be there before its first plan, because Terraform can't make it. */
  readonly bare: Bare | null;
  /** The doctor's. */
  readonly checks: readonly Check[];
  /** Values in its configuration that nobody has given yet. */
  readonly standIns: readonly StandIn[];
  /** The file in which a person decides its values. */
  readonly configuredIn: string;
}

/** What a deployment lacks whose new versions come with an apply: a rollout by Systems Manager, and what that needs. */
export const withoutRollout = {
  release: null,
  releaseNeedsApproval: true,
  downloadSecret: null,
  databaseUser: null,
  restore: null,
} satisfies Partial<Deployment>;

export type Settling =
  /** The instance refresh of an auto scaling group, and its instances' health. One group at the most. */
  | { readonly by: "instance refresh"; readonly groupName: string }
  /** The deployments of ECS services of one cluster, ten at the most, each by its task definitions' family. */
  | {
      readonly by: "ecs services";
      readonly cluster: string;
      readonly services: readonly { readonly name: string; readonly family: string }[];
    };

export interface Health {
  /** The auto scaling group whose target groups are watched; null where the alarm says it all. */
  readonly groupName: string | null;
  /** A composite alarm, watched where it exists; it must be there where no group is watched. */
  readonly alarmName: string;
  /** For how long it must stay healthy after a change, in seconds. */
  readonly bakeTimeSeconds: number;
}

/** A release that an SSM document brings to the instances of an auto scaling group. */
export interface Release {
  readonly groupName: string;
  readonly documentName: string;
  /** Name of the SSM parameter that says whether instances may fetch and run the updater. */
  readonly updatesParameter: string;
  /** Where Systems Manager writes what the command prints. */
  readonly logGroupName: string;
  /** Instances at the same time. */
  readonly maxConcurrency: number;
  /** How many instances must stay in service while others update. */
  readonly leastInService: number;
  /** How many instances may fail before no further one is reached. */
  readonly maxErrors: number;
  readonly deliveryTimeoutSeconds: number;
  readonly restorePoints: RestorePoints;
  readonly refresh: RefreshPreferences;
}

/** How an instance refresh replaces the instances of a group: percentages of its desired capacity. */
export interface RefreshPreferences {
  readonly minHealthyPercentage: number;
  /** Above 100, instances are launched before others are terminated. */
  readonly maxHealthyPercentage: number;
  /** Until then a new instance doesn't count. */
  readonly instanceWarmupSeconds: number;
}

/** The images that rollouts begin with, as a way back; or why there are none. */
export type RestorePoints =
  | {
      /** So many are kept. */
      readonly kept: number;
      /** Of the images and their snapshots. */
      readonly tags: Readonly<Record<string, string>>;
      /** Id or name of the image that the configuration names: it is never removed. */
      readonly configuredImage: string;
    }
  | { readonly offBecause: string };

/** A database's user that a Lambda function makes. */
export interface DatabaseUser {
  readonly databaseIdentifier: string;
  readonly functionName: string;
  /** The schema. */
  readonly database: string;
  readonly user: string;
}

/** A database that can be restored beside itself, and that a Lambda function reaches. */
export interface Restore {
  readonly databaseIdentifier: string;
  /** What stands before the suffix that a restored one has. */
  readonly baseIdentifier: string;
  readonly functionName: string;
  readonly schema: string;
}

/**
 * How a database's schema and its user may be called. An underscore is no letter: in a grant it stands for any
 * character, so that a grant on `back_office` is one on `backXoffice` too. 32 characters are MySQL's limit on a user.
 */
export const databaseName = /^[a-z][a-z0-9]{0,31}$/;

/** @throws RangeError that says which names are allowed */
export function checkedDatabaseName(name: string, what: "database" | "user"): string {
  if (databaseName.test(name)) return name;
  throw new RangeError(
    `${JSON.stringify(name)} is no name for a ${what}: write a lowercase letter and then up to 31 lowercase letters and digits`,
  );
}

export interface Bare {
  readonly stateBucket: string;
  readonly logBucket: string;
}
