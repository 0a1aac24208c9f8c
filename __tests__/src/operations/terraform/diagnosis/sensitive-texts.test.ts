import { expect, it } from "vitest";
import { explainedWithout } from "../../../../../src/operations/terraform/diagnosis/diagnosis";
import {
  sensitiveTexts,
  withoutTexts,
} from "../../../../../src/operations/terraform/diagnosis/sensitive-texts";
import { plan, update } from "../../drift/written-plans";

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

it.each([
  ["two spaces", "pass  word"],
  ["a tab", "pass\tword"],
  ["a line break", "pass\nword"],
  ["spaces around it", "  password "],
  ["two spaces in a quotation", 'pass  "word"'],
  ["a colon at its end", "pass:word:"],
])("withholds a value in a diagnosis, which is one line: %s", (_, password) => {
  const secret = plan({
    changes: [update("aws_x.a", {}, { password }, { after_sensitive: { password: true } })],
  });
  for (const said of [password, JSON.stringify(password)]) {
    const detail = `The value "${said}" is refused, because it is ${said}`;
    const log = JSON.stringify({
      type: "diagnostic",
      diagnostic: { severity: "error", summary: "Refused", detail },
    });
    const shown = explainedWithout(sensitiveTexts(secret), "It failed", log).reasons.join("\n");
    expect(shown).not.toMatch(/pass|word/);
    expect(shown).toContain("(sensitive)");
  }
});

it("knows nothing of what is no plan", () => {
  expect(sensitiveTexts({ password: "x" })).toEqual([]);
});
