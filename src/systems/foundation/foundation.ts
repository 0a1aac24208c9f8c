import type { z } from "zod";
import type { Region } from "../configuration/account";
import { days, part, protection, reason } from "../configuration/fields";

/** Retention in S3, which takes any number of days; under a year needs a reason, as everywhere. */
const logRetention = part({
  days: days(1, 3653, "how long log files are kept"),
  underOneYearBecause: reason.optional(),
})
  .refine(({ days, underOneYearBecause }) => days >= 365 || underOneYearBecause !== undefined, {
    error:
      "logs are kept for a year unless a reason is written: write at least 365 days, or add underOneYearBecause",
  })
  .refine(({ days, underOneYearBecause }) => days < 365 || underOneYearBecause === undefined, {
    error: "there is nothing to give a reason for: leave underOneYearBecause out",
  });

/**
 * What a region decides once, for all of its environments. Every property is required. How long load
 * balancers' logs are kept is each environment's own `retention.logs`.
 */
export const foundationSchema = part(
  {
    /** Traffic that the default VPC's security groups refused. */
    flowLogRetention: logRetention,
    /** Who read and wrote Terraform's states. */
    stateAccessLogRetention: logRetention,
    /** How long a state that was written over can still be brought back. */
    stateHistoryDays: days(30, 3653, "a broken state may be noticed weeks after it was written"),
    /** How long a log file that was deleted by hand, or that is too old, can still be brought back. */
    deletedLogRecoveryDays: days(1, 365, "how long deleted log files are kept"),
    /** Terraform refuses to destroy the buckets while this is on. */
    destructionProtection: protection,
  },
  "a foundation",
);

/** What a person writes for one region. */
export type FoundationDefinition = z.input<typeof foundationSchema>;

/** Also the name of the region's foundation stack. */
export type FoundationId = `foundation-${Region}`;

/** A checked foundation. */
export type Foundation = Readonly<z.output<typeof foundationSchema>> & {
  readonly id: FoundationId;
  readonly region: Region;
};
