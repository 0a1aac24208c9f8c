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
  databaseFields,
  domain,
  healthCheck,
  loadBalancer,
  logs,
  privateNetwork,
  scaledService,
  targetGroup,
} from "../configuration/parts";
import { webAcl } from "../configuration/web-acl";

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

/** One environment of tally, by its parts. Rules that read more than one property are in environments.ts. */
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
    adder,
    display: scaledService,
    reset: scaledService,
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
