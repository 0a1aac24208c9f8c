import { z } from "zod";
import { environmentReportSchema, verdicts } from "../drift/report";
import { causeSchema } from "../report/causes";
import { results } from "../terraform/apply/apply-log";

/** How an apply ended, and the exit code that says so; 64 is left to wrong usage. */
export const exitCodes = {
  APPLIED: 0,
  NOTHING_TO_DO: 0,
  PLANNED: 2,
  DECLINED: 1,
  ERROR: 1,
  FAILED: 2,
  UNSETTLED: 2,
  NOT_IN_SYNC: 2,
  INCONCLUSIVE: 3,
  UNKNOWN: 3,
  IN_PROGRESS: 3,
  NOT_APPROVED: 5,
  INTERRUPTED: 130,
} as const;
export type Outcome = keyof typeof exitCodes;
export const outcomes = Object.keys(exitCodes) as [Outcome, ...Outcome[]];

export const schemaVersion = "1.0";

const time = z.string().meta({ description: "RFC 3339" });

const resourceSchema = z.strictObject({
  address: z.string(),
  action: z.string().meta({ description: "Terraform's own word, such as `create` or `replace`" }),
  result: z.enum(results).meta({
    description: "`unknown`: it was begun, and its end wasn't seen. `not begun`: it is as it was",
  }),
});

const appliedSchema = z.strictObject({
  startedAt: time,
  endedAt: time,
  resources: z.array(resourceSchema),
  stateSaved: z
    .boolean()
    .nullable()
    .meta({ description: "Whether the state holds what was done; null where that isn't known" }),
  keptState: z
    .string()
    .nullable()
    .meta({ description: "The file that holds the state which could not be saved" }),
});

const fleetSchema = z.strictObject({
  groupName: z.string(),
  refreshId: z.string().nullable().meta({
    description: "Null where no instance refresh began or went on, and none explains the outcome",
  }),
  status: z.string().nullable().meta({ description: "EC2 Auto Scaling's own word" }),
  statusReason: z.string().nullable(),
  percentageComplete: z.int().nullable(),
  desiredCapacity: z.int().nullable(),
  healthyInService: z.int().nullable(),
  settled: z.boolean(),
});

export const applyReportSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  environment: z.string(),
  outcome: z.enum(outcomes),
  reason: z.string().meta({ description: "Why the outcome is this one, for people" }),
  cause: causeSchema,
  details: z.array(z.string()).meta({ description: "What Terraform or AWS said, a line each" }),
  nextSteps: z.array(z.string()),
  commit: z.string().nullable(),
  verdict: z.enum(verdicts).meta({ description: "Of the plan" }),
  fingerprint: z.string().nullable().meta({
    description:
      "Of the plan and of the synthesized code: what --approved takes; null where it can't be applied",
  }),
  approved: z.string().nullable().meta({ description: "The fingerprint that was approved" }),
  startedAt: time,
  endedAt: time,
  plan: environmentReportSchema,
  applied: appliedSchema.nullable().meta({ description: "Null where nothing was applied" }),
  fleet: fleetSchema.nullable().meta({
    description: "Null where the fleet wasn't looked at, as where the account has no group yet",
  }),
  checkAfter: environmentReportSchema
    .nullable()
    .meta({ description: "The drift check after the apply" }),
});

export type AppliedResource = z.output<typeof resourceSchema>;
export type Applied = z.output<typeof appliedSchema>;
export type FleetReport = z.output<typeof fleetSchema>;
export type ApplyReport = z.output<typeof applyReportSchema>;
