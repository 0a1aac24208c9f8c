import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";
import type { CloudObject } from "../../src/operations/drift/additions/in-plan/cloud-objects";
import { unset } from "../../src/operations/drift/additions/in-plan/unset-attributes";
import { allCases } from "../src/operations/drift/additions/cases/all-cases";
import { describeWithTools, VENV } from "../support/external-tools";
import { documents, shellLines } from "./documents";

const headers = [
  "routing_http_request_x_amzn_mtls_clientcert_serial_number_header_name",
  "routing_http_response_strict_transport_security_header_value",
  "routing_http_response_server_enabled",
];

const listsOfNames = [
  "load_balancers",
  "load_balancer_arns",
  "replicas",
  "managed_policy_arns",
  "propagating_vgws",
];

/** A resource that has every name by which AWS is told of one. */
function withAll(value: unknown, attribute: string): CloudObject {
  const named = ["id", "name", "bucket", "key_id", "identifier", "function_name", "url"];
  return {
    address: "",
    type: "",
    found: {
      [attribute]: listsOfNames.includes(attribute) ? ["n"] : value,
      ...Object.fromEntries(named.map((each) => [each, each])),
      arn: "a:a:a:region:a:a",
      latest_version: "2",
      service_linked_role_arn: "a/theirs",
    },
    planned: {},
    sets: () => false,
    leavesUnknown: () => false,
  };
}

const program = path.resolve(__dirname, "aws_commands.py");

interface Answer {
  readonly calls: number;
  readonly problems: readonly string[];
}

/** What the AWS CLI that is installed says of the calls in these texts. */
function judged(texts: readonly string[]): Answer {
  const { status, stdout, stderr } = spawnSync(path.join(VENV, "bin/python3"), [program], {
    encoding: "utf8",
    input: JSON.stringify(texts),
    env: {
      PATH: process.env.PATH,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

describeWithTools("the documents' calls of the AWS CLI", ["aws"], () => {
  it("name operations and options that it has, and ask for what it answers", () => {
    const { calls, problems } = judged([...documents.values()].flatMap(shellLines));
    expect(problems).toEqual([]);
    expect(calls).toBeGreaterThan(60);
  });

  it("and so do those that take an addition away", () => {
    const remedies = allCases.map(({ addition }) => addition.remedy);
    expect(judged(remedies)).toEqual({ calls: remedies.length, problems: [] });
  });

  it("and those that make an attribute again what AWS makes of it", () => {
    const remedies = unset.map(({ attribute, remedy }) => {
      const names = typeof attribute === "string" ? [attribute] : headers;
      return names.map((name) =>
        remedy(withAll([{ name: "n", region: "r", identifier: "i" }], name), name),
      );
    });
    const { calls, problems } = judged(remedies.flat());
    expect(problems).toEqual([]);
    expect(calls).toBeGreaterThanOrEqual(remedies.flat().length);
    expect(remedies.flat().join("\n")).not.toMatch(/undefined|\[object|''/);
  });

  it.each([
    ["aws ec3 describe-instances", "no such service"],
    ["aws ec2 describe-instance", "no such operation"],
    ["aws ec2 wait image-there --image-ids i", "no such operation"],
    ["aws ec2 create-image --instance-id i --name n --restart", "no option --restart"],
    ["aws ec2 create-image --name n", "lacks --instance-id"],
    ["X=$(aws ssm list-commands --query 'Command[].CommandId')", "nothing is called Command"],
    ["aws ssm list-commands --query 'Commands[0].[CommandId,State]'", "nothing is called State"],
    ["aws ssm list-commands --query 'Commands[0'", "Commands[0"],
  ])("are refused where they are wrong: %s", (text, problem) => {
    expect(judged([text]).problems).toEqual([expect.stringContaining(problem)]);
  });
});
