import * as z from "zod";
import { stages } from "../../estate/deployment";
import type { Region } from "../configuration/account";
import {
  days,
  logGroupDays,
  oneOf,
  part,
  protection,
  reason,
  text,
  wholeNumber,
} from "../configuration/fields";

/** How long logs are kept; under a year needs a reason, as everywhere. */
const retention = (days: z.ZodType<number, number>) =>
  part({ days, underOneYearBecause: reason.optional() })
    .refine(({ days, underOneYearBecause }) => days >= 365 || underOneYearBecause !== undefined, {
      error:
        "logs are kept for a year unless a reason is written: write at least 365 days, or add underOneYearBecause",
    })
    .refine(({ days, underOneYearBecause }) => days < 365 || underOneYearBecause === undefined, {
      error: "there is nothing to give a reason for: leave underOneYearBecause out",
    });

/** Retention in S3, which takes any number of days. */
const logFileRetention = retention(days(1, 3653, "how long log files are kept"));

/** What all of a stage may cost a month before somebody is told. */
const budget = part({
  /** Value of the tag `Environment`. */
  stage: oneOf(stages, "costs are told apart by this tag"),
  monthlyDollars: wholeNumber(1, 1_000_000, "US dollars", "what may be spent in a month"),
  because: reason,
});

/**
 * What a region decides once, for all of its environments. Every property is required. How long load
 * balancers' logs are kept is each environment's own `retention.logs`.
 */
export const foundationSchema = part(
  {
    /** Traffic that the default VPC's security groups refused. */
    flowLogRetention: logFileRetention,
    /** Who read and wrote Terraform's states. */
    stateAccessLogRetention: logFileRetention,
    /** What people saw and typed on instances, in Session Manager. */
    sessionLogRetention: retention(logGroupDays),
    encryptionKeyDeletionWindowDays: days(
      7,
      30,
      "KMS's bounds on the wait before a key is deleted",
    ),
    /** They are the account's, so that one region has them and the others none; each stage has one. */
    budgets: z.array(budget, { error: "it must be a list of budgets, or []" }).readonly(),
    /** How long a state that was written over can still be brought back. */
    stateHistoryDays: days(30, 3653, "a broken state may be noticed weeks after it was written"),
    /** How long a log file that was deleted by hand, or that is too old, can still be brought back. */
    deletedLogRecoveryDays: days(1, 365, "how long deleted log files are kept"),
    /** How long an image that no tag names any more is kept. */
    untaggedImageDays: days(1, 365, "whoever goes back names an image by a digest that has a tag"),
    /** How long a machine's release that was deleted by hand can still be brought back. */
    deletedReleaseRecoveryDays: days(7, 365, "a mistake is noticed within weeks"),
    /** The account knows GitHub's jobs once, so that one region has them and the others null. */
    gitHub: part({
      /** As the subjects of its jobs' tokens spell it: GitHub puts ids behind the names of newer repositories. */
      repository: text(
        /^[\w-]+\/[\w.-]+$|^[\w-]+@\d+\/[\w.-]+@\d+$/,
        "its owner and name, such as example/infrastructure, or example@1/infrastructure@2 where its tokens have ids",
      ),
    }).nullable(),
    /** Terraform refuses to destroy the buckets and the encryption key while this is on. */
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
