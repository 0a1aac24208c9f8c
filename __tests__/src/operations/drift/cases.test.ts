import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { judgePlan } from "../../../../src/operations/drift/judge/judge";
import {
  type EnvironmentReport,
  environmentReportSchema,
} from "../../../../src/operations/drift/report";
import { exactJson } from "../../../../src/operations/report/exact-json";

const folder = path.join(__dirname, "cases");
const reason = "reviewed by two people in the weekly meeting";
const accepted = [
  ["aws_lambda_function.f", "tags.x"],
  ["aws_x.n", "idle"],
  ["aws_x.y", "tags.x"],
].map(([address = "", at = ""]) => ({
  environment: "uat-us-east-1",
  address,
  path: at,
  reason,
  expires: "2027-12-31",
}));

function judged(name: string): EnvironmentReport {
  const plan: unknown = exactJson(readFileSync(path.join(folder, `${name}.json`), "utf8"));
  const list = name === "list-order-code" ? [] : accepted;
  return judgePlan(plan, { environment: "uat-us-east-1", accepted: list, today: "2026-11-28" });
}

/** What each plan must get: its verdict, and a line for each finding with the attributes that it names. */
const expected: Record<string, readonly string[]> = {
  // Beside an accepted difference, Terraform would do something else too.
  "accepted-hides-form": [
    "PENDING",
    "drift update aws_x.y: tags.x (accepted)",
    "pending update aws_x.y: description",
  ],
  "accepted-hides-order": [
    "PENDING",
    "drift update aws_lambda_function.f: tags.x (accepted)",
    "pending update aws_lambda_function.f: layers",
  ],
  "accepted-hides-number": [
    "PENDING",
    "pending update aws_x.n: token",
    "pending update aws_x.n: idle (accepted)",
  ],
  // What forces a replacement is never form, whoever set it.
  "removed-forcenew": ["PENDING", "pending replace aws_instance.web, destructive: key_name"],
  "removed-forcenew-with-drift": [
    "DRIFTED_AND_PENDING",
    "drift update aws_instance.web: tags.a",
    "pending replace aws_instance.web, destructive: key_name",
  ],
  "removed-forcenew-hand": ["DRIFTED", "drift replace aws_instance.web, destructive: key_name"],
  rmtrigger: ["PENDING", "pending replace terraform_data.a, destructive: triggers_replace"],
  // A check's nested data source is read, and nothing changes.
  check: ["IN_SYNC"],
  // The group of one module moved, the code of another changed.
  "module-for-each": [
    "PENDING",
    'pending update module.app["blue"].aws_ssm_parameter.p: value',
    'state-only update module.app["green"].aws_autoscaling_group.g: desired_capacity',
  ],
  "module-for-each-control": [
    "PENDING",
    'pending update module.app["blue"].aws_ssm_parameter.p: value',
  ],
  // It refers to what moved, but changes otherwise.
  "known-ref-both": [
    "DRIFTED_AND_PENDING",
    "state-only update aws_autoscaling_group.g: desired_capacity",
    "drift update aws_ssm_parameter.p: value, because of aws_autoscaling_group.g (a guess)",
    "pending update aws_ssm_parameter.p: value",
  ],
  // A replacement that leaves the old object destroys nothing.
  "create-forget": ["PENDING", "pending replace aws_db_instance.main: engine_version (abandons)"],
  "create-forget-tofu": [
    "PENDING",
    "pending replace aws_db_instance.main: engine_version (abandons)",
  ],
  "import-identity": [
    "PENDING",
    'pending import aws_instance.web {"id":"i-0aaa","region":"us-east-1"}',
  ],
  "import-identity-other": [
    "PENDING",
    'pending import aws_instance.web {"id":"i-0bbb","region":"us-east-1"}',
  ],
  // Without what says whether it is whole.
  opentofu: ["INCONCLUSIVE"],
  // What an action would do can't be taken back, and needs approval.
  "actions-invoke": [
    "PENDING",
    "pending invoke action.aws_lambda_invoke.purge: function_name, payload",
  ],
  "actions-invoke-not-applyable": [
    "PENDING",
    "pending invoke action.aws_lambda_invoke.purge: function_name, payload",
  ],
  "actions-invoke-deferred-action": ["INCONCLUSIVE"],
  // A value that is marked in one attribute and stands in another too.
  "sensitive-elsewhere": [
    "PENDING",
    "pending update helm_release.agent: version, metadata[0].values",
  ],
  // The order of a list is content.
  "list-order-by-hand": ["DRIFTED", "drift update aws_lambda_function.f: layers"],
  "list-order-code": [
    "DRIFTED_AND_PENDING",
    "drift update aws_lambda_function.f: tags.x",
    "pending update aws_lambda_function.f: layers",
  ],
};

it.each(Object.entries(expected))("%s is judged right", (name, [verdict, ...findings]) => {
  const report = judged(name);
  expect(environmentReportSchema.parse(report)).toEqual(report);
  const said = report.findings.map(
    ({ cause, change, address, destructive, attributes, because, guess, ...finding }) =>
      [
        `${cause} ${change} ${address}`,
        destructive ? ", destructive" : "",
        attributes.length > 0 ? `: ${attributes.map((each) => each.path).join(", ")}` : "",
        because ? `, because of ${because.join(", ")}` : "",
        guess ? " (a guess)" : "",
        finding.imports ? ` ${JSON.stringify(finding.imports)}` : "",
        finding.abandons ? " (abandons)" : "",
        finding.accepted ? " (accepted)" : "",
      ].join(""),
  );
  expect([report.verdict, ...said]).toEqual([verdict, ...findings]);
});

it("imports of other objects are other plans", () => {
  const [one, other] = ["import-identity", "import-identity-other"].map(judged);
  expect(one?.planFingerprint).not.toBe(other?.planFingerprint);
});

it("a sensitive value appears nowhere", () => {
  expect(JSON.stringify(judged("sensitive-elsewhere"))).not.toContain("hunter2-sekret-key");
});

it("every case is here", () => {
  const files = readdirSync(folder).map((file) => path.basename(file, ".json"));
  expect(files.filter((name) => !(name in expected))).toEqual([]);
});
