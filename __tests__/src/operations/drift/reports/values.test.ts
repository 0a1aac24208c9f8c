import { describe, expect, it } from "vitest";
import { shownValues } from "../../../../../src/operations/drift/reports/values";
import { anAttribute } from "./sample-reports";

const shown = (before: unknown, after: unknown, with_ = {}) =>
  shownValues(anAttribute({ before, after, ...with_ }));

describe("an attribute's values", () => {
  it.each([
    ["a number is not its text", 2, "2", "2", '"2"'],
    ["absent", null, true, "(none)", "true"],
    ["empty text", "", " ", '""', '" "'],
    ["a list and an object", [1, "a"], { b: [null], c: {} }, '[1,"a"]', '{"b":[null],"c":{}}'],
    ["several lines", "a\nb", 'say "x"', '"a\\nb"', '"say \\"x\\""'],
    ["a command in a key", { "\u001b": "\u202e" }, [], '{"\\u001b":"\\u202e"}', "[]"],
  ])("%s", (_, before, after, left, right) => {
    expect(shown(before, after)).toEqual({ before: left, after: right });
  });

  it("are withheld when sensitive, and named when known only after apply", () => {
    expect(shown("secret", "secret", { sensitive: true })).toEqual({
      before: "(sensitive)",
      after: "(sensitive)",
    });
    expect(shown("secret", null, { sensitive: true, unknown: true })).toEqual({
      before: "(sensitive)",
      after: "(known after apply)",
    });
    expect(shown("1", null, { unknown: true })).toEqual({
      before: '"1"',
      after: "(known after apply)",
    });
  });

  it("show what is known where only some is known after apply", () => {
    const partly = (after: unknown, afterUnknown: unknown) =>
      shown(null, after, { unknown: true, afterUnknown }).after;
    expect(partly(["sg-open", null], [false, true])).toBe('["sg-open",(known after apply)]');
    expect(partly({ a: 1 }, { b: [true] })).toBe('{"a":1,"b":[(known after apply)]}');
    expect(shown(null, ["a"], { unknown: true, afterUnknown: [true], sensitive: true }).after).toBe(
      "(sensitive)",
    );
  });

  it("are shown whole where whoever reads decides", () => {
    const long = "z".repeat(50_000);
    const whole = shownValues(
      anAttribute({ before: [long], after: long }),
      Number.POSITIVE_INFINITY,
    );
    expect(whole).toEqual({ before: `["${long}"]`, after: `"${long}"` });
  });

  it("are shortened to the first difference when they are long", () => {
    const policy = (action: string) => `${"x".repeat(5000)}"Action":"${action}"${"y".repeat(5000)}`;
    const { before, after } = shown(policy("s3:GetObject"), policy("s3:*"));
    expect(before).toContain('s3:GetObject\\"yyy');
    expect(before).toMatch(/^…"xxx.*yyy"… \(10,023 characters\)$/);
    expect(after).toContain('s3:*\\"yyy');
    expect(before.length).toBeLessThan(200);
  });

  it("are shortened from their beginning when there is nothing to compare with", () => {
    const long = "z".repeat(1000);
    expect(shown(long, null, { unknown: true }).before).toMatch(/^"z{120}"… \(1,000 characters\)$/);
    expect(shown(null, long).after).toMatch(/^"z{120}"… \(1,000 characters\)$/);
    expect(shown([long], "a").before).toMatch(/^\["z+… \(shortened\)$/);
  });

  it("are shown even when they are huge or nested without end", () => {
    let nested: unknown = 1;
    for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
    expect(shown(nested, {}).before).toBe(`${"[".repeat(32)}…${"]".repeat(32)}`);
  });

  it("are read no further than they are shown", () => {
    const list: unknown[] = Array.from({ length: 100_000 }, () => "element");
    const unread = () => {
      throw new Error("it was read to its end");
    };
    Object.defineProperty(list, list.length, { get: unread, enumerable: true });
    expect(shown(list, []).before).toMatch(/^\["element",.* \(shortened\)$/);
  });

  it("keep the keys that mean something to JavaScript", () => {
    expect(shown(JSON.parse('{"__proto__":{"constructor":1}}'), null).before).toBe(
      '{"__proto__":{"constructor":1}}',
    );
  });
});
