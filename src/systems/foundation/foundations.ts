import { type Region, regions } from "../configuration/account";
import { ConfigurationError, describe, schemaFindings } from "../configuration/mistakes";
import { standIns } from "../configuration/stand-ins";
import { type Foundation, type FoundationDefinition, foundationSchema } from "./foundation";
import { foundationId } from "./names";

/** What all regions share. */
const everywhere = {
  flowLogRetention: {
    days: 90,
    underOneYearBecause: "refused traffic is looked at within weeks, if ever",
  },
  stateAccessLogRetention: { days: 400 },
  sessionLogRetention: { days: 400 },
  encryptionKeyDeletionWindowDays: 30,
  stateHistoryDays: 90,
  deletedLogRecoveryDays: 30,
  untaggedImageDays: 14,
  deletedReleaseRecoveryDays: 30,
  gitHub: null,
  destructionProtection: "on",
  budgets: [],
} as const satisfies FoundationDefinition;

/** One foundation a region; where a region decides otherwise, it writes its own value behind what it spreads. */
const definitions = {
  "us-east-1": {
    ...everywhere,
    // Where the systems are whose images and applies are GitHub's jobs.
    gitHub: { repository: standIns.gitHubRepository },
    // Where AWS keeps the account's bills.
    budgets: [
      {
        stage: "uat",
        monthlyDollars: 900,
        because: "the busiest month that `npm run cost` counts for it costs 850",
      },
      {
        stage: "production",
        monthlyDollars: 6800,
        because: "the busiest month that `npm run cost` counts for all of production costs 6410",
      },
      {
        stage: "shared",
        monthlyDollars: 50,
        because: "the busiest month that `npm run cost` counts for all foundations costs 30",
      },
    ],
  },
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
  const mistakes = [
    ...regions.flatMap((region) => mistakesOf(region, all[region])),
    ...secondBudgets(all),
    ...secondGitHub(all),
  ];
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

/** Two budgets of one stage would have one name in the account. */
function secondBudgets(all: Readonly<Record<Region, FoundationDefinition>>): string[] {
  const seen = new Set<string>();
  return regions.flatMap((region) => {
    const stages = [all[region]?.budgets].flat().map((budget) => budget?.stage);
    const again = stages.filter((stage) => stage !== undefined && seen.has(stage));
    for (const stage of stages) if (stage !== undefined) seen.add(stage);
    return again.map((stage) =>
      describe(foundationId(region), all[region], {
        property: "budgets",
        message: `${stage} has a budget already, and the account has one of each stage: take one out`,
      }),
    );
  });
}

/** An account has one provider of GitHub's tokens. */
function secondGitHub(all: Readonly<Record<Region, FoundationDefinition>>): string[] {
  const [first, ...others] = regions.filter((region) => all[region]?.gitHub);
  return others.map((region) =>
    describe(foundationId(region), all[region], {
      property: "gitHub",
      message: `the account knows GitHub once, and ${foundationId(first as Region)} sees to it: write null`,
    }),
  );
}
