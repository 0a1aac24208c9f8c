import * as z from "zod";
import { regions } from "../configuration/account";
import { stage } from "../configuration/environments";
import {
  days,
  oneOf,
  part,
  protection,
  type ReadonlyParts,
  seconds,
  text,
  wholeNumber,
} from "../configuration/fields";
import {
  bakeTimeSeconds,
  domain,
  healthCheck,
  loadBalancer,
  logs,
  privateNetwork,
  scaledService,
  targetGroup,
  tasks,
} from "../configuration/parts";
import { webAcl } from "../configuration/web-acl";
import { instanceTypes, tasksPerInstance } from "./capacity";

/** The instances that tasks run on; each has room for as many tasks as `capacity.ts` says. */
const capacity = part({
  /** Amazon Linux 2023 with the ECS agent, of this architecture, by its exact name. */
  machineImageName: text(
    /^al2023-ami-ecs-hvm-2023\.0\.\d{8}-kernel-6\.\d+-x86_64$/,
    "an ECS-optimized image such as al2023-ami-ecs-hvm-2023.0.20260901-kernel-6.1-x86_64",
  ),
  /** First choice first. */
  instanceTypes: z
    .array(oneOf(instanceTypes, `each has room for ${tasksPerInstance} tasks and 2 GiB or more`))
    .min(2, { error: "one type alone can be sold out in a zone: write at least two types" })
    .readonly(),
  rootVolumeGibibytes: wholeNumber(30, 100, "gibibytes", "the image has 30"),
  minimumInstances: wholeNumber(2, 20, "instances", "two or more survive the loss of a zone"),
  maximumInstances: wholeNumber(2, 20, "instances", "what it may grow to"),
  /** How much of them tasks should take at most. */
  targetCapacityPercent: wholeNumber(30, 100, "percent", "the rest is room for a deployment"),
  /** From its launch until an instance takes tasks. */
  warmupSeconds: seconds(30, 3600, "how long a boot may take"),
});

/** One environment of messages, by its parts. Rules that read more than one property are in rules.ts. */
export const environmentSchema = part(
  {
    /** Value of the tag `Environment`. */
    stage,
    region: oneOf(regions, "only these regions have a foundation (account.ts)"),
    domain,
    network: privateNetwork,
    loadBalancer,
    webAcl,
    targetGroup,
    healthCheck,
    capacity,
    producer: scaledService,
    consumer: part({
      minimumTasks: tasks("one or more: without a task nothing says how many are needed"),
      maximumTasks: tasks("what it may grow to"),
      /** How many messages may wait for each task. */
      messagesPerTask: wholeNumber(1, 100_000, "messages", "what a task may have before it"),
      /** How long an empty queue is listened to. */
      pollIntervalSeconds: seconds(0, 20, "SQS's bounds on long polling"),
    }),
    token: part({
      /** How long a token that was read counts. */
      cacheSeconds: seconds(1, 3600, "how long a token that was taken away still counts"),
    }),
    queue: part({
      visibilityTimeoutSeconds: seconds(10, 43_200, "how long a message is one consumer's"),
      /** How often a message is delivered before it goes to the dead-letter queue. */
      receives: wholeNumber(2, 100, "deliveries", "once may fail by chance"),
      retentionDays: days(1, 13, "the dead-letter queue keeps it longer"),
      deadLetterRetentionDays: days(2, 14, "SQS's bound on keeping a message"),
      /** How old the oldest message may get before somebody is told. */
      alarmAgeSeconds: seconds(60, 86_400, "how late a message may be"),
    }),
    retention: part({
      /** Terraform refuses to destroy the encryption key and the bucket while this is on. */
      destructionProtection: protection,
      encryptionKeyDeletionWindowDays: days(
        7,
        30,
        "KMS's bounds on the wait before a key is deleted",
      ),
      /** How long an e-mail that was deleted or written over can be brought back. */
      oldEmailDays: days(1, 3650, "how long a mistake may go unnoticed"),
      logs,
    }),
    bakeTimeSeconds,
  },
  "an environment",
);

/** What a person writes for one environment; its id is its key in environments.ts. */
export type EnvironmentDefinition = z.input<typeof environmentSchema>;

/** A checked environment. */
export type Environment = ReadonlyParts<z.output<typeof environmentSchema>> & {
  readonly id: string;
};
