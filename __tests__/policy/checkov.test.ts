import { expect, it } from "vitest";
import {
  ofContainers,
  ofEnvironments,
  ofFoundations,
  ofMessages,
  ofPrivateNetworks,
  ofTestApp,
} from "../stacks/invariants/all";
import type { Invariant } from "../stacks/invariants/invariant";
import { describeWithTools } from "../support/external-tools";
import { type SynthesizedStack, synthesizeInventory } from "../support/synthesized";
import { acceptedIn, type Checked, readable, runCheckov } from "./checkov";
import leastChecks from "./least-checks.json";

const inventory = await synthesizeInventory();
const stackOf = (id: string) => inventory[id] as SynthesizedStack;

/**
 * Types of resources that checkov knows no check for, and that have no setting an invariant could hold: each with why.
 * Every other type that it doesn't know is changed by the fixture of an invariant, which says so.
 */
const nothingToHold: Readonly<Record<string, string>> = {
  aws_cloudwatch_dashboard: "it shows, and is read by people only",
  aws_kms_alias: "a name; which key it means shows in every plan",
};

describeWithTools("checkov", ["checkov"], () => {
  const scanned = runCheckov({ ...mapped(inventory, readable), ...fixtures() });
  const ofStack = (id: string) => scanned[id] as Checked[];

  it("reports what it ran, and what is accepted with which reason", () => {
    console.log(report(scanned));
    expect(Object.keys(leastChecks)).toEqual(Object.keys(inventory));
  });

  it.each(Object.keys(inventory))("%s: nothing fails but what its resource accepts", (id) => {
    const accepted = acceptedIn(stackOf(id)).map(({ check, address }) => `${check} ${address}`);
    // An acceptance that nobody needs any more would hide the next finding.
    expect(failed(ofStack(id))).toEqual(accepted.sort());
  });

  it.each(Object.entries(leastChecks))("%s: no fewer checks ran than before", (id, least) => {
    const ran = ofStack(id).length;
    expect(ran).toBeGreaterThanOrEqual(least);
    // So that the next loss is seen: write the number into least-checks.json.
    expect(least).toBeGreaterThan(0.9 * ran);
  });

  it("finds what is unsound", () => {
    const accepted = failed(ofStack("uat-us-east-1"));
    expect(failed(ofStack("unsound")).filter((each) => !accepted.includes(each))).toEqual([
      expect.stringMatching(/^CKV_AWS_150 aws_lb\./),
    ]);
  });

  it.each(["required_version", "import"])(
    "gives a stack with %s up: once it doesn't, readable() can let it be",
    (part) => {
      expect(ofStack(`with ${part}`)).toEqual([]);
    },
  );

  it("leaves no type of resource to itself: an invariant's fixture breaks those that it doesn't know", () => {
    const known = new Set(Object.values(scanned).flatMap((each) => each.map(typeOf)));
    const types = Object.values(inventory).flatMap((each) => each.resources());
    const unknown = new Set(types.map(({ type }) => type).filter((type) => !known.has(type)));
    const held = new Set([
      ...typesBrokenBy([...ofEnvironments, ...ofTestApp], stackOf("production-us-east-1")),
      ...typesBrokenBy(ofContainers, stackOf("tally-production")),
      ...typesBrokenBy([...ofMessages, ...ofPrivateNetworks], stackOf("messages-production")),
      ...typesBrokenBy(ofFoundations, stackOf("foundation-us-east-1")),
    ]);
    expect([...unknown].filter((type) => !held.has(type)).sort()).toEqual(
      Object.keys(nothingToHold),
    );
  });
});

/** Stacks beside those that ship, for what checkov must and can't find. */
function fixtures(): Record<string, SynthesizedStack> {
  const unsound = readable(stackOf("uat-us-east-1"));
  unsound.only("aws_lb").enable_deletion_protection = false;
  const versioned = readable(stackOf("uat-us-east-1"));
  versioned.json.terraform.required_version = ">= 1.10.0";
  const importing = readable(stackOf("foundation-us-east-1"));
  importing.json.import = stackOf("foundation-us-east-1").json.import;
  return { unsound, "with required_version": versioned, "with import": importing };
}

function mapped<From, To>(record: Readonly<Record<string, From>>, map: (from: From) => To) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function failed(checked: readonly Checked[]): string[] {
  const findings = checked.filter(({ passed }) => !passed);
  return findings.map(({ check, address }) => `${check} ${address}`).sort();
}

const typeOf = ({ address }: Checked) => address.split(".")[0] as string;

/** Types of whose resources a breach changes at least one. */
function typesBrokenBy(invariants: readonly Invariant[], stack: SynthesizedStack): string[] {
  const sound = mapped(stack.json.resource, (each) => JSON.stringify(each));
  return invariants.flatMap(({ breaches }) =>
    breaches.flatMap(([change]) => {
      const broken = stack.clone();
      change(broken);
      return Object.keys(sound).filter(
        (type) => JSON.stringify(broken.json.resource[type]) !== sound[type],
      );
    }),
  );
}

/** A line a stack, and one for each reason of each check. */
function report(scanned: Readonly<Record<string, Checked[]>>): string {
  const titles = new Map(
    Object.values(scanned).flatMap((each) => each.map(({ check, title }) => [check, title])),
  );
  const counts = Object.keys(inventory).map((id) => {
    const ran = scanned[id] as Checked[];
    const passed = ran.filter((each) => each.passed).length;
    return `  ${id}: ${ran.length} checks, ${passed} passed, ${ran.length - passed} accepted`;
  });
  const places = new Map<string, string[]>();
  for (const [id, stack] of Object.entries(inventory))
    for (const { check, address, because } of acceptedIn(stack)) {
      const line = `  ${check} (${titles.get(check)}): ${because}`;
      places.set(line, [...(places.get(line) ?? []), `    ${id}: ${address}`]);
    }
  const reasons = [...places].sort().flatMap(([line, where]) => [line, ...where]);
  return ["checkov ran", ...counts, "Accepted, by reason", ...reasons].join("\n");
}
