import * as z from "zod";
import { bad, good, type OutcomeTable, unknown } from "../report/outcomes";
import { reportHead, timeSchema } from "../report/report-schema";

/** How a rollout ended. */
export const outcomes = {
  SUCCEEDED: good("every instance is updated"),
  DRY_RUN: good("nothing was sent", "a rollout could begin"),
  ERROR: bad(1, "nothing is known to have been sent", "ERROR of a rollout"),
  FAILED: bad(2, "no instance is known to be updated", "FAILED"),
  PARTIAL: bad(
    2,
    "some instances were updated, and others were not or may not have been",
    "PARTIAL",
  ),
  UNKNOWN: unknown(3, "what happened could not be learnt", "UNKNOWN"),
  IN_PROGRESS: unknown(
    3,
    "the watch has ended, and the command goes on",
    "IN_PROGRESS",
    "the report says how to resume or to cancel",
  ),
  CONFLICT: bad(
    4,
    "another rollout is running, or updates are held",
    "CONFLICT",
    "nothing of this one goes on",
  ),
} satisfies OutcomeTable;
export type Outcome = keyof typeof outcomes;

/** What is known of an instance when the rollout ends. */
export const instanceClasses = [
  "updated",
  "failed",
  "unknown",
  "not updated",
  "misconfigured",
  "still going",
  "gone",
  "standby",
  "expected",
] as const;
export type InstanceClass = (typeof instanceClasses)[number];

export const schemaVersion = "1.0";

const instanceSchema = z.strictObject({
  instanceId: z.string(),
  class: z.enum(instanceClasses).meta({
    description:
      "`unknown`: it may have run. `not updated`, `misconfigured`: it did not run. `gone`: no longer in the group. `standby`: out of service, so it doesn't count. `expected`: nothing was sent. `still going`: watching ended before",
  }),
  responseCode: z
    .int()
    .nullable()
    .meta({ description: "The document's; null where there is none" }),
  statusDetails: z
    .string()
    .nullable()
    .meta({ description: "Systems Manager's own word; null where it has no invocation" }),
  startedAt: timeSchema
    .nullable()
    .meta({ description: "RFC 3339; null where it did not run, or nobody saw it begin" }),
  endedAt: timeSchema
    .nullable()
    .meta({ description: "RFC 3339; null where it did not run, or nobody saw it end" }),
  durationSeconds: z.number().nonnegative().nullable(),
  outputTail: z
    .string()
    .nullable()
    .meta({ description: "The end of what a run wrote that is no success; null for others" }),
});

export const rolloutReportSchema = z
  .strictObject({
    ...reportHead(schemaVersion, outcomes),
    runId: z.string().nullable().meta({ description: "In the comment of each of its commands" }),
    commandIds: z.array(z.string()).meta({ description: "In the order in which they were sent" }),
    documentVersion: z.string().nullable(),
    startedAt: timeSchema,
    endedAt: timeSchema,
    restorePoint: z
      .strictObject({ imageId: z.string(), state: z.string(), instanceId: z.string().nullable() })
      .nullable()
      .meta({ description: "The image of before, as it was last seen, and what it is of" }),
    notes: z.array(z.string()).meta({ description: "What else a reader must know" }),
    nextSteps: z
      .array(z.string())
      .meta({ description: "How to resume or cancel, where it goes on" }),
    unaccountedInvocations: z
      .int()
      .nonnegative()
      .meta({ description: "Systems Manager counts them as targets and doesn't list them" }),
    instances: z.array(instanceSchema),
  })
  .meta({
    title: "Rollout report",
    description: "What one rollout did to every instance of an environment",
  });

export type InstanceReport = z.output<typeof instanceSchema>;
export type RolloutReport = z.output<typeof rolloutReportSchema>;
