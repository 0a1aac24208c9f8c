import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../../../support/runs";
import { builtPlan } from "./built-plan";
import { planIntent } from "./intents";
import { judged, type PlanJson } from "./plan-json";
import { plantSecrets, type Secret, secrets } from "./planted-secrets";
import { recordedName, recordedPlan } from "./recorded-plans";
import { resolved } from "./resolved";

// Texts that sort before and behind what plans hold.
const [secret, other] = ["!S3CRET-ONE", "~S3CRET-TWO"];

test("a sensitive value appears in no report of a recorded plan, and decides nothing", () => {
  fc.assert(
    fc.property(recordedName, secrets, (name, planted) => {
      expectWithheld(JSON.stringify(recordedPlan(name)), planted);
    }),
    { numRuns: runs(250) },
  );
});

test("a sensitive value appears in no report of a plan built from known changes, and decides nothing", () => {
  fc.assert(
    fc.property(planIntent, secrets, (intent, planted) => {
      expectWithheld(JSON.stringify(builtPlan(resolved(intent))), planted);
    }),
    { numRuns: runs(1000) },
  );
});

test("a sensitive value of a new, a lost and a replaced resource appears in no report", () => {
  const kinds = ["create", "delete", "missing", "gone", "attributes"] as const;
  fc.assert(
    fc.property(planIntent, fc.constantFrom(...kinds), secrets, ({ resources }, kind, planted) => {
      const intent = resources.map((each) => ({ ...each, kind, replace: "attribute" as const }));
      const plan = builtPlan(resolved({ resources: intent, outputs: [] }));
      expectWithheld(JSON.stringify(plan), planted);
    }),
    { numRuns: runs(700) },
  );
});

test("a sensitive value that stands elsewhere too, where nothing marks it, appears in no report", () => {
  fc.assert(
    fc.property(planIntent, secrets, fc.nat(), (intent, planted, place) => {
      const plan = JSON.parse(JSON.stringify(builtPlan(resolved(intent))));
      plantSecrets(plan, planted, secret);
      const marked = textsIn(plan).find((each) => each.startsWith(secret));
      fc.pre(marked !== undefined);
      repeatElsewhere(plan, `"of ${marked} and others`, place);
      expect(JSON.stringify(judged(plan))).not.toContain("S3CRET");
    }),
    { numRuns: runs(500) },
  );
});

/** All texts that are values of the plan. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Puts a text into an attribute of its own, unmarked, of one of the plan's changes. */
function repeatElsewhere(plan: PlanJson, text: string, place: number): void {
  const changes = [...plan.resource_changes, ...plan.resource_drift].map(({ change }) => change);
  const change = changes[place % changes.length];
  const side = place % 2 === 0 ? "before" : "after";
  if (typeof change?.[side] !== "object" || change[side] === null) return;
  change[side] = { ...change[side], elsewhere: [{ json: JSON.stringify({ text }) }] };
}

function expectWithheld(text: string, planted: readonly Secret[]): void {
  const [one, two] = [JSON.parse(text), JSON.parse(text)];
  plantSecrets(one, planted, secret);
  plantSecrets(two, planted, other);
  const report = judged(one);

  expect(JSON.stringify(report)).not.toContain("S3CRET");
  // Neither may it be guessed from the fingerprint, nor from what is reported.
  expect(judged(two)).toEqual(report);
}
