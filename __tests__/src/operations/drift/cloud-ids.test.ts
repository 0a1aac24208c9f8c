import { expect, it } from "vitest";
import { create, judge, noOp, remove, update, type Written } from "./written-plans";

/** The id that a plan's one finding tells. */
function idIn(written: Written): string | undefined {
  const { findings } = judge(written);
  expect(findings).toHaveLength(1);
  return findings[0]?.cloudId;
}

const group = "aws_security_group.app";

it("is of what the plan changes, removes or only refreshes, and of an ARN where there is no id", () => {
  const before = { id: "sg-0a1", arn: "arn:aws:x", name: "a" };
  const after = { ...before, name: "b" };
  const changed = update(group, before, after);
  expect(idIn({ changes: [changed] })).toBe("sg-0a1");
  expect(idIn({ changes: [remove(group, before)] })).toBe("sg-0a1");
  expect(idIn({ drift: [changed], changes: [noOp(group, after)] })).toBe("sg-0a1");
  const { id, ...unnamed } = before;
  expect(idIn({ changes: [update(group, unnamed, { ...unnamed, name: "b" })] })).toBe("arn:aws:x");
});

it("is the one that a lost resource had, and none of what isn't made yet", () => {
  const lost = { id: "sg-0a1", name: "a" };
  const made = create(group, { name: "a" }, { unknown: { id: true } });
  expect(idIn({ drift: [remove(group, lost)], changes: [made] })).toBe("sg-0a1");
  expect(idIn({ changes: [made] })).toBeUndefined();
});

it("is each object's own where an address has two", () => {
  const deposed = remove(group, { id: "sg-old" }, { deposed: "00" });
  const current = update(group, { id: "sg-new", name: "a" }, { id: "sg-new", name: "b" });
  const { findings } = judge({ changes: [deposed, current] });
  const ids = new Map(findings.map((each) => [each.deposed, each.cloudId]));
  expect(ids.get("00")).toBe("sg-old");
  expect(ids.get(undefined)).toBe("sg-new");
});

it("is told of no resource whose id is sensitive, or holds a sensitive value", () => {
  const before = { id: "do-not-show-me", name: "a" };
  const changed = (more = {}) => update(group, before, { ...before, name: "b" }, more);
  expect(idIn({ changes: [changed({ before_sensitive: { id: true } })] })).toBeUndefined();
  const other = noOp("aws_x.y", { key: "do-not-show-me" }, { before_sensitive: { key: true } });
  expect(idIn({ changes: [changed(), other] })).toBeUndefined();
});
