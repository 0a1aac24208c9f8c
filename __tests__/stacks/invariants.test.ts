import { describe, expect, it } from "vitest";
import { SynthesizedStack, synthesizeInventory } from "../support/synthesized";
import { databaseInvariants } from "./invariants/database";
import { databaseAccess } from "./invariants/database-access";
import { documents } from "./invariants/documents";
import { functions } from "./invariants/functions";
import { network } from "./invariants/network";
import { policyInvariants } from "./invariants/policies";
import { protection } from "./invariants/protection";
import { stability } from "./invariants/stability";

const invariants = [
  ...network,
  ...databaseInvariants,
  ...databaseAccess,
  ...protection,
  ...policyInvariants,
  ...stability,
  ...documents,
  ...functions,
];
const inventory = synthesizeInventory();
const sound = inventory["production-us-east-1"] as SynthesizedStack;

describe.each(Object.entries(inventory))("%s", (_, stack) => {
  it.each(invariants)("$name", ({ violations }) => {
    expect(violations(stack)).toEqual([]);
  });
});

describe("an invariant can fail", () => {
  it.each(invariants)("in at least one way: $name", ({ breaches }) => {
    expect(breaches.length).toBeGreaterThan(0);
  });

  const cases = invariants.flatMap(({ breaches, ...each }) =>
    breaches.map(([change, said], index) => ({ ...each, change, said, index })),
  );
  it.each(cases)("$name (breach $index)", ({ violations, change, said }) => {
    const broken = sound.clone();
    change(broken);
    // As Terraform would read it: what is undefined is not there.
    const read = new SynthesizedStack(JSON.parse(JSON.stringify(broken.json)));
    expect(violations(read).join("\n")).toContain(said);
  });
});
