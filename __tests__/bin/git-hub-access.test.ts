import { describe, expect, it } from "vitest";
import { policies } from "../../bin/access/policies";
import { systems } from "../../bin/access/systems";
import { loadDeployment } from "../../src/estate/deployments";
import { permits } from "../support/iam";
import {
  type Configuration,
  type SynthesizedStack,
  synthesizeInventory,
} from "../support/synthesized";

const inventory = await synthesizeInventory();
const all = policies();
const account = "111122223333";
const iam = (what: string) => `arn:aws:iam::${account}:${what}`;
const here = (service: string, what: string) => `arn:aws:${service}:us-east-1:${account}:${what}`;

/** All that a role of GitHub's may do, as the foundation's stack attaches it. */
function statementsOf(name: string): readonly Configuration[] {
  const foundation = inventory["foundation-us-east-1"] as SynthesizedStack;
  const { policy_arns } = foundation.named(
    "aws_iam_role_policy_attachments_exclusive",
    `${name}/no-attached-policies`,
  );
  const attached = foundation
    .resources()
    .filter(({ address }) => policy_arns.includes(`\${${address}.arn}`));
  expect(attached).toHaveLength(policy_arns.length);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  expect(attached.length).toBeLessThanOrEqual(10);
  return attached.flatMap(({ configuration }) => JSON.parse(configuration.policy).Statement);
}

/** Tags of what belongs to the first system or to a foundation, and of what is tally's. */
const ofOthers = { "aws:ResourceTag/ProjectId": "1234", "aws:ResourceTag/Environment": "shared" };
const own = { "aws:ResourceTag/ProjectId": "1234", "aws:ResourceTag/System": "tally" };
const bounded = {
  "iam:PermissionsBoundary": iam("policy/test-app-tally-role-boundary-us-east-1"),
};
const passedTo = (service: string) => ({ "iam:PassedToService": service });
const state = "arn:aws:s3:::test-app-terraform-state-111122223333-us-east-1";
const record = (name: string) => ({
  "route53:ChangeResourceRecordSetsNormalizedRecordNames": name,
});

describe("the role that GitHub's approved jobs of tally take on", () => {
  const statements = statementsOf("tally-production-apply");

  it.each([
    ["iam:CreateRole", iam("role/tally-production-adder"), bounded],
    ["iam:PutRolePolicy", iam("role/tally-production-adder"), { ...own, ...bounded }],
    ["iam:UpdateAssumeRolePolicy", iam("role/tally-production-adder"), own],
    ["iam:PassRole", iam("role/tally-production-adder"), passedTo("ec2.amazonaws.com")],
    ["kms:ScheduleKeyDeletion", here("kms", "key/1"), own],
    ["ec2:CreateVpc", here("ec2", "vpc/*"), {}],
    ["ec2:CreateTags", here("ec2", "vpc/1"), { "ec2:CreateAction": "CreateVpc" }],
    ["ec2:CreateTags", here("ec2", "security-group/1"), {}], // a new VPC's default group
    ["ec2:CreateRoute", here("ec2", "route-table/1"), own],
    ["ec2:CreateVpcEndpoint", here("ec2", "vpc/1"), own],
    ["ec2:CreateVpcEndpoint", here("ec2", "vpc-endpoint/1"), {}],
    [
      "elasticloadbalancing:DeleteTargetGroup",
      here("elasticloadbalancing", "targetgroup/a/1"),
      own,
    ],
    ["rds:CreateDBInstance", here("rds", "db:tally-production"), {}],
    ["rds:CreateDBInstance", here("rds", "og:default:postgres-17"), {}],
    [
      "cloudwatch:PutMetricAlarm",
      here("cloudwatch", "alarm:TargetTracking-service/tally-production/display-AlarmHigh-1"),
      {},
    ],
    [
      "cloudwatch:DeleteAlarms",
      here("cloudwatch", "alarm:TargetTracking-service/tally-production/display-AlarmLow-1"),
      {},
    ],
    ["route53:AssociateVPCWithHostedZone", "arn:aws:route53:::hostedzone/1", {}],
    [
      "route53:ChangeResourceRecordSets",
      "arn:aws:route53:::hostedzone/1",
      record("tally.client.org"),
    ],
    [
      "logs:CreateLogGroup",
      here("logs", "log-group:/aws/ecs/containerinsights/tally-production/performance"),
      {},
    ],
    ["s3:PutObject", `${state}/tally-production.tfstate`, {}],
    ["s3:DeleteObject", `${state}/tally-production.tfstate.tflock`, {}],
    [
      "iam:CreateServiceLinkedRole",
      iam(
        "role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
      ),
      {},
    ],
  ])("may %s on %s", (action, resource, known) => {
    expect(permits(statements, { action, resource, known: { ...known } })).toBe(true);
  });

  it.each([
    // Its own rights, and those of the roles that it makes
    ...["tally-production-apply", "tally-production-plan", "tally-images"].flatMap(
      (name) =>
        [
          ["iam:UpdateAssumeRolePolicy", iam(`role/${name}`), ofOthers],
          ["iam:AttachRolePolicy", iam(`role/${name}`), {}],
          ["iam:PutRolePolicy", iam(`role/${name}`), bounded],
          ["iam:PassRole", iam(`role/${name}`), passedTo("ec2.amazonaws.com")],
        ] as const,
    ),
    ["iam:CreatePolicyVersion", iam("policy/test-app-tally-apply-limits"), {}],
    ["iam:CreatePolicyVersion", iam("policy/test-app-tally-role-boundary-us-east-1"), {}],
    ["iam:DeletePolicy", iam("policy/tally-anything"), {}],
    [
      "iam:DeleteOpenIDConnectProvider",
      iam("oidc-provider/token.actions.githubusercontent.com"),
      {},
    ],
    ["iam:CreateRole", iam("role/tally-new"), {}],
    [
      "iam:CreateRole",
      iam("role/tally-new"),
      { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
    ],
    ["iam:PutRolePolicy", iam("role/tally-production-adder"), own],
    ["iam:DeleteRolePermissionsBoundary", iam("role/tally-production-adder"), bounded],
    ["iam:PassRole", iam("role/tally-production-adder"), passedTo("lambda.amazonaws.com")],
    ["iam:PassRole", iam("role/test-app-uat-us-east-1-instance"), passedTo("ec2.amazonaws.com")],
    // What is another system's, or a foundation's
    ["iam:PutRolePolicy", iam("role/test-app-uat-us-east-1-instance"), bounded],
    ["rds:DeleteDBInstance", here("rds", "db:test-app-uat-us-east-1"), {}],
    ["kms:ScheduleKeyDeletion", here("kms", "key/1"), ofOthers],
    ["kms:PutKeyPolicy", here("kms", "key/1"), ofOthers],
    ["ec2:AuthorizeSecurityGroupIngress", here("ec2", "security-group/1"), ofOthers],
    ["ec2:CreateTags", here("ec2", "security-group/1"), ofOthers],
    ["ec2:CreateLaunchTemplateVersion", here("ec2", "launch-template/1"), ofOthers],
    ["ec2:DeleteRoute", here("ec2", "route-table/1"), {}],
    ["ec2:CreateVpcEndpoint", here("ec2", "vpc/1"), {}],
    ["ec2:DeleteSubnet", here("ec2", "subnet/1"), {}],
    ["ec2:CreateTags", here("ec2", "route-table/1"), {}],
    [
      "elasticloadbalancing:DeleteTargetGroup",
      here("elasticloadbalancing", "targetgroup/a/1"),
      ofOthers,
    ],
    ["secretsmanager:DeleteSecret", here("secretsmanager", "secret:rds!db-1"), {}],
    ["secretsmanager:GetSecretValue", here("secretsmanager", "secret:rds!db-1"), own],
    ["ssm:UpdateDocument", here("ssm", "document/test-app-uat-us-east-1-autoupdater"), {}],
    ["ecr:DeleteRepository", here("ecr", "repository/tally/display"), {}],
    [
      "route53:ChangeResourceRecordSets",
      "arn:aws:route53:::hostedzone/1",
      record("test-app.client.org"),
    ],
    ["s3:GetObject", `${state}/production-us-east-1.tfstate`, {}],
    ["s3:PutObject", `${state}/foundation-us-east-1.tfstate`, {}],
    ["s3:PutBucketPolicy", state, {}],
  ] as const)("may not %s on %s", (action, resource, known) => {
    expect(permits(statements, { action, resource, known: { ...known } })).toBe(false);
  });

  it("can't touch any role of GitHub's jobs", () => {
    const limits = all["tally-apply-limits"]?.Statement ?? [];
    const roles = inventory["foundation-us-east-1"]?.ofType("aws_iam_role") ?? [];
    const untouched = limits.find(({ Sid }) => Sid === "LeaveGitHubsRolesAlone")?.Resource ?? [];
    expect([...untouched].sort()).toEqual(roles.map(({ name }) => iam(`role/${name}`)).sort());
  });

  it("has of what others own nothing but its state's place", () => {
    const named = statements
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Resource }) => [Resource].flat())
      .filter((arn: string) => /test-app|foundation/.test(arn));
    const states = "arn:aws:s3:::test-app-terraform-state-111122223333-*";
    expect([...new Set(named)].sort()).toEqual([
      states,
      `${states}/tally-*.tflock`,
      `${states}/tally-*.tfstate`,
    ]);
  });
});

describe("the role that plans", () => {
  const statements = statementsOf("tally-production-plan");

  it("changes nothing but the lock of tally's state", () => {
    const changing = statements.filter(({ Action }) =>
      Action.some((action: string) => !/:(Describe|Get|List|View|BatchGet)/.test(action)),
    );
    expect(changing).toEqual([
      {
        Sid: "LockState",
        Effect: "Allow",
        Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
        Resource: ["arn:aws:s3:::test-app-terraform-state-111122223333-*/tally-*.tflock"],
      },
    ]);
  });

  it.each([
    ["secretsmanager:GetSecretValue", here("secretsmanager", "secret:rds!db-1")],
    ["ssm:GetParameter", here("ssm", "parameter/test-app/uat-us-east-1/database/user")],
    ["kms:Decrypt", here("kms", "key/1")],
  ])("shows nobody's secrets: %s on %s", (action, resource) => {
    expect(permits(statements, { action, resource, known: own })).toBe(false);
  });
});

describe("services that roles are passed to", () => {
  it.each(Object.values(systems).map((system) => [system.name, system] as const))(
    "are those that take on roles of %s",
    (_, { name }) => {
      const stacks = Object.entries(inventory).filter(([id]) => loadDeployment(id).system === name);
      const takers = stacks
        .flatMap(([, stack]) => stack.ofType("aws_iam_role"))
        .map(({ assume_role_policy: trust }) => JSON.parse(trust).Statement[0].Principal.Service);
      const file = name === "tally" ? "tally-apply-identity" : "apply-identity";
      const gives = all[file]?.Statement.find(({ Sid }) => Sid === "GiveRoles");
      const services = [gives?.Condition?.StringEquals?.["iam:PassedToService"]].flat();
      expect(services).toEqual(expect.arrayContaining([...new Set(takers)]));
      if (name === "tally") expect(services.sort()).toEqual([...new Set(takers)].sort());
    },
  );
});
