import { expect, it } from "vitest";
import { sensitiveTexts, withoutTexts } from "../../../src/drift/sensitive-texts";
import { plan, update } from "./written-plans";

const marks = { password: true, nested: [{ key: true }], shown: false };
const written = plan({
  changes: [
    update(
      "aws_x.a",
      { password: "before-1", nested: [{ key: 'line one\n"line" two' }], shown: "harmless" },
      { password: "after-12", nested: [{ key: "x" }], shown: "harmless" },
      { before_sensitive: marks, after_sensitive: marks },
    ),
  ],
  plan: {
    output_changes: {
      token: { actions: ["create"], before: null, after: "output-1", after_sensitive: true },
    },
  },
});

it("withholds every sensitive value that a provider's error may quote", () => {
  const said = 'before-1, after-12, "line one\\n\\"line\\" two", line one, output-1 and harmless x';
  expect(withoutTexts(said, sensitiveTexts(written))).toBe(
    '(sensitive), (sensitive), "(sensitive)", (sensitive), (sensitive) and harmless x',
  );
});

it("knows nothing of what is no plan", () => {
  expect(sensitiveTexts({ password: "x" })).toEqual([]);
});
