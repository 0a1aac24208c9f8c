import { expect, it } from "vitest";
import { judgePlan } from "../../../../src/operations/drift/judge/judge";
import {
  create,
  type Json,
  noOp,
  plan,
  refers,
  remove,
  replace,
  resource,
  update,
  type Written,
} from "./written-plans";

const fingerprint = (written: Written, environment = "uat") =>
  judgePlan(plan(written), { environment, accepted: [], today: "2026-06-01" }).planFingerprint;

/** The version of a template is known only during apply. */
function following(template: string): Written {
  const unknown = { unknown: { version: true } };
  return {
    changes: [update("aws_group.g", { version: "1" }, {}, unknown)],
    resources: [resource("aws_group.g", { version: refers(`${template}.latest_version`) })],
  };
}

it("tells what an unknown value refers to, which decides what it will be", () => {
  const one = fingerprint(following("aws_template.one"));
  expect(one).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(fingerprint(following("aws_template.one"))).toBe(one);
  expect(fingerprint(following("aws_template.other"))).not.toBe(one);
});

it("tells which instance and which data source an unknown value refers to", () => {
  const all = [
    'aws_template.one["a"]',
    'aws_template.one["b"]',
    "data.aws_x.a",
    "data.aws_x.b",
  ].map((template) => fingerprint(following(template)));
  expect(new Set(all).size).toBe(all.length);
});

it("tells what is known of a value that is only partly unknown", () => {
  const rules = (known: string, place: number): Written => {
    const cidrs = place === 0 ? [null, known] : [known, null];
    const unknown = { unknown: { cidrs: cidrs.map((each) => each === null) } };
    return {
      changes: [update("aws_rule.r", { cidrs: [] }, { cidrs }, unknown)],
      resources: [resource("aws_rule.r", { cidrs: refers("aws_vpc.v.cidr") })],
    };
  };
  const inside = fingerprint(rules("10.0.0.0/8", 1));
  expect(fingerprint(rules("0.0.0.0/0", 1))).not.toBe(inside);
  expect(fingerprint(rules("10.0.0.0/8", 0))).not.toBe(inside);
});

it("tells the order of a list, of blocks too", () => {
  const lists = [
    ["a", "b"],
    ["b", "a"],
    [{ n: 1 }, { n: 2 }],
    [{ n: 2 }, { n: 1 }],
  ];
  const all = lists.map((l) =>
    fingerprint({ changes: [update("aws_x.a", { l, s: 1 }, { l: [...l].reverse(), s: 2 })] }),
  );
  expect(new Set(all).size).toBe(all.length);
});

it("tells the order of a list of which a block changes, and of one that is made", () => {
  const rules = (...names: string[]) => ({
    rule: names.map((name) => ({ name: name[0], v: name[1] ?? "" })),
  });
  const orders = [rules("b2", "a", "c"), rules("a", "b2", "c"), rules("a", "c", "b2")];
  for (const to of [
    (after: Json) => update("aws_x.a", rules("a", "b", "c"), after),
    (after: Json) => replace("aws_x.a", rules("a", "b", "c"), after),
    (after: Json) => create("aws_x.a", after),
  ])
    expect(new Set(orders.map((after) => fingerprint({ changes: [to(after)] }))).size).toBe(3);
});

it("tells what is known of an output that is only partly unknown", () => {
  const output = (known: string): Written => ({
    module: { outputs: { all: { expression: refers("aws_template.one.latest_version") } } },
    plan: {
      applyable: true,
      output_changes: {
        all: {
          actions: ["create"],
          before: null,
          after: { name: known },
          after_unknown: { version: true },
        },
      },
    },
  });
  expect(fingerprint(output("a"))).toBe(fingerprint(output("a")));
  expect(fingerprint(output("a"))).not.toBe(fingerprint(output("b")));
});

it("tells an import that changes nothing else", () => {
  const imported = (id: string) => noOp("aws_x.a", { n: 1 }, { importing: { id } });
  const all = [noOp("aws_x.a", { n: 1 }), imported("i-1"), imported("i-2")].map((each) =>
    fingerprint({ changes: [each], plan: { applyable: false } }),
  );
  expect(all.every((each) => each !== null)).toBe(true);
  expect(new Set(all).size).toBe(all.length);
});

it("tells what an unknown output refers to", () => {
  const output = (template: string): Written => ({
    module: { outputs: { version: { expression: refers(`${template}.latest_version`) } } },
    plan: {
      applyable: true,
      output_changes: { version: { actions: ["update"], before: "1", after_unknown: true } },
    },
  });
  const one = fingerprint(output("aws_template.one"));
  expect(fingerprint(output("aws_template.one"))).toBe(one);
  expect(fingerprint(output("aws_template.other"))).not.toBe(one);
});

it("tells in which order something is replaced, why it must be, moves and imports", () => {
  const change = replace("aws_x.a", { n: 1 }, { n: 2 }, { replace_paths: [["n"]] });
  const all = [
    change,
    { ...change, change: { ...(change.change as object), actions: ["create", "delete"] } },
    { ...change, change: { ...(change.change as object), replace_paths: [["m"]] } },
    { ...change, previous_address: "aws_x.b" },
    { ...change, change: { ...(change.change as object), importing: { id: "i-1" } } },
    { ...change, change: { ...(change.change as object), importing: { id: "i-2" } } },
    { ...change, deposed: "1234abcd" },
  ].map((each) => fingerprint({ changes: [each] }));
  expect(new Set(all).size).toBe(all.length);
});

const updated = update("aws_x.a", { s: 1, t: "x" }, { s: 2, t: "x" });
const removed = remove("aws_x.b", { c: 1 });
const written: Written = { changes: [updated, removed] };

it("is the same for plans that would do the same", () => {
  const same = [
    written,
    { changes: [removed, updated] },
    {
      ...written,
      drift: [update("aws_x.c", { n: 1 }, { n: 2 })],
      plan: { timestamp: "2030-01-01T00:00:00Z", terraform_version: "1.99.0" },
    },
    { changes: [update("aws_x.a", { s: 1, t: "y" }, { s: 2, t: "y" }), removed] },
  ].map((each) => fingerprint(each));
  expect(new Set(same).size).toBe(1);
});

it("differs with the environment, the action, the paths and the values", () => {
  const others: readonly Written[] = [
    { changes: [updated] },
    { changes: [update("aws_x.a", { s: 1 }, { s: 3 }), removed] },
    { changes: [update("aws_x.a", { s: 0 }, { s: 2 }), removed] },
    { changes: [update("aws_x.z", { s: 1 }, { s: 2 }), removed] },
    { changes: [update("aws_x.a", { s: 1 }, {}, { unknown: { s: true } }), removed] },
    { ...written, plan: { output_changes: { o: { actions: ["update"], before: 1, after: 2 } } } },
  ];
  const all = [
    fingerprint(written),
    fingerprint(written, "production"),
    ...others.map((each) => fingerprint(each)),
  ];
  expect(new Set(all).size).toBe(all.length);
});
