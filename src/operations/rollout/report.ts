import { z } from "zod";
import { causeSchema } from "../report/causes";
import { type OutcomeTable, wordsOf } from "../report/outcomes";

/** How a rollout ended. */
export const outcomes = {
  SUCCEEDED: {
    exitCode: 0,
    kind: "good",
    meaning: "every instance is updated",
    section: null,
  },
  DRY_RUN: {
    exitCode: 0,
    kind: "good",
    meaning: "nothing was sent",
    detail: "a rollout could begin",
    section: null,
  },
  ERROR: {
    exitCode: 1,
    kind: "bad",
    meaning: "nothing was sent",
    detail: "nothing is known to have been sent",
    section: "ERROR of a rollout",
  },
  FAILED: {
    exitCode: 2,
    kind: "bad",
    meaning: "no instance was updated",
    section: "FAILED",
  },
  PARTIAL: {
    exitCode: 2,
    kind: "bad",
    meaning: "some instances were updated, and others were not or may not have been",
    section: "PARTIAL",
  },
  UNKNOWN: {
    exitCode: 3,
    kind: "unknown",
    meaning: "what happened could not be learnt",
    detail: "the report says how to resume or to cancel",
    section: "UNKNOWN",
  },
  IN_PROGRESS: {
    exitCode: 3,
    kind: "unknown",
    meaning: "the watch has ended, and the command goes on",
    detail: "the report says how to resume or to cancel",
    section: "IN_PROGRESS",
  },
  CONFLICT: {
    exitCode: 4,
    kind: "bad",
    meaning: "another rollout is running",
    detail: "nothing of this one goes on",
    section: "CONFLICT",
  },
} as const satisfies OutcomeTable;
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

export const rolloutReportSchema = z
  .strictObject({
    schemaVersion: z.literal(schemaVersion),
    environment: z.string(),
    outcome: z.enum(wordsOf(outcomes)),
    reason: z.string().meta({ description: "Why the outcome is this one, for people" }),
    cause: causeSchema,
    runId: z.string().nullable().meta({ description: "In the comment of each of its commands" }),
    commandIds: z.array(z.string()).meta({ description: "In the order in which they were sent" }),
    documentVersion: z.string().nullable(),
    startedAt: z.string().meta({ description: "RFC 3339" }),
    endedAt: z.string().meta({ description: "RFC 3339" }),
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
