import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { judgePlan } from "../../../../../src/operations/drift/judge/judge";

/**
 * Plans of the shipped stacks, by Terraform with the AWS provider 5.100.0 against an emulated AWS, cut to the resources
 * that this is about. `settled`: nothing was added. `fresh`: somebody has added something. `known`: an apply has
 * refreshed the state since, so that Terraform sees no difference any more.
 */
function judged(name: string) {
  const text = gunzipSync(
    readFileSync(path.join(__dirname, "plans", `${name}.json.gz`)),
  ).toString();
  const { verdict, findings } = judgePlan(JSON.parse(text), {
    environment: "uat-us-east-1",
    accepted: [],
    today: "2026-11-28",
  });
  const told = findings
    .filter(({ cause }) => cause !== "state-only")
    .map(({ cause, address, addition, attributes }) => {
      const paths =
        addition?.path.replace(/@[0-9a-f]{16}$/, "") ?? attributes.map((each) => each.path).join();
      return `${cause} ${address.replace(/_[0-9A-F]{8}$/, "")} ${paths}`;
    });
  return [verdict, ...told];
}

const inUat = [
  "unmanaged aws_lambda_function.updater-function_this code_sha256",
  "unmanaged aws_security_group.access_database ingress[tcp 3306 from 0.0.0.0/0]",
  "unmanaged aws_security_group.access_instance ingress[tcp 22 from 203.0.113.7/32]",
];
const inFoundation = ["unmanaged aws_s3_bucket.log-bucket_this cors_rule"];
/** Resources beside a role or a secret own all of the kind: it is drift, and an apply has taken it away. */
const reverted = [
  "drift aws_iam_role_policies_exclusive.instance-role_only-these-policies policy_names",
  "drift aws_iam_role_policy_attachments_exclusive.instance-role_no-attached-policies policy_arns",
  "drift aws_secretsmanager_secret_policy.download-secret_policy policy",
];

it.each<[string, string, string[]]>([
  ["settled-uat", "IN_SYNC", []],
  ["settled-foundation", "IN_SYNC", []],
  ["fresh-uat", "DRIFTED", [...reverted, ...inUat]],
  ["fresh-foundation", "DRIFTED", inFoundation],
  ["known-uat", "DRIFTED", inUat],
  ["known-foundation", "DRIFTED", inFoundation],
])("%s is %s", (name, verdict, additions) => {
  const [said, ...told] = judged(name);
  expect(said).toBe(verdict);
  expect(told.sort()).toEqual([...additions].sort());
});
