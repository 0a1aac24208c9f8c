import * as z from "zod";
import { type Cause, causeSchema } from "../report/causes";
import { bad, good, type OutcomeTable, unknown, wordsOf } from "../report/outcomes";

/** Verdicts on one environment, and on several: the last of them counts. */
export const verdicts = {
  IN_SYNC: good("nothing to do"),
  PENDING: bad(2, "the code is ahead of the cloud", "PENDING"),
  DRIFTED: bad(2, "the cloud was changed outside Terraform", "DRIFTED"),
  DRIFTED_AND_PENDING: bad(
    2,
    "the cloud was changed outside Terraform, and the code is ahead of the cloud",
    "DRIFTED_AND_PENDING",
  ),
  INCONCLUSIVE: unknown(3, "there is a plan, but it can't be judged", "INCONCLUSIVE"),
  ERROR: bad(1, "the plan could not be made or read", "ERROR of a drift check"),
} satisfies OutcomeTable;
export type Verdict = keyof typeof verdicts;

export const schemaVersion = "1.0";

const attributeSchema = z.strictObject({
  path: z.string().meta({ description: "Such as `tag[key=owner].value`; empty for an output" }),
  before: z.unknown().meta({ description: "What is there now; null where sensitive or absent" }),
  after: z
    .unknown()
    .meta({ description: "What the plan would make; null where sensitive or unknown" }),
  afterUnknown: z.unknown().optional().meta({
    description:
      "Where only some of `after` is unknown: a tree of its shape, with true in those places",
  }),
  sensitive: z.boolean().meta({ description: "The values are withheld" }),
  unknown: z.boolean().meta({ description: "`after` is known only during apply, or some of it" }),
});

const additionSchema = z.strictObject({
  path: z.string().meta({ description: "Names it, such as `ingress[tcp 22 from 0.0.0.0/0]`" }),
  what: z.string().meta({ description: "What is there, and what it allows" }),
  remedy: z.string().meta({ description: "How to take it away, since an apply would not" }),
});

const findingSchema = z
  .strictObject({
    address: z.string().meta({ description: "Of the resource; `output.NAME` for an output" }),
    cloudId: z.string().optional().meta({
      description: "The id in the cloud that the resource has, or had before it was lost",
    }),
    deposed: z.string().optional().meta({ description: "Key of a deposed object" }),
    cause: z.enum(["drift", "pending", "unmanaged", "state-only"]),
    change: z
      .enum([
        "create",
        "update",
        "replace",
        "delete",
        "forget",
        "move",
        "import",
        "output",
        "invoke",
        "addition",
      ])
      .meta({ description: "`addition` of what is `unmanaged`, and of nothing else" }),
    destructive: z.boolean().meta({ description: "Something is deleted, perhaps to be made anew" }),
    because: z
      .array(z.string())
      .optional()
      .meta({ description: "Addresses that this follows from" }),
    guess: z
      .boolean()
      .optional()
      .meta({ description: "`because` can't be followed with certainty" }),
    reason: z.string().optional().meta({ description: "Terraform's own reason for the action" }),
    previousAddress: z.string().optional(),
    imports: z.unknown().optional().meta({
      description: "Of an import, the id or the identity; null where it is known only during apply",
    }),
    abandons: z.boolean().optional().meta({
      description: "Of a replacement: the old object stays in the cloud, and Terraform forgets it",
    }),
    accepted: z
      .boolean()
      .optional()
      .meta({ description: "Covered by the list of accepted differences" }),
    addition: additionSchema.optional().meta({ description: "Of a finding that is `unmanaged`" }),
    attributes: z.array(attributeSchema),
  })
  .meta({ id: "finding" });

const acceptedSchema = z.strictObject({
  address: z.string(),
  path: z.string(),
  reason: z.string(),
  expires: z.string().meta({ description: "The last day on which it holds, as YYYY-MM-DD" }),
  status: z
    .enum(["used", "unused", "expired", "refused"])
    .meta({ description: "Refused: it would have covered a delete or a replace" }),
});

const healthSchema = z.strictObject({
  address: z.string().meta({ description: "Such as `check.certificate`" }),
  status: z.enum(["fail", "error", "unknown"]),
  problems: z.array(z.string()),
});

const additionsSchema = z.strictObject({
  called: z.boolean().meta({
    description: "Whether AWS's API was asked for what a plan doesn't show, and answered",
  }),
  because: z.string().nullable().meta({ description: "Why not; null where it was" }),
  notLookedFor: z.array(z.string()).meta({
    description: "What could therefore be there unseen: a line for each type of resource",
  }),
});

const count = z.int().nonnegative();

export const environmentReportSchema = z
  .strictObject({
    schemaVersion: z.literal(schemaVersion),
    environment: z.string().nullable().meta({ description: "Null where it wasn't given" }),
    verdict: z.enum(wordsOf(verdicts)),
    held: z.string().nullable().meta({
      description:
        "What keeps instances from running the updater, as the plan shows it; null where nothing does, or it isn't seen",
    }),
    reasons: z.array(z.string()).meta({
      description:
        "Why the plan can't be judged, or why there is none; sections of it that aren't known",
    }),
    cause: causeSchema,
    commit: z.string().nullable(),
    terraformVersion: z.string().nullable(),
    providerVersions: z.record(z.string(), z.string()).nullable(),
    plannedAt: z.string().nullable().meta({ description: "RFC 3339" }),
    state: z.strictObject({ serial: count, lineage: z.string() }).nullable(),
    planFingerprint: z.string().nullable().meta({
      description:
        "Equal for plans that would do the same to the same thing; in an apply's report, of the same code",
    }),
    counts: z.strictObject({
      drift: count,
      pending: count,
      unmanaged: count,
      stateOnly: count,
      destructive: count,
      accepted: count,
    }),
    additions: additionsSchema,
    findings: z.array(findingSchema),
    accepted: z.array(acceptedSchema),
    health: z.array(healthSchema),
  })
  .meta({ id: "environment" });

export const driftReportSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  verdict: z.enum(wordsOf(verdicts)),
  environments: z.array(environmentReportSchema),
});

/** What a drift check writes: the report of one environment, or of several. */
export const anyReportSchema = z.union([environmentReportSchema, driftReportSchema]).meta({
  title: "Drift report",
  description: "One environment, or several with the worst of their verdicts",
});

export type Attribute = z.output<typeof attributeSchema>;
export type Finding = z.output<typeof findingSchema>;
export type Additions = z.output<typeof additionsSchema>;
export type AcceptedEntry = z.output<typeof acceptedSchema>;
export type Health = z.output<typeof healthSchema>;
export type EnvironmentReport = z.output<typeof environmentReportSchema>;
/** Several environments, with the worst of their verdicts. */
export type DriftReport = z.output<typeof driftReportSchema>;

/** Of a plan that wasn't judged, or of none. */
export const noCounts: EnvironmentReport["counts"] = {
  drift: 0,
  pending: 0,
  unmanaged: 0,
  stateOnly: 0,
  destructive: 0,
  accepted: 0,
};

/**
 * The report on an environment of which there is no plan.
 *
 * @param reasons why, one line each
 */
export function errorReport(
  environment: string | null,
  reasons: readonly string[],
  cause: Cause | null = null,
  commit: string | null = null,
): EnvironmentReport {
  return {
    schemaVersion,
    environment,
    verdict: "ERROR",
    held: null,
    reasons: [...reasons],
    cause,
    commit,
    terraformVersion: null,
    providerVersions: null,
    plannedAt: null,
    state: null,
    planFingerprint: null,
    counts: noCounts,
    additions: { called: false, because: "there is no plan", notLookedFor: [] },
    findings: [],
    accepted: [],
    health: [],
  };
}
