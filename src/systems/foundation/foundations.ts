import { type Region, regions } from "../configuration/account";
import { ConfigurationError, describe, schemaFindings } from "../configuration/mistakes";
import { type Foundation, type FoundationDefinition, foundationSchema } from "./foundation";
import { foundationId } from "./names";

/** What all regions share. */
const everywhere = {
  flowLogRetention: {
    days: 90,
    underOneYearBecause: "refused traffic is looked at within weeks, if ever",
  },
  stateAccessLogRetention: { days: 400 },
  stateHistoryDays: 90,
  deletedLogRecoveryDays: 30,
  destructionProtection: "on",
} as const satisfies FoundationDefinition;

/** One foundation a region; where a region decides otherwise, it writes its own value behind what it spreads. */
const definitions = {
  "us-east-1": everywhere,
  "us-west-2": everywhere,
  "eu-west-1": everywhere,
} as const satisfies Record<Region, FoundationDefinition>;

/** Ids of all foundations, in the order of the regions. */
export const foundationIds = regions.map(foundationId);

/**
 * The foundations of all regions, checked.
 *
 * @throws ConfigurationError that names every mistake
 */
export function loadFoundations(): Readonly<Record<Region, Foundation>> {
  return validateFoundations(definitions);
}

/** @throws ConfigurationError that names every mistake */
export function validateFoundations(
  all: Readonly<Record<Region, FoundationDefinition>>,
): Readonly<Record<Region, Foundation>> {
  const mistakes = regions.flatMap((region) => mistakesOf(region, all[region]));
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  const checked = regions.map((region) => [
    region,
    { id: foundationId(region), region, ...foundationSchema.parse(all[region]) },
  ]);
  return Object.fromEntries(checked);
}

function mistakesOf(region: Region, definition: FoundationDefinition): string[] {
  return schemaFindings(foundationSchema, definition).map((finding) =>
    describe(foundationId(region), definition, finding),
  );
}
