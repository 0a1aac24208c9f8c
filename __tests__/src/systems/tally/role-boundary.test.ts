import { describe, expect, it } from "vitest";
import { permits } from "../../../support/iam";
import { type SynthesizedStack, synthesizeInventory } from "../../../support/synthesized";

const inventory = await synthesizeInventory();
const tally = inventory["tally-production"] as SynthesizedStack;
const name = "test-app-tally-role-boundary-us-east-1";
const boundary = JSON.parse(
  (inventory["foundation-us-east-1"] as SynthesizedStack)
    .ofType("aws_iam_policy")
    .find((policy) => policy.name === name)?.policy,
).Statement;

/** What only Terraform knows, as AWS may have made it. */
const made: Readonly<Record<string, string>> = {
  ".secret_arn}": "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!db-1",
  aws_kms_key: "arn:aws:kms:us-east-1:111122223333:key/1",
  ".resource_id}": "db-1",
};
const known = (text: string) =>
  text.replace(
    /\$\{[^}]*\}/g,
    (reference) =>
      Object.entries(made).find(([part]) => reference.includes(part))?.[1] ?? reference,
  );
/** As each call of the services comes: through Secrets Manager, under the system's key. */
const context = {
  "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
  "aws:ResourceTag/System": "tally",
};

describe("roles of tally", () => {
  it("are all bounded by the foundation's policy", () => {
    const bounds = tally.ofType("aws_iam_role").map((role) => role.permissions_boundary);
    expect(bounds.length).toBeGreaterThan(4);
    expect(new Set(bounds)).toEqual(new Set([`arn:aws:iam::111122223333:policy/${name}`]));
  });

  it("may do under that bound what their own policies say", () => {
    const calls = tally
      .ofType("aws_iam_role_policy")
      .flatMap(({ policy }) => JSON.parse(policy).Statement)
      .flatMap(({ Action, Resource }) =>
        [Action]
          .flat()
          .flatMap((action: string) =>
            [Resource].flat().map((resource: string) => ({ action, resource: known(resource) })),
          ),
      );
    expect(calls.length).toBeGreaterThan(30);
    expect(calls.filter((call) => !permits(boundary, { ...call, known: context }))).toEqual([]);
  });

  it.each([
    ["iam:CreateUser", "arn:aws:iam::111122223333:user/somebody", {}],
    ["sts:AssumeRole", "arn:aws:iam::111122223333:role/test-app-uat-us-east-1-instance", {}],
    ["s3:GetObject", "arn:aws:s3:::test-app-terraform-state-111122223333-us-east-1/x.tfstate", {}],
    ["ssm:GetParameter", "arn:aws:ssm:us-east-1:111122223333:parameter/test-app/database", {}],
    ["rds-db:connect", "arn:aws:rds-db:us-east-1:111122223333:dbuser:db-1/dbowner", {}],
    ["kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/1", { "aws:ResourceTag/System": "x" }],
  ])("may not %s on %s, whatever somebody gives them", (action, resource, others) => {
    const given = { Effect: "Allow", Action: "*", Resource: "*" };
    const call = { action, resource, known: { ...context, ...others } };
    expect([permits([given], call), permits(boundary, call)]).toEqual([true, false]);
  });
});
