import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { outcomes } from "../../../src/operations/apply/report";
import { exitCodesOf } from "../../support/outcomes";

it("the README's table of apply has every outcome with its exit code", () => {
  const readme = readFileSync(path.resolve(__dirname, "../../../README.md"), "utf8");
  const [, section = ""] = readme.split("## Bringing the infrastructure to the code");
  const [own = ""] = section.split("\n## ");
  const rows = [...own.matchAll(/^\| (`.*`) \| .* \| (\d+) \|$/gm)];
  const shown = rows.flatMap(([, words = "", code]) =>
    [...words.matchAll(/`([A-Z_]+)`/g)].map(([, outcome]) => [outcome, Number(code)]),
  );
  expect(Object.fromEntries(shown)).toEqual(exitCodesOf(outcomes));
});
