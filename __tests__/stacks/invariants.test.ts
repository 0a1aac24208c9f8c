import { describe, expect, it } from "vitest";
import { idsOf } from "../../src/estate/deployments";
import { SynthesizedStack, synthesizeInventory } from "../support/synthesized";
import {
  ofContainerSystems,
  ofContainers,
  ofEnvironments,
  ofFoundations,
  ofMessages,
  ofPrivateNetworks,
  ofTestApp,
} from "./invariants/all";
import { databaseAccess } from "./invariants/database-access";

/** Of every stack. */
const invariants = [...ofEnvironments, ...ofFoundations];
const inventory = await synthesizeInventory();
const sound = [
  { of: ofEnvironments, stack: inventory["production-us-east-1"] as SynthesizedStack },
  { of: ofTestApp, stack: inventory["production-us-east-1"] as SynthesizedStack },
  { of: ofContainers, stack: inventory["tally-production"] as SynthesizedStack },
  { of: ofMessages, stack: inventory["messages-production"] as SynthesizedStack },
  { of: ofPrivateNetworks, stack: inventory["messages-production"] as SynthesizedStack },
  // Another engine, other clients.
  { of: databaseAccess, stack: inventory["tally-production"] as SynthesizedStack },
  { of: ofFoundations, stack: inventory["foundation-us-east-1"] as SynthesizedStack },
];

describe.each(Object.entries(inventory))("%s", (_, stack) => {
  it.each(invariants)("$name", ({ violations }) => {
    expect(violations(stack)).toEqual([]);
  });
});

describe.each([
  ...idsOf("test-app").map((id) => [id, ofTestApp] as const),
  ...["tally", "messages"].flatMap(idsOf).map((id) => [id, ofContainerSystems] as const),
  ...idsOf("messages").map((id) => [id, ofMessages] as const),
])("%s", (id, own) => {
  it.each(own)("$name", ({ violations }) => {
    expect(violations(inventory[id] as SynthesizedStack)).toEqual([]);
  });
});

describe("an invariant can fail", () => {
  it.each([...invariants, ...ofTestApp, ...ofContainerSystems, ...ofMessages])(
    "in at least one way: $name",
    ({ breaches }) => {
      expect(breaches.length).toBeGreaterThan(0);
    },
  );

  const cases = sound.flatMap(({ of, stack }) =>
    of.flatMap(({ breaches, ...each }) =>
      breaches.map(([change, said], index) => ({ ...each, stack, change, said, index })),
    ),
  );
  it.each(cases)("$name (breach $index)", ({ violations, stack, change, said }) => {
    const broken = stack.clone();
    change(broken);
    // As Terraform would read it: what is undefined is not there.
    const read = new SynthesizedStack(JSON.parse(JSON.stringify(broken.json)));
    expect(violations(read).join("\n")).toContain(said);
  });
});
