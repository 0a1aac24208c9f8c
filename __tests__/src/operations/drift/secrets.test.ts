import { expect, it } from "vitest";
import { judge, noOp, type Written } from "./written-plans";

/** What the report of a plan says, in which a policy that somebody added holds a text. */
function reportOf(condition: string, more: Written): string {
  const policy = JSON.stringify({ Statement: [{ Sid: "added", Condition: condition }] });
  const secret = noOp("aws_secretsmanager_secret.s", { id: "a", arn: "arn:aws:x", policy });
  const report = judge({
    ...more,
    changes: [secret, ...(more.changes ?? [])],
    plan: { applyable: false, ...more.plan },
  });
  expect(report.verdict).toBe("DRIFTED");
  return JSON.stringify(report);
}

it("a short value that is sensitive is withheld as a word, and is no part of another", () => {
  const marked = { before_sensitive: { pin: true }, after_sensitive: { pin: true } };
  const changes = [noOp("aws_x.z", { pin: "hunter2" }, marked)];
  for (const form of ["hunter2", "mysql://u:hunter2@h", "u=hunter2\n", '{"a":"hunter2"}'])
    expect(reportOf(form, { changes })).not.toContain("hunter2");
  expect(reportOf("hunter27", { changes })).toContain("hunter27");
  const short = [noOp("aws_x.z", { pin: 25 }, marked)];
  expect(reportOf("port 25", { changes: short })).toContain("port 25");
});

const text = 'pa"ss\\word & <more>\nof it';
const marked = { before_sensitive: { text: true }, after_sensitive: { text: true } };
const data = { values: { text }, sensitive_values: { text: true } };
const inModule = { root_module: { child_modules: [{ resources: [data] }] } };

const places: [string, Written][] = [
  ["an attribute of a resource", { changes: [noOp("aws_x.z", { text }, marked)] }],
  ["a data source that was read", { plan: { prior_state: { values: inModule } } }],
  ["what is planned of a module", { plan: { planned_values: inModule } }],
  [
    "an output as it is planned",
    { plan: { planned_values: { outputs: { o: { value: text, sensitive: true } } } } },
  ],
];

it.each(places)(
  "a value that is sensitive in %s is withheld, however often it is escaped",
  (_, plan) => {
    const inTerraform = text
      .replace("&", "\\u0026")
      .replace("<", "\\u003c")
      .replace(">", "\\u003e");
    for (const form of [
      text,
      JSON.stringify({ text }),
      JSON.stringify({ a: JSON.stringify({ text }) }),
    ])
      expect(reportOf(form, plan)).not.toContain("of it");
    expect(reportOf(inTerraform, plan)).not.toContain("of it");
    expect(reportOf("nothing of it", plan)).toContain("of it");
  },
);

it.each([
  ["in an address", "pass/word?9", "mysql://u:pass%2Fword%3F9@h"],
  ["without the end of its line", "a-password\n", "u:a-password@h"],
  ["that a sensitive text of JSON holds", '{"password":"a-password"}', "u:a-password@h"],
])("a sensitive value %s is withheld", (_, text, form) => {
  expect(reportOf(form, { changes: [noOp("aws_x.z", { text }, marked)] })).not.toContain(form);
});
