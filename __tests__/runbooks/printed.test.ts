import { expect, it } from "vitest";
import { errorDocuments } from "./documents";
import { explainedCharacters } from "./literals";

/** Names, ids, times, and the system's own words are nobody's fixed text. */
const values = new RegExp(
  [
    /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{64}/,
    /\/?\btest-app[\w./-]*|\b\w+-us-east-1\b|\/[a-z][\w./-]+|[0-9][\d:.-]*/,
    /no such file or directory|no space left on device|\([A-Z]+\)/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);

const quoted = errorDocuments.flatMap(({ blocks }) =>
  blocks.filter(({ language }) => language === "text"),
);

it.each(quoted)("what $heading quotes is what the code prints", ({ lines }) => {
  for (const line of lines) {
    const fixed = line.replaceAll(values, "").trim().length;
    expect(explainedCharacters(line) / fixed, line).toBeGreaterThan(0.65);
  }
});

it("there is something to quote", () => {
  expect(quoted.length).toBeGreaterThan(40);
});
