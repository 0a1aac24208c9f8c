import { describe, expect, it } from "vitest";
import { regions } from "../../../../src/systems/configuration/account";
import type { FoundationDefinition } from "../../../../src/systems/foundation/foundation";
import {
  loadFoundations,
  validateFoundations,
} from "../../../../src/systems/foundation/foundations";

const { id: _, region: __, ...sound } = loadFoundations()["eu-west-1"];
const { budgets } = loadFoundations()["us-east-1"];

/** What the check says of foundations of which one has changes. */
function mistakes(changes: object): string {
  const all = Object.fromEntries(regions.map((region) => [region, sound]));
  all["us-east-1"] = { ...sound, budgets };
  all["us-west-2"] = { ...sound, ...changes };
  try {
    validateFoundations(all as Record<(typeof regions)[number], FoundationDefinition>);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("the foundations", () => {
  it("are one a region, with the region's name", () => {
    expect(Object.values(loadFoundations()).map(({ id, region }) => [id, region])).toEqual(
      regions.map((region) => [`foundation-${region}`, region]),
    );
  });

  it.each([
    ["stateHistoryDays", 7, "  is 7\n", "write a whole number of days from 30 to 3653"],
    ["deletedLogRecoveryDays", 0.5, "  is 0.5\n", "write a whole number of days from 1 to 365"],
    ["destructionProtection", false, "  is false\n", "is given up in writing only"],
    ["flowLogRetention", { days: 90 }, "{ days: 90 }", "or add underOneYearBecause"],
    [
      "stateAccessLogRetention",
      { days: 365, underOneYearBecause: "nobody has ever looked at these" },
      "days: 365",
      "leave underOneYearBecause out",
    ],
    ["flowLogRetention", 90, "  is 90\n", "it must be an object with all of days"],
    ["sessionLogRetention", { days: 90 }, "{ days: 90 }", "or add underOneYearBecause"],
    [
      "budgets",
      [{ stage: "uat", monthlyDollars: 9, because: "nobody would spend more than that" }],
      "uat has a budget already",
      "take one out",
    ],
    ["encryptionKeyDeletionWindowDays", 3, "  is 3\n", "from 7 to 30"],
    ["stateHistory", 90, "  is 90\n", "no such property: write one of flowLogRetention"],
    ["stateHistoryDays", undefined, "  is missing\n", "from 30 to 3653"],
  ])("can't have %s: %j", (property, value, found, remedy) => {
    const said = mistakes({ [property]: value });
    expect(said).toContain("The configuration has 1 mistake, so nothing was written.");
    expect(said).toContain(`foundation-us-west-2: ${property}\n`);
    expect(said).toContain(found);
    expect(said).toContain(remedy);
  });

  it.each(["client/infrastructure", "client-1@12/my.infrastructure@34"])(
    "let the jobs of a repository in as their tokens spell it: %s",
    (repository) => {
      const all = { "us-east-1": { ...sound, gitHub: { repository } }, "us-west-2": sound };
      const checked = validateFoundations({ ...all, "eu-west-1": sound });
      expect(checked["us-east-1"].gitHub).toEqual({ repository });
    },
  );

  it.each(["client", "client/*", "client@12/infrastructure", "client/a:ref:refs/heads/main"])(
    "let nobody in by half a name: %s",
    (repository) => {
      expect(mistakes({ gitHub: { repository } })).toContain("its owner and name, such as");
    },
  );

  it("can't be missing", () => {
    const others = { "us-east-1": sound, "eu-west-1": sound };
    expect(() => validateFoundations(others as never)).toThrow(
      "it must be an object with every property of a foundation: copy another",
    );
  });
});
