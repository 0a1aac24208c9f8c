import * as z from "zod";
import { bad, good, type OutcomeTable, unknown, wordsOf } from "../report/outcomes";
import { timeSchema } from "../report/report-schema";

/** What an examination says in all. */
export const outcomes = {
  READY: good(
    "nothing stands in the way",
    "every check was made, and none failed; warnings don't count",
  ),
  NOT_READY: bad(1, "something stands in the way", "NOT_READY", "a check failed"),
  UNKNOWN: unknown(
    1,
    "nothing was seen to stand in the way, but not everything could be checked",
    "UNKNOWN of the doctor",
  ),
} satisfies OutcomeTable;
export type Outcome = keyof typeof outcomes;

export const schemaVersion = "1.0";

/** What a finding is about. */
const scopes = ["machine", "account", "region", "environment"] as const;
export type Scope = (typeof scopes)[number];

/** What a finding may be, the worst first. */
export const statuses = ["failed", "unchecked", "warning", "note", "ok"] as const;
export type Status = (typeof statuses)[number];

const findingSchema = z.strictObject({
  scope: z.enum(scopes),
  subject: z
    .string()
    .meta({ description: "Id of the account, the region or the environment; or `this machine`" }),
  check: z.string().meta({ description: "Such as `default-vpc`" }),
  status: z.enum(statuses).meta({
    description:
      "`failed`: launching or working fails. `unchecked`: it could not be looked at. `warning`: somebody should look. `note`: nothing to be done now",
  }),
  message: z.string(),
  remedy: z.string().nullable().meta({ description: "What to do about it; null for `ok`, `note`" }),
});

export const doctorReportSchema = z
  .strictObject({
    schemaVersion: z.literal(schemaVersion),
    outcome: z.enum(wordsOf(outcomes)).meta({
      description:
        "`NOT_READY`: a check failed. `UNKNOWN`: none did, but some could not be made. `READY`: all were made, and at the worst warned",
    }),
    environments: z.array(z.string()),
    examinedAt: timeSchema,
    identity: z
      .string()
      .nullable()
      .meta({ description: "ARN of whoever asked; null where it isn't known" }),
    findings: z.array(findingSchema),
  })
  .meta({
    title: "Doctor report",
    description: "What was found of the preconditions of launching and working on environments",
  });
export type DoctorReport = z.infer<typeof doctorReportSchema>;
export type ReportedFinding = z.infer<typeof findingSchema>;

/** What could not be checked is no success: without any finding, too, nothing was seen to be ready. */
export function outcomeOf(findings: readonly Pick<ReportedFinding, "status">[]): Outcome {
  const has = (status: Status) => findings.some((finding) => finding.status === status);
  if (has("failed")) return "NOT_READY";
  return has("unchecked") || findings.length === 0 ? "UNKNOWN" : "READY";
}
