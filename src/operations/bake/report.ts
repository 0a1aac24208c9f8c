import * as z from "zod";
import { bad, good, type OutcomeTable, unknown } from "../report/outcomes";
import { reportHead, timeSchema } from "../report/report-schema";

/** How a bake ended. */
export const outcomes = {
  HEALTHY: good("it has stayed healthy", "for the whole time"),
  ERROR: bad(1, "there is nothing that could be watched", "ERROR of a bake"),
  UNHEALTHY: bad(
    2,
    "it has not stayed healthy",
    "UNHEALTHY",
    "the report names targets, reasons and the alarm",
  ),
  UNKNOWN: unknown(
    3,
    "whether it stays healthy could not be learnt",
    "UNKNOWN of a bake",
    "AWS wasn't heard, the watch was interrupted, or the alarm isn't OK in the end, or is gone",
  ),
} satisfies OutcomeTable;
export type Outcome = keyof typeof outcomes;

export const schemaVersion = "1.0";

const count = z.int().nonnegative();

const targetSchema = z.strictObject({
  instanceId: z.string(),
  inService: z.boolean().meta({ description: "The auto scaling group has it in service" }),
  state: z.string().meta({ description: "Elastic Load Balancing's own word, or `not registered`" }),
  reason: z.string().nullable().meta({ description: "Elastic Load Balancing's reason code" }),
  description: z.string().nullable(),
});

const alarmSchema = z.strictObject({
  name: z.string(),
  state: z
    .string()
    .nullable()
    .meta({ description: "CloudWatch's own word; null where there is no such composite alarm" }),
  reason: z.string().nullable(),
});

export const bakeReportSchema = z
  .strictObject({
    ...reportHead(schemaVersion, outcomes),
    troubles: z.array(z.string()).meta({ description: "What was unhealthy, a line each" }),
    notes: z.array(z.string()),
    startedAt: timeSchema,
    endedAt: timeSchema,
    bakeTimeSeconds: z
      .number()
      .nonnegative()
      .meta({ description: "How long it was to be watched" }),
    looks: count.meta({ description: "How often everything was seen" }),
    leastHealthyTargets: count
      .nullable()
      .meta({ description: "At any look; null without a look, or without a group" }),
    minimumInstances: count
      .nullable()
      .meta({ description: "The auto scaling group's minimum size; null where none is watched" }),
    targets: z.array(targetSchema).meta({ description: "At the last look" }),
    alarm: alarmSchema.nullable().meta({ description: "At the last look; null without a look" }),
  })
  .meta({
    title: "Bake report",
    description: "Whether an environment has stayed healthy after a change",
  });

export type TargetReport = z.output<typeof targetSchema>;
export type BakeReport = z.output<typeof bakeReportSchema>;
