import fc from "fast-check";
import { expect, it, test } from "vitest";
import { exactJson } from "../../../../src/operations/report/exact-json";
import { runs } from "../../../support/runs";

test("a number keeps its digits wherever it stands, and nothing else becomes another", () => {
  const digits = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String);
  const text = fc.oneof(
    fc.string(),
    digits,
    digits.map((each) => `": ${each}, \\"[${each}]`),
  );
  fc.assert(
    fc.property(digits, fc.jsonValue(), text, (number, value, words) => {
      const around = { value, words, [words]: 1 };
      const json = JSON.stringify({ around, at: ["NUMBER"] }).replace('"NUMBER"', number);
      const read = exactJson(json) as { around: unknown; at: unknown[] };
      expect(String(read.at[0])).toBe(number);
      expect(read.around).toEqual(JSON.parse(JSON.stringify(around)));
    }),
    { numRuns: runs(500) },
  );
});

it.each([
  ["9007199254740992", 9007199254740992],
  ["9007199254740993", "9007199254740993"],
  ["-9007199254740993", "-9007199254740993"],
  ["0.12345678901234567890", "0.12345678901234567890"],
  ["1e400", "1e400"],
  ["1e-400", "1e-400"],
  ["1.50", 1.5],
  ["1e3", 1000],
])("%s is read as %j", (text, value) => {
  expect(exactJson(`{"a": [${text}], "b": ${text}}`)).toEqual({ a: [value], b: value });
});
