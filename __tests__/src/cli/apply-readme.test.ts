import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { exitCodes } from "../../../src/operations/apply/report";

it("the README's table of apply has every outcome with its exit code", () => {
  const readme = readFileSync(path.resolve(__dirname, "../../../README.md"), "utf8");
  const [, section = ""] = readme.split("## Bringing the infrastructure to the code");
  const [own = ""] = section.split("\n## ");
  const rows = [...own.matchAll(/^\| (`.*`) \| .* \| (\d+) \|$/gm)];
  const shown = rows.flatMap(([, outcomes = "", code]) =>
    [...outcomes.matchAll(/`([A-Z_]+)`/g)].map(([, outcome]) => [outcome, Number(code)]),
  );
  expect(Object.fromEntries(shown)).toEqual(exitCodes);
});
