import * as z from "zod";
import { causeSchema } from "./causes";
import { type OutcomeTable, wordsOf } from "./outcomes";

export const timeSchema = z.string().meta({ description: "RFC 3339" });

/** What every report begins with that is about one environment. */
export function reportHead<Version extends string, Outcome extends string>(
  version: Version,
  outcomes: OutcomeTable<Outcome>,
) {
  return {
    schemaVersion: z.literal(version),
    environment: z.string(),
    outcome: z.enum(wordsOf(outcomes)),
    reason: z.string().meta({ description: "Why the outcome is this one, for people" }),
    cause: causeSchema,
  };
}
