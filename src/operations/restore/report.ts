import * as z from "zod";
import { bad, good, type OutcomeTable, unknown } from "../report/outcomes";
import { reportHead, timeSchema } from "../report/report-schema";

/** How a restore ended. None of them has changed or deleted the running database. */
export const outcomes = {
  RESTORED: good(
    "the copy answers and holds the schema",
    "the same tables and columns as the running database",
  ),
  DRY_RUN: good("nothing was begun", "a restore could begin"),
  ERROR: bad(1, "nothing was begun", "ERROR of a restore"),
  DECLINED: bad(1, "nobody agreed, and nothing was begun", "ERROR of a restore"),
  FAILED: bad(
    2,
    "there is no copy that could take over",
    "FAILED of a restore",
    "it failed, doesn't answer, or isn't what the running database is; the report names each difference",
  ),
  UNKNOWN: unknown(3, "whether the copy is good could not be learnt", "UNKNOWN of a restore"),
  IN_PROGRESS: unknown(
    3,
    "the watch has ended, and the restore goes on",
    "IN_PROGRESS of a restore",
    "the same command goes on with it",
  ),
} satisfies OutcomeTable;
export type Outcome = keyof typeof outcomes;

export const schemaVersion = "1.0";

const names = z.array(z.string());

export const restoreReportSchema = z
  .strictObject({
    ...reportHead(schemaVersion, outcomes),
    startedAt: timeSchema,
    endedAt: timeSchema,
    database: z.string().meta({ description: "Identifier of the running database" }),
    copy: z
      .strictObject({
        identifier: z.string(),
        identifierSuffix: z.string().meta({ description: "What the configuration names it by" }),
        status: z.string().nullable().meta({
          description: "RDS's own word, as it was last seen; null where it wasn't",
        }),
      })
      .nullable()
      .meta({ description: "Null where it isn't known what the copy would be called" }),
    restoreTime: timeSchema
      .nullable()
      .meta({ description: "RFC 3339; null for the newest moment at `begunAt`" }),
    latestRestorableTime: timeSchema
      .nullable()
      .meta({ description: "RFC 3339; of the running database, at the first look" }),
    begunAt: timeSchema.nullable().meta({ description: "RFC 3339; null where nothing was begun" }),
    resumed: z.boolean().meta({ description: "The restore had been begun before" }),
    restoreSeconds: z
      .number()
      .nonnegative()
      .nullable()
      .meta({ description: "From begun to available; null where nobody saw it become available" }),
    compared: z
      .strictObject({
        schema: z.string(),
        runningTables: z.int().nonnegative(),
        copyTables: z.int().nonnegative(),
        missing: names.meta({ description: "Tables that only the running database has" }),
        changed: names.meta({ description: "Tables with other columns" }),
        added: names.meta({ description: "Tables that only the copy has" }),
      })
      .nullable()
      .meta({ description: "By tables and columns; null where they were not compared" }),
    settingsThatDiffer: names.meta({ description: "Of the copy from the running database" }),
    leftovers: names.meta({ description: "Other databases that were restored from this one" }),
    notes: names.meta({ description: "What else a reader must know" }),
    nextSteps: names.meta({ description: "What to do now" }),
  })
  .meta({
    title: "Restore report",
    description: "What came of restoring an environment's database beside the running one",
  });

export type RestoreReport = z.output<typeof restoreReportSchema>;
