import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { CheckName } from "../../../../src/estate/checks";
import { checkNames } from "../../../../src/operations/doctor/all-checks";
import { type Finding, findingsOf } from "../../../../src/operations/doctor/check";
import { enabledRegions } from "../../../../src/operations/doctor/checks/account";
import { standIns } from "../../../../src/systems/configuration/stand-ins";
import { describeWithTools } from "../../../support/external-tools";
import { testapp } from "../../cli/command-line";
import { ExaminedAccount, findPushedIn, findTokenIn, names } from "./examined-account";

/** Every permission that a check needs, and the check. */
const needed = [
  ["regions", "ec2:DescribeRegions"],
  ["service-linked-role", "iam:GetRole"],
  ["default-vpc", "ec2:DescribeVpcs"],
  ["state-bucket", "s3:ListBucket", "HeadBucket"],
  ["state-bucket", "s3:GetBucketVersioning"],
  ["log-bucket", "s3:ListBucket", "HeadBucket"],
  ["lambda-concurrency", "lambda:GetAccountSettings"],
  ["lambda-concurrency", "lambda:GetFunctionConcurrency"],
  ["zones", "ec2:DescribeInstanceTypeOfferings"],
  ["zones", "ec2:DescribeVpcs"],
  ["zones", "ec2:DescribeSubnets"],
  ["machine-image", "ec2:DescribeImages"],
  ["certificate", "acm:ListCertificates"],
  ["certificate", "acm:DescribeCertificate"],
  ["hosted-zone", "route53:ListHostedZones"],
  ["download-secret", "secretsmanager:DescribeSecret"],
  ["download-secret", "autoscaling:DescribeAutoScalingGroups"],
  ["database-secret", "rds:DescribeDBInstances"],
  ["secure-parameter", "ssm:DescribeParameters"],
  ["ssm-agents", "autoscaling:DescribeAutoScalingGroups"],
  ["ssm-agents", "ssm:DescribeInstanceInformation"],
  ["updates", "ssm:GetParameter"],
  ["pushed-image", "ecr:DescribeImages"],
  ["pushed-archive", "s3:ListBucket", "ListObjectsV2"],
  ["topic-subscribers", "sns:ListSubscriptionsByTopic"],
] as const;

describeWithTools("what is denied", ["moto_server"], () => {
  let account: ExaminedAccount;
  beforeAll(async () => {
    account = await ExaminedAccount.start();
    // So far as each check gets to its last question.
    const { scripted } = account;
    scripted.answers("HeadBucket", { body: "" });
    scripted.answers("GetAccountSettings", {
      body: { AccountLimit: { UnreservedConcurrentExecutions: 1000 } },
    });
    const CertificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/1";
    scripted.answers("ListCertificates", {
      body: { CertificateSummaryList: [{ CertificateArn, DomainName: environment.domain.name }] },
    });
    const group = `<member><AutoScalingGroupName>${names.base}</AutoScalingGroupName><MinSize>3</MinSize><DesiredCapacity>3</DesiredCapacity><Instances><member><InstanceId>i-1</InstanceId><LifecycleState>InService</LifecycleState></member></Instances></member>`;
    scripted.answers("DescribeAutoScalingGroups", {
      body: `<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult><AutoScalingGroups>${group}</AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>`,
    });
  });
  afterAll(async () => {
    await account[Symbol.asyncDispose]();
  });

  const environment = { domain: { name: `uat.${standIns.domain}` } };

  function find(name: CheckName | "regions"): Promise<readonly Finding[]> {
    if (name === "regions") return findingsOf(() => enabledRegions(account.aws, ["us-east-1"]));
    if (name === "pushed-image" || name === "pushed-archive")
      return findPushedIn(account.aws, name);
    if (name === "secure-parameter") return findTokenIn(account.aws);
    return account.find(name, { domain: { dns: { route53ZoneName: standIns.domain } } });
  }

  it.each(needed)("%s without %s could not be checked, and names it", async (...row) => {
    const [check, action, operation = action.split(":")[1] ?? ""] = row;
    const found = await account.whileDenied(operation, () => find(check));
    expect(found).toHaveLength(1);
    const [finding] = found;
    expect(finding?.status).toBe("unchecked");
    expect(finding?.message).toMatch(new RegExp(`^${action} is denied `));
    expect(finding?.remedy).toContain(`allow ${action} `);
    // The encoded text behind EC2's refusals says nothing to a reader.
    expect(finding?.message).not.toMatch(/Encoded|c2VhbGVk/);
    expect(account.scripted.operations).toContain(operation);
  });

  it("every check in AWS is among them", () => {
    // What the account brings is told as notes, whatever the role may see.
    const others = checkNames.filter((name) => name !== "account-services");
    expect(new Set(needed.map(([check]) => check))).toEqual(new Set(["regions", ...others]));
  });

  it("--help names every one of these permissions", () => {
    const { stdout } = spawnSync(testapp, ["doctor", "--help"], { encoding: "utf8" });
    for (const [, action] of needed) {
      const [service, operation] = action.split(":");
      expect(stdout).toContain(`${service}:`);
      expect(stdout).toContain(operation);
    }
  });
});
