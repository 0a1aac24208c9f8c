import * as z from "zod";
import { causeSchema } from "../report/causes";
import { bad, good, type OutcomeTable, wordsOf } from "../report/outcomes";
import { ruleNames } from "./dangers/names";

/** What a review found. */
export const outcomes = {
  UNCHANGED: good("no environment changes"),
  CHANGED: good("environments change, and no rule finds anything dangerous in it"),
  DANGEROUS: bad(2, "something dangerous changes", "DANGEROUS", "0 without --fail-on dangerous"),
  ERROR: bad(1, "there is nothing to compare", "ERROR of a review"),
} satisfies OutcomeTable;
export type Outcome = keyof typeof outcomes;

export const schemaVersion = "1.0";

const environments = z.array(z.string());
const range = z.strictObject({ least: z.number(), most: z.number() });
const count = z.int().nonnegative();

const environmentSchema = z.strictObject({
  environment: z.string(),
  state: z.enum(["added", "removed", "changed", "unchanged"]),
  added: count,
  changed: count,
  removed: count,
  renamed: count.meta({ description: "Resources that get another address" }),
  dangers: count,
  cost: z
    .strictObject({ before: range.nullable(), after: range.nullable() })
    .nullable()
    .meta({ description: "US dollars a month; null where it isn't known" }),
});

const dangerSchema = z.strictObject({
  rule: z.enum(ruleNames),
  environments,
  what: z.string(),
  remedy: z.string().nullable(),
});

const attributeSchema = z.union([
  z.strictObject({ path: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  z.strictObject({ path: z.string(), lines: z.array(z.string()) }),
]);

const entrySchema = z.strictObject({
  action: z.enum([
    "added",
    "changed",
    "removed",
    "renamed",
    "moved",
    "replaced",
    "may now",
    "may no longer",
    "opened",
    "closed",
  ]),
  name: z.string().meta({ description: "A resource's address, or what somebody may now do" }),
  text: z.string(),
  attributes: z.array(attributeSchema),
});

const withoutSchema = z.strictObject({
  environment: z.string(),
  why: z
    .enum(["it has it already", "it changes otherwise", "it doesn't get it"])
    .meta({ description: "Why an environment of the same kind doesn't have the change" }),
});

const groupSchema = z.strictObject({
  environments,
  without: z.array(withoutSchema),
  entries: z.array(entrySchema),
});

const leftOutSchema = z.strictObject({
  environment: z.string(),
  siblings: environments.meta({ description: "Those of its kind that get the changes" }),
  changes: z.array(z.string()),
});

export const reviewReportSchema = z
  .strictObject({
    schemaVersion: z.literal(schemaVersion),
    base: z.string().meta({ description: "What the working tree is compared with" }),
    outcome: z.enum(wordsOf(outcomes)),
    reasons: z.array(z.string()),
    cause: causeSchema,
    environments: z.array(environmentSchema),
    dangers: z.array(dangerSchema),
    leftOut: z
      .array(leftOutSchema)
      .meta({ description: "Environments that don't get a change of most of their kind" }),
    groups: z
      .array(groupSchema)
      .meta({ description: "Each change once, with the environments that have it" }),
    notes: z.array(z.string()),
  })
  .meta({
    title: "Review report",
    description: "What the working tree changes in each environment against a revision",
  });

export type ReviewReport = z.output<typeof reviewReportSchema>;
export type EnvironmentLine = z.output<typeof environmentSchema>;
export type Danger = z.output<typeof dangerSchema>;
export type Entry = z.output<typeof entrySchema>;
export type Group = z.output<typeof groupSchema>;
export type LeftOut = z.output<typeof leftOutSchema>;
