import { describe, expect, it } from "vitest";
import { ruleNames } from "../../../../../src/operations/review/dangers/names";
import { dangersIn, rules } from "../../../../../src/operations/review/dangers/rules";
import { sharedDangers } from "../../../../../src/operations/review/shared-dangers";
import { documentOf } from "../../../../runbooks/documents";
import { comparison } from "../stacks";
import { cases } from "./cases";

describe.each(ruleNames)("%s", (rule) => {
  it.each(cases[rule])("finds $name", ({ before, danger, says }) => {
    const found = sharedDangers([comparison(before, danger)]);
    const own = found.filter((each) => each.rule === rule);
    expect(own.map(({ what }) => what)).toEqual([expect.stringContaining(says)]);
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

it("tells in one line what is true of many", () => {
  const alarms = (values: object) =>
    Object.fromEntries(
      Array.from({ length: 25 }, (_, index) => [
        `aws_cloudwatch_metric_alarm.a${index}`,
        { alarm_name: `a${index}`, alarm_actions: ["topic"], ...values },
      ]),
    );
  const silenced = comparison(
    alarms({ actions_enabled: true }),
    alarms({ actions_enabled: false }),
  );
  expect(sharedDangers([silenced]).map(({ what }) => what)).toEqual([
    "aws_cloudwatch_metric_alarm.a0, aws_cloudwatch_metric_alarm.a1, aws_cloudwatch_metric_alarm.a2, aws_cloudwatch_metric_alarm.a3, aws_cloudwatch_metric_alarm.a4, … and 20 more: actions_enabled true → false: nobody hears of it",
  ]);
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
