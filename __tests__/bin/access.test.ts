import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import recorded from "../../access/recorded-calls.json";
import { callsOf } from "../../bin/access/calls";
import { policies } from "../../bin/access/policies";
import { allow } from "../../bin/access/statements";

const folder = path.resolve(__dirname, "../../access");
const all = policies();
const names = Object.keys(all);
const actionsOf = (...of: readonly string[]) =>
  of.flatMap(
    (name) =>
      all[name]?.Statement.flatMap(({ Effect, Action }) => (Effect === "Allow" ? Action : [])) ??
      [],
  );

describe("access/", () => {
  it("holds the policies that follow from the calls: npm run access", () => {
    const files = readdirSync(folder).filter((file) => file !== "recorded-calls.json");
    expect(files.sort()).toEqual(names.map((name) => `${name}.json`).sort());
    for (const name of names) {
      const text = readFileSync(path.join(folder, `${name}.json`), "utf8");
      expect(JSON.parse(text)).toEqual(all[name]);
    }
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  it.each(names)("%s fits a managed policy, each statement with an id of its own", (name) => {
    expect(JSON.stringify(all[name]).length).toBeLessThanOrEqual(6144);
    const ids = all[name]?.Statement.map(({ Sid }) => Sid) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]+$/);
  });

  it("allows every call that a command can make, and that the provider made", () => {
    const calls = [...recorded.plan, ...recorded.apply];
    const code = callsOf(...readdirSync(path.resolve(__dirname, "../../src/operations")));
    expect(code.length).toBeGreaterThan(40);
    const allowed = new Set(actionsOf(...names));
    expect([...calls, ...code].filter((action) => !allowed.has(action))).toEqual([]);
  });

  it("lets a role do no more than its part", () => {
    const isRead = (action: string) => /:(Describe|Get|List|View)/.test(action);
    const changing = (...of: readonly string[]) =>
      [...new Set(actionsOf(...of).filter((action) => !isRead(action)))].sort();
    expect(changing("check-identity", "check-network", "check-resources")).toEqual([
      "cloudwatch:PutMetricData",
      "s3:DeleteObject",
      "s3:PutObject",
    ]);
    expect(changing("update")).toEqual([
      "ec2:CreateImage",
      "ec2:CreateTags",
      "ec2:DeleteSnapshot",
      "ec2:DeregisterImage",
      "kms:CreateGrant",
      "kms:Decrypt",
      "kms:GenerateDataKeyWithoutPlaintext",
      "kms:ReEncryptFrom",
      "kms:ReEncryptTo",
      "ssm:CancelCommand",
      "ssm:SendCommand",
    ]);
    expect(changing("operator")).toEqual([
      "lambda:InvokeFunction",
      "logs:FilterLogEvents",
      "logs:StartLiveTail",
    ]);
    expect(changing("reader")).toEqual([
      "logs:FilterLogEvents",
      "logs:StartLiveTail",
      "logs:StartQuery",
    ]);
    const secret = names.filter((name) =>
      actionsOf(name).includes("secretsmanager:GetSecretValue"),
    );
    expect(secret).toEqual(["credentials", "restore"]);
    const roles = names.filter((name) => actionsOf(name).includes("iam:PassRole"));
    expect(roles).toEqual(["apply-identity", "tally-apply-identity"]);
  });

  it("leaves the state to those who check and apply, and the lock is all that a check writes", () => {
    const reaching = (name: string) =>
      all[name]?.Statement.filter(({ Action }) =>
        Action.some((each) => /^s3:\w+Object$/.test(each)),
      );
    for (const name of ["update", "operator", "reader", "credentials"])
      expect(reaching(name)).toEqual([]);
    for (const { Action, Resource } of reaching("check-identity") ?? [])
      if (Action.includes("s3:PutObject"))
        expect([Resource].flat().every((arn) => arn.endsWith(".tflock"))).toBe(true);
  });

  it("names what a new system has as soon as it has its line", () => {
    const named = { name: "orders", path: "orders-", has: ["ecs", "iam", "logs"] };
    const resources = allow(
      ["ecs:CreateService", "iam:CreateRole", "logs:CreateLogGroup"],
      [named],
    );
    expect(resources.flatMap(({ Resource }) => Resource)).toEqual(
      expect.arrayContaining([
        "arn:aws:ecs:*:111122223333:service/orders-*",
        "arn:aws:iam::111122223333:role/orders-*",
        "arn:aws:logs:*:111122223333:log-group:/orders-*",
        "arn:aws:logs:*:111122223333:log-group:/aws/ecs/containerinsights/orders-*",
      ]),
    );
    expect(JSON.stringify(resources)).not.toMatch(/test-app|tally|policy\//);
  });

  it("names what is ours, and refuses a service of which nothing is", () => {
    expect(allow(["ssm:ListCommands", "lambda:GetPolicy"])).toMatchObject([
      { Action: ["ssm:ListCommands"], Resource: "*" },
      { Action: ["lambda:GetPolicy"], Resource: [expect.stringMatching(/:function:test-app-\*$/)] },
    ]);
    expect(() => allow(["dynamodb:GetItem"])).toThrow("What is ours of dynamodb?");
  });
});
