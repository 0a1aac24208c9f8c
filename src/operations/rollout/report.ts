import { z } from "zod";
import { causeSchema } from "../report/causes";

/** How a rollout ended, and the exit code that says so; 64 is left to wrong usage. */
export const exitCodes = {
  SUCCEEDED: 0,
  DRY_RUN: 0,
  ERROR: 1,
  FAILED: 2,
  PARTIAL: 2,
  UNKNOWN: 3,
  IN_PROGRESS: 3,
  CONFLICT: 4,
} as const;
export type Outcome = keyof typeof exitCodes;
export const outcomes = Object.keys(exitCodes) as [Outcome, ...Outcome[]];

/** What is known of an instance when the rollout ends. */
export const instanceClasses = [
  "updated",
  "failed",
  "unknown",
  "not updated",
  "misconfigured",
  "still going",
  "gone",
  "expected",
] as const;
export type InstanceClass = (typeof instanceClasses)[number];

export const schemaVersion = "1.0";

const instanceSchema = z.strictObject({
  instanceId: z.string(),
  class: z.enum(instanceClasses).meta({
    description:
      "`unknown`: it may have run. `not updated`, `misconfigured`: it did not run. `gone`: no longer in the group. `expected`: nothing was sent. `still going`: watching ended before",
  }),
  responseCode: z
    .int()
    .nullable()
    .meta({ description: "The document's; null where there is none" }),
  statusDetails: z
    .string()
    .nullable()
    .meta({ description: "Systems Manager's own word; null where it has no invocation" }),
  durationSeconds: z.number().nonnegative().nullable(),
  outputTail: z
    .string()
    .nullable()
    .meta({ description: "The end of what a failed run wrote; null for others" }),
});

export const rolloutReportSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  environment: z.string(),
  outcome: z.enum(outcomes),
  reason: z.string().meta({ description: "Why the outcome is this one, for people" }),
  cause: causeSchema,
  runId: z.string().nullable().meta({ description: "In the comment of each of its commands" }),
  commandIds: z.array(z.string()).meta({ description: "In the order in which they were sent" }),
  documentVersion: z.string().nullable(),
  startedAt: z.string().meta({ description: "RFC 3339" }),
  endedAt: z.string().meta({ description: "RFC 3339" }),
  notes: z.array(z.string()).meta({ description: "What else a reader must know" }),
  nextSteps: z.array(z.string()).meta({ description: "How to resume or cancel, where it goes on" }),
  unaccountedInvocations: z
    .int()
    .nonnegative()
    .meta({ description: "Systems Manager counts them as targets and doesn't list them" }),
  instances: z.array(instanceSchema),
});

export type InstanceReport = z.output<typeof instanceSchema>;
export type RolloutReport = z.output<typeof rolloutReportSchema>;
