import { z } from "zod";
import { regions } from "../configuration/account";
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
  databaseFields,
  domain,
  healthCheck,
  loadBalancer,
  logs,
  targetGroup,
} from "../configuration/parts";
import { webAcl } from "../configuration/web-acl";

/** A VPC of its own: a public and a private subnet a zone, and no NAT. */
const network = part({
  /** The first two numbers of its addresses: `10.20` is 10.20.0.0/16. */
  block: text(
    /^10\.(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/,
    "such as 10.20, of the private addresses 10.0.0.0/8",
  ),
  /** Others may follow them, and none may go before them. */
  zones: z
    .array(text(/^[a-z]{2}-[a-z]+-\d[a-f]$/, "a zone such as us-east-1a"))
    .min(2, { error: "a load balancer and a database need two: write two or three zones" })
    .max(3, { error: "each zone costs its endpoints: write two or three" })
    .readonly(),
});

/** The virtual machines of the adder. They don't scale: one is left when the other is replaced. */
const adder = part({
  /** Amazon Linux 2023 of this architecture, by its exact name; packages come with its release. */
  machineImageName: text(
    /^al2023-ami-2023\.[\w.-]+-x86_64$/,
    "an image of Amazon Linux 2023 such as al2023-ami-2023.11.20260427.1-kernel-6.1-x86_64",
  ),
  /** First choice first. */
  instanceTypes: z
    .array(oneOf(["t3.small", "t3a.small", "t3.medium", "t3a.medium"], "the image is x86_64"))
    .min(2, { error: "one type alone can be sold out in a zone: write at least two types" })
    .readonly(),
  rootVolumeGibibytes: wholeNumber(8, 100, "gibibytes", "Amazon Linux needs 8"),
  instances: wholeNumber(1, 6, "instances", "how many serve at the same time"),
  /** How long a new instance may be unhealthy before the group replaces it. */
  healthCheckGracePeriodSeconds: seconds(300, 7200, "how long a boot may take"),
});

const tasks = (what: string) => wholeNumber(1, 20, "tasks", what);

/** A service on Fargate, which scales on requests. */
const container = part({
  minimumTasks: tasks("two or more survive the loss of a zone"),
  maximumTasks: tasks("what it may grow to"),
  requestsPerTargetPerMinute: wholeNumber(1, 100_000, "requests", "requests per task and minute"),
});

/** One environment of tally, by its parts. Rules that read more than one property are in environments.ts. */
export const environmentSchema = part(
  {
    /** Value of the tag `Environment`. */
    stage: oneOf(["uat", "staging", "production"], "these are the stages that the pipeline knows"),
    region: oneOf(regions, "only these regions have a foundation (account.ts)"),
    domain,
    network,
    loadBalancer,
    webAcl,
    targetGroup,
    healthCheck,
    adder,
    display: container,
    reset: container,
    database: part({
      instanceClass: oneOf(
        ["db.t4g.medium", "db.t4g.large"],
        "Database Insights needs a class from db.t4g.medium on",
      ),
      ...databaseFields,
    }),
    retention: part({
      /** Terraform refuses to destroy the encryption key and the database while this is on. */
      destructionProtection: protection,
      encryptionKeyDeletionWindowDays: days(
        7,
        30,
        "KMS's bounds on the wait before a key is deleted",
      ),
      logs,
    }),
    /** For how long it must stay healthy after a change. */
    bakeTimeSeconds: seconds(60, 86_400, "long enough to see a bad change, and a day at the most"),
  },
  "an environment",
);

/** What a person writes for one environment; its id is its key in environments.ts. */
export type EnvironmentDefinition = z.input<typeof environmentSchema>;

/** A checked environment. */
export type Environment = ReadonlyParts<z.output<typeof environmentSchema>> & {
  readonly id: string;
};
