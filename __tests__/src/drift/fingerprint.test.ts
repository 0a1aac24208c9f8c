import { expect, it } from "vitest";
import { judge, refers, replace, resource, update, type Written } from "./written-plans";

const fingerprint = (written: Written) => judge(written).planFingerprint;

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
