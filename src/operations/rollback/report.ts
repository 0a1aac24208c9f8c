import * as z from "zod";
import { bad, good, type OutcomeTable, unknown } from "../report/outcomes";
import { reportHead, timeSchema } from "../report/report-schema";

/** How a rollback ended, or a hold was set or released. */
export const outcomes = {
  SUCCEEDED: good("every instance in service runs the restore point"),
  HELD: good("no instance fetches or runs the updater any more"),
  RELEASED: good("instances fetch and run the updater again"),
  DRY_RUN: good("nothing was changed", "a rollback could begin"),
  ERROR: bad(1, "no instance is known to be replaced", "ERROR of a rollback"),
  FAILED: bad(2, "not every instance in service runs the restore point", "FAILED of a rollback"),
  UNKNOWN: unknown(3, "what becomes of the instances could not be learnt", "UNKNOWN of a rollback"),
  IN_PROGRESS: unknown(
    3,
    "the watch has ended, and the instance refresh goes on",
    "IN_PROGRESS of a rollback",
    "running it again watches on",
  ),
  CONFLICT: bad(
    4,
    "another instance refresh or a rollout is running",
    "CONFLICT of a rollback",
    "nothing of this one goes on",
  ),
} satisfies OutcomeTable;
export type Outcome = keyof typeof outcomes;

/** What is known of an instance when the rollback ends. */
export const instanceClasses = ["not restored", "not serving", "restored", "replaced"] as const;
export type InstanceClass = (typeof instanceClasses)[number];

export const schemaVersion = "1.0";

const instanceSchema = z.strictObject({
  instanceId: z.string(),
  class: z.enum(instanceClasses).meta({
    description:
      "`restored`: it was launched from the restore point, and serves. `not serving`: it was launched from it, and doesn't. `not restored`: it runs what it ran before. `replaced`: no longer in the group",
  }),
  lifecycleState: z.string().nullable().meta({ description: "Auto Scaling's own word" }),
  templateVersion: z.string().nullable().meta({ description: "Of the launch template" }),
});

const restorePointSchema = z.strictObject({
  imageId: z.string(),
  runId: z.string().meta({ description: "Of the rollout before which it was made" }),
  commit: z.string().nullable(),
  createdAt: timeSchema,
});

export const rollbackReportSchema = z
  .strictObject({
    ...reportHead(schemaVersion, outcomes),
    hold: z.string().nullable().meta({
      description: "Who holds updates and why, as it was last seen; null where nobody does",
    }),
    restorePoint: restorePointSchema.nullable(),
    templateVersion: z
      .string()
      .nullable()
      .meta({ description: "The version of the launch template with the restore point's image" }),
    refreshId: z.string().nullable().meta({ description: "Of the instance refresh" }),
    refreshStatus: z.string().nullable().meta({ description: "Auto Scaling's own word" }),
    startedAt: timeSchema,
    endedAt: timeSchema,
    notes: z.array(z.string()).meta({ description: "What else a reader must know" }),
    nextSteps: z.array(z.string()).meta({ description: "What must be committed, or how to go on" }),
    instances: z.array(instanceSchema),
  })
  .meta({
    title: "Rollback report",
    description: "What one rollback did to every instance of an environment",
  });

export type InstanceReport = z.output<typeof instanceSchema>;
export type RollbackReport = z.output<typeof rollbackReportSchema>;
