import { describe, expect, it } from "vitest";
import { ruleNames } from "../../../../../src/operations/review/dangers/names";
import { dangersIn, rules } from "../../../../../src/operations/review/dangers/rules";
import { documentOf } from "../../../../runbooks/documents";
import { comparison } from "../stacks";
import { cases } from "./cases";

describe.each(ruleNames)("%s", (rule) => {
  it.each(cases[rule])("finds $name", ({ before, danger, says }) => {
    const found = rules[rule](comparison(before, danger));
    expect(found.map(({ what }) => what)).toEqual([expect.stringContaining(says)]);
  });

  it.each(cases[rule])("lets a harmless neighbour of $name pass", ({ before, harmless }) => {
    const compared = comparison(before, harmless);
    expect(compared.changes).not.toEqual([]);
    expect(rules[rule](compared)).toEqual([]);
  });

  it("stands in docs/review.md", () => {
    expect(documentOf("docs/review.md").text).toContain(`| \`${rule}\` |`);
  });
});

it("reports the worst first", () => {
  const compared = comparison(
    { "aws_cloudwatch_metric_alarm.a": { alarm_actions: ["topic"] }, "aws_kms_key.a": {} },
    {},
  );
  expect(dangersIn(compared).map(({ rule }) => rule)).toEqual(["stateful-lost", "alarm-silenced"]);
});

it("finds nothing dangerous in a new environment, whose every right is new", () => {
  expect(dangersIn(comparison(null, cases["policy-widened"][0]?.danger ?? null))).toEqual([]);
});

it("finds a secret in clear in a new environment, too", () => {
  const written = { "aws_db_instance.main": { password: "not-to-be-seen" } };
  const found = dangersIn(comparison(null, written));
  expect(found.map(({ rule }) => rule)).toEqual(["secret-in-clear"]);
  expect(JSON.stringify(found)).not.toContain("not-to-be-seen");
});
