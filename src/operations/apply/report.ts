import * as z from "zod";
import { environmentReportSchema, verdicts } from "../drift/report";
import { bad, good, type OutcomeTable, unknown, wordsOf } from "../report/outcomes";
import { reportHead, timeSchema } from "../report/report-schema";
import { results } from "../terraform/apply/apply-log";

/** How an apply ended. */
export const outcomes = {
  APPLIED: good("the plan was applied, and the cloud is what the code says"),
  NOTHING_TO_DO: good("nothing to do, and nothing was applied"),
  PLANNED: {
    exitCode: 2,
    kind: "good",
    meaning: "there is something to apply; nothing was applied",
    detail: "with --plan-only",
    section: "PLANNED",
  },
  UNMANAGED: bad(
    4,
    "there is nothing to apply, but the cloud holds what the code doesn't describe",
    "UNMANAGED",
    "somebody added it, and no apply takes it away",
  ),
  DECLINED: bad(1, "nothing was applied", "DECLINED"),
  ERROR: bad(1, "nothing was applied", "ERROR of an apply"),
  FAILED: bad(2, "the apply has failed in the middle", "FAILED of an apply"),
  UNSETTLED: bad(
    2,
    "the fleet, or a service, is not what the code says",
    "UNSETTLED",
    "an instance refresh failed, instances of another template version are left, or too few are healthy; an ECS deployment failed or was rolled back; also where nothing was to be applied; with --plan-only, one goes on",
  ),
  NOT_IN_SYNC: bad(
    2,
    "the plan was applied, but the cloud is not what the code says",
    "NOT_IN_SYNC",
  ),
  INCONCLUSIVE: unknown(
    3,
    "the plan can't be judged, and nothing was applied",
    "INCONCLUSIVE",
    "with --plan-only",
  ),
  UNKNOWN: unknown(
    3,
    "what the apply did, or what became of it, could not be learnt",
    "UNKNOWN of an apply",
  ),
  IN_PROGRESS: unknown(
    3,
    "the watch has ended before all had settled and was checked",
    "IN_PROGRESS of an apply",
  ),
  NOT_APPROVED: bad(
    5,
    "the plan is not the one that was approved, and nothing was applied",
    "NOT_APPROVED",
  ),
  STAND_IN: bad(
    6,
    "a value of the configuration must not be applied, and nothing was applied",
    "STAND_IN",
    "it stands in for one that nobody has given, such as the digest of an image; --plan-only says so, too",
  ),
  INTERRUPTED: bad(130, "nothing was applied", "Interrupted", "by Ctrl-C, SIGTERM or SIGHUP"),
} as const satisfies OutcomeTable;
export type Outcome = keyof typeof outcomes;

export const schemaVersion = "1.0";

const resourceSchema = z.strictObject({
  address: z.string(),
  action: z.string().meta({ description: "Terraform's own word, such as `create` or `replace`" }),
  result: z.enum(results).meta({
    description: "`unknown`: it was begun, and its end wasn't seen. `not begun`: it is as it was",
  }),
});

const appliedSchema = z.strictObject({
  startedAt: timeSchema,
  endedAt: timeSchema,
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
  outdatedInService: z.int().nullable().meta({
    description: "Instances in service that weren't launched from the group's template version",
  }),
  settled: z.boolean(),
});

const serviceSchema = z.strictObject({
  service: z.string(),
  planned: z.string().meta({ description: "ARN of the task definition that it is to run" }),
  taskDefinition: z.string().nullable().meta({ description: "Of its primary deployment" }),
  rolloutState: z.string().nullable().meta({ description: "ECS's own word" }),
  rolloutStateReason: z.string().nullable(),
  runningTasks: z.int(),
  desiredTasks: z.int(),
  stoppedTasks: z
    .array(z.string())
    .meta({ description: "Why tasks of the planned definition ended, where it hasn't settled" }),
  settled: z.boolean(),
});

export const applyReportSchema = z
  .strictObject({
    ...reportHead(schemaVersion, outcomes),
    details: z.array(z.string()).meta({ description: "What Terraform or AWS said, a line each" }),
    nextSteps: z.array(z.string()),
    commit: z.string().nullable(),
    verdict: z.enum(wordsOf(verdicts)).meta({ description: "Of the plan" }),
    fingerprint: z.string().nullable().meta({
      description:
        "Of the plan and of the synthesized code: what --approved takes; null where it can't be applied",
    }),
    approved: z.string().nullable().meta({ description: "The fingerprint that was approved" }),
    startedAt: timeSchema,
    endedAt: timeSchema,
    plan: environmentReportSchema,
    applied: appliedSchema.nullable().meta({ description: "Null where nothing was applied" }),
    fleet: fleetSchema.nullable().meta({
      description: "Null where the fleet wasn't looked at, as where the account has no group yet",
    }),
    services: z
      .array(serviceSchema)
      .nullable()
      .meta({ description: "ECS services; null where they weren't looked at, or there are none" }),
    checkAfter: environmentReportSchema
      .nullable()
      .meta({ description: "The drift check after the apply" }),
  })
  .meta({
    title: "Apply report",
    description: "What one apply was to do, what it did, and how it settled",
  });

export type AppliedResource = z.output<typeof resourceSchema>;
export type Applied = z.output<typeof appliedSchema>;
export type FleetReport = z.output<typeof fleetSchema>;
export type ServiceReport = z.output<typeof serviceSchema>;
export type ApplyReport = z.output<typeof applyReportSchema>;
