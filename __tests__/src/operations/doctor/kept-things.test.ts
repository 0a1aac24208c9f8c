import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import {
  ACMClient,
  ImportCertificateCommand,
  RequestCertificateCommand,
} from "@aws-sdk/client-acm";
import { CreateServiceLinkedRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, it } from "vitest";
import { standIns } from "../../../../src/systems/configuration/stand-ins";
import { describeWithTools, toolPath } from "../../../support/external-tools";
import { inTemporaryFolder } from "../../../support/synthesized";
import { dummyCredentials, ExaminedAccount, names, uat } from "./examined-account";

/** A self-signed certificate for the environment's domain, with its key. */
function selfSigned(days: number) {
  return inTemporaryFolder((cwd) => {
    const args = [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-subj",
      `/CN=${uat.domain.name}`,
    ];
    const files = ["-days", `${days}`, "-keyout", "key.pem", "-out", "certificate.pem"];
    execFileSync(toolPath("openssl"), [...args, ...files], { cwd, stdio: "pipe" });
    const read = (name: string) => readFileSync(path.join(cwd, name));
    const Certificate = read("certificate.pem");
    const until = new Date(new X509Certificate(Certificate).validTo).toISOString().slice(0, 10);
    return { imported: { Certificate, PrivateKey: read("key.pem") }, until };
  });
}

describeWithTools("of what is kept", ["moto_server", "openssl"], () => {
  let account: ExaminedAccount;
  const client = { region: "us-east-1", credentials: dummyCredentials };
  beforeAll(async () => {
    account = await ExaminedAccount.start();
  });
  afterAll(async () => {
    await account[Symbol.asyncDispose]();
  });

  it("the service-linked role is there, or bootstrap makes it", async () => {
    const context = { region: "us-west-2" };
    expect(await account.find("service-linked-role", context)).toEqual([
      {
        status: "failed",
        message:
          "the role AWSServiceRoleForAutoScaling is missing, and the encryption key's policy names it",
        remedy: "npm run bootstrap -- us-west-2",
      },
    ]);
    const iam = new IAMClient(client);
    const AWSServiceName = "autoscaling.amazonaws.com";
    await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName }));
    expect(await account.find("service-linked-role", context)).toMatchObject([{ status: "ok" }]);
  });

  it("the state bucket is there, the account's own, and versioned", async () => {
    const name = names.stateBucket;
    const remedy = "npm run bootstrap -- us-east-1";
    const find = () => account.find("state-bucket");
    expect(await find()).toEqual([{ status: "failed", message: `${name} is missing`, remedy }]);

    const s3 = new S3Client({ ...client, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: name }));
    expect(await find()).toEqual([
      { status: "failed", message: `${name} is not versioned`, remedy },
    ]);

    const VersioningConfiguration = { Status: "Enabled" } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
    expect(await find()).toMatchObject([
      { status: "ok", message: `${name} is this account's, and versioned` },
      { status: "note", message: expect.stringContaining("only writing shows it") },
    ]);
  });

  it("the log bucket is there, and the account's own", async () => {
    const name = names.logBucket;
    const find = () => account.find("log-bucket");
    expect(await find()).toMatchObject([
      { status: "failed", message: `${name} is missing`, remedy: "npm run bootstrap -- us-east-1" },
    ]);
    const s3 = new S3Client({ ...client, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: name }));
    expect(await find()).toMatchObject([{ status: "ok" }]);

    // As S3 answers whoever expects the wrong owner; moto doesn't look at it.
    account.scripted.answers("HeadBucket", ({ headers }) =>
      headers["x-amz-expected-bucket-owner"] === undefined ? undefined : "denied",
    );
    expect(await find()).toMatchObject([
      { status: "failed", message: `${name} is another account's` },
    ]);

    account.scripted.answers("HeadBucket", { status: 301, body: "" });
    expect(await find()).toMatchObject([
      {
        status: "failed",
        message: `${name} is in another region than its name says`,
        remedy: expect.stringContaining("delete it there"),
      },
    ]);
    account.scripted.forgets("HeadBucket");
  });

  it("the certificate is issued for the domain, and not about to expire", async () => {
    const find = () => account.find("certificate");
    const acm = new ACMClient(client);
    expect(await find()).toMatchObject([
      {
        status: "failed",
        message: `ACM in us-east-1 has no certificate for ${uat.domain.name}`,
        remedy: expect.stringContaining(
          `aws acm request-certificate --region us-east-1 --domain-name ${uat.domain.name} `,
        ),
      },
    ]);

    const DomainName = uat.domain.name;
    await acm.send(new RequestCertificateCommand({ DomainName: `*.${standIns.domain}` }));
    expect(await find()).toMatchObject([
      { message: expect.stringContaining("has no certificate") },
    ]);
    await acm.send(new RequestCertificateCommand({ DomainName, ValidationMethod: "DNS" }));
    expect(await find()).toMatchObject([
      {
        status: "failed",
        message: `ACM's certificate for ${DomainName} is PENDING_VALIDATION, and not ISSUED`,
      },
    ]);

    const short = selfSigned(20);
    const { CertificateArn } = await acm.send(new ImportCertificateCommand(short.imported));
    expect(await find()).toEqual([
      {
        status: "warning",
        message: `the certificate for ${DomainName} expires ${short.until}`,
        remedy: `aws acm import-certificate --region us-east-1 --certificate-arn ${CertificateArn} --certificate fileb://NEW.pem --private-key fileb://KEY.pem --certificate-chain fileb://CHAIN.pem`,
      },
    ]);
    const long = selfSigned(40);
    await acm.send(new ImportCertificateCommand({ ...long.imported, CertificateArn }));
    expect(await find()).toEqual([
      { status: "ok", message: `issued for ${DomainName} until ${long.until}`, remedy: null },
    ]);

    // A successor that is newer counts, as in the construct, though it has expired.
    await acm.send(new ImportCertificateCommand(selfSigned(50).imported));
    account.scripted.answers("DescribeCertificate", (_, body) => {
      const isFirst = JSON.parse(body).CertificateArn === CertificateArn;
      const from = Date.now() / 1000 - (isFirst ? 2e6 : 1e6);
      const until = Date.now() / 1000 + (isFirst ? 1e7 : -1e5);
      return { body: { Certificate: { DomainName, NotBefore: from, NotAfter: until } } };
    });
    expect(await find()).toMatchObject([
      { status: "failed", message: expect.stringMatching(/^the certificate for .* expired 20/) },
    ]);
    account.scripted.forgets("DescribeCertificate");
  });

  it("the hosted zone is public, and there once, where the environment has one", async () => {
    expect(await account.find("hosted-zone")).toMatchObject([
      { status: "note", message: expect.stringContaining("the client keeps its DNS outside") },
    ]);
    const dns = { route53ZoneName: standIns.domain };
    const find = () => account.find("hosted-zone", { domain: { dns } });
    const route53 = new Route53Client(client);
    const create = (CallerReference: string, PrivateZone: boolean) =>
      route53.send(
        new CreateHostedZoneCommand({
          Name: dns.route53ZoneName,
          CallerReference,
          HostedZoneConfig: { PrivateZone },
          ...(PrivateZone ? { VPC: { VPCId: "vpc-1", VPCRegion: "us-east-1" } } : {}),
        }),
      );
    await create("private", true);
    expect(await find()).toMatchObject([
      { status: "failed", message: `Route 53 has no public zone ${standIns.domain}` },
    ]);
    await create("one", false);
    expect(await find()).toMatchObject([{ status: "ok" }]);
    await create("two", false);
    expect(await find()).toMatchObject([
      { status: "failed", message: expect.stringContaining("has 2 public zones") },
    ]);
  });

  it("the download secret has a value, once the environment is deployed", async () => {
    const name = names.downloadSecret;
    const find = () => account.find("download-secret");
    expect(await find()).toMatchObject([
      { status: "note", message: expect.stringContaining(`the first apply makes ${name}`) },
    ]);
    account.scripted.answers("DescribeAutoScalingGroups", {
      body: `<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult><AutoScalingGroups><member><AutoScalingGroupName>${names.base}</AutoScalingGroupName><MinSize>3</MinSize><DesiredCapacity>3</DesiredCapacity></member></AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>`,
    });
    expect(await find()).toMatchObject([
      { status: "failed", message: `${name} is missing, and the environment is deployed` },
    ]);
    account.scripted.forgets("DescribeAutoScalingGroups");

    const secrets = new SecretsManagerClient(client);
    await secrets.send(new CreateSecretCommand({ Name: name }));
    expect(await find()).toEqual([
      {
        status: "failed",
        message: `${name} has no value, so no instance can download the updater`,
        remedy: `npm run secret -- ${uat.id}`,
      },
    ]);
    await secrets.send(new PutSecretValueCommand({ SecretId: name, SecretString: "{}" }));
    expect(await find()).toEqual([{ status: "ok", message: `${name} has a value`, remedy: null }]);
    await secrets.send(new DeleteSecretCommand({ SecretId: name }));
    expect(await find()).toMatchObject([
      {
        status: "failed",
        remedy: `aws secretsmanager restore-secret --region us-east-1 --secret-id ${name}`,
      },
    ]);
    expect(account.scripted.operations).not.toContain("GetSecretValue");
  });

  it("the master user's secret is active, so that RDS can rotate it", async () => {
    const name = names.base;
    const find = () => account.find("database-secret");
    expect(await find()).toMatchObject([
      { status: "note", message: `not deployed yet: the database ${name} isn't there` },
    ]);
    const answer = (secret: string) =>
      account.scripted.answers("DescribeDBInstances", {
        body: `<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances><DBInstance><DBInstanceIdentifier>${name}</DBInstanceIdentifier>${secret}</DBInstance></DBInstances></DescribeDBInstancesResult></DescribeDBInstancesResponse>`,
      });
    const withStatus = (status: string) =>
      answer(
        `<MasterUserSecret><SecretStatus>${status}</SecretStatus><KmsKeyId>the-key</KmsKeyId></MasterUserSecret>`,
      );
    withStatus("active");
    expect(await find()).toMatchObject([{ status: "ok" }]);
    withStatus("rotating");
    expect(await find()).toMatchObject([{ status: "note" }]);
    withStatus("impaired");
    expect(await find()).toEqual([
      {
        status: "warning",
        message: `the master user's secret of ${name} is impaired: its password works, but RDS can't rotate it`,
        remedy: expect.stringMatching(/the-key .*--rotate-master-user-password/),
      },
    ]);
    answer("");
    expect(await find()).toMatchObject([
      { status: "failed", remedy: expect.stringContaining("--manage-master-user-password") },
    ]);
    account.scripted.forgets("DescribeDBInstances");
  });
});
