import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ACMClient, ImportCertificateCommand } from "@aws-sdk/client-acm";
import { CopyImageCommand, DescribeImagesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateServiceLinkedRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import Ajv2020 from "ajv/dist/2020";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import schema from "../../schemas/doctor-report.schema.json";
import { idsOf, regions } from "../../src/estate/deployments";
import { describeWithTools, toolPath } from "../support/external-tools";
import { ScriptedAws } from "../support/scripted-aws";
import { MotoServer } from "./drift/moto-server";
import { Program } from "./drift/program";
import { ProjectCopy } from "./project-copy";

const report = readFileSync(path.resolve(__dirname, "doctor-report.txt"), "utf8");
const accountId = "444455556666";
const domain = "test-app.client.test";
const image = "test-app-1";
const uat = "uat-us-east-1";

/** As the client would have written them. */
const decided = `export const standIns = {
  accountId: "${accountId}",
  domain: "${domain}",
  machineImage: { owner: "self", name: "${image}" },
  applicationPort: 8080,
  healthCheckPath: "/up",
  gitHubRepository: "client/infrastructure",
} as const;
`;

const credentials = { accessKeyId: "test", secretAccessKey: "a-key-that-opens-nothing" };

describeWithTools("the doctor", ["moto_server", "openssl", "terraform"], () => {
  let moto: MotoServer;
  let aws: ScriptedAws;
  let project: ProjectCopy;
  beforeAll(async () => {
    vi.stubEnv("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
    moto = await MotoServer.start({ MOTO_ACCOUNT_ID: accountId });
    aws = await ScriptedAws.before(moto.url);
    // What moto doesn't have.
    aws.answers("GetAccountSettings", {
      body: { AccountLimit: { UnreservedConcurrentExecutions: 1000 } },
    });
    aws.answers("DescribeTrails", { body: { trailList: [] } });
    aws.answers("ListDetectors", { body: { detectorIds: [] } });
    aws.answers("DescribeConfigurationRecorderStatus", { body: {} });
    aws.answers("DescribeHub", { status: 401, body: { __type: "InvalidAccessException" } });
    aws.answers("ListAnalyzers", { body: { analyzers: [] } });
    aws.answers("GetServiceQuota", { body: { Quota: { Value: 5 } } });
    project = new ProjectCopy();
    writeFileSync(path.join(project.folder, "src/systems/configuration/stand-ins.ts"), decided);
    await fill(aws.url, project.folder);
    // moto loads a service at its first question, which takes longer than the doctor waits on a busy machine.
    await doctor([uat]);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    project[Symbol.dispose]();
    await aws[Symbol.asyncDispose]();
    await moto[Symbol.asyncDispose]();
  });

  /** `testapp doctor` of the copy, whose standard streams are no terminal. */
  async function doctor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    aws.operations.length = 0;
    const testapp = path.join(project.folder, "bin/testapp");
    await using program = new Program(testapp, ["doctor", ...args], {
      cwd: project.folder,
      env: {
        PATH: process.env.PATH,
        CI: "1",
        TF_CLI_CONFIG_FILE: "/dev/null",
        TERRAFORM_BINARY_NAME: toolPath("terraform"),
        AWS_ENDPOINT_URL: aws.url,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_CONFIG_FILE: "/nonexistent",
        AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
        AWS_EC2_METADATA_DISABLED: "true",
        ...env,
      },
    });
    return await program.ended;
  }

  const s3 = (url: string) =>
    new S3Client({ region: "us-east-1", endpoint: url, forcePathStyle: true, credentials });
  const logBucket = { Bucket: `test-app-logs-${accountId}-us-east-1` };

  /** Everything that uat needs, but the log bucket; its certificate is about to expire. */
  async function fill(url: string, folder: string): Promise<void> {
    const client = { region: "us-east-1", endpoint: url, credentials };
    const ec2 = new EC2Client(client);
    const { Images: [ubuntu] = [] } = await ec2.send(
      new DescribeImagesCommand({ Owners: ["099720109477"] }),
    );
    await ec2.send(
      new CopyImageCommand({
        Name: image,
        SourceImageId: ubuntu?.ImageId,
        SourceRegion: "us-east-1",
      }),
    );
    const AWSServiceName = "autoscaling.amazonaws.com";
    await new IAMClient(client).send(new CreateServiceLinkedRoleCommand({ AWSServiceName }));
    const stateBucket = { Bucket: `test-app-terraform-state-${accountId}-us-east-1` };
    await s3(url).send(new CreateBucketCommand(stateBucket));
    const VersioningConfiguration = { Status: "Enabled" } as const;
    await s3(url).send(new PutBucketVersioningCommand({ ...stateBucket, VersioningConfiguration }));
    const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "20"];
    const files = ["-subj", `/CN=uat.${domain}`, "-keyout", "key.pem", "-out", "certificate.pem"];
    execFileSync(toolPath("openssl"), [...request, ...files], { cwd: folder, stdio: "pipe" });
    const read = (name: string) => readFileSync(path.join(folder, name));
    await new ACMClient(client).send(
      new ImportCertificateCommand({
        Certificate: read("certificate.pem"),
        PrivateKey: read("key.pem"),
      }),
    );
  }

  it("names each thing that is missing, with its remedy, and ends with 1", async () => {
    const { status, stdout, stderr } = await doctor([uat]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(withoutChance(stdout)).toBe(withoutChance(report));
    expect(stdout).not.toContain("\u001b");
  });

  it("only reads, and never a secret's value", async () => {
    await doctor([uat]);
    expect(new Set(aws.operations)).toContain("DescribeSecret");
    for (const operation of aws.operations)
      expect(operation).toMatch(/^(Describe|Get|List|Head)(?!SecretValue)/);
  });

  it("could not check what is denied, which is no success: exit code 1", async () => {
    await s3(moto.url).send(new CreateBucketCommand(logBucket));
    const allowAgain = aws.answers("DescribeImages", "denied");
    const { status, stdout } = await doctor([uat]);
    allowAgain();
    expect(status).toBe(1);
    expect(stdout).toMatch(/^UNKNOWN: /);
    expect(stdout).toContain("unchecked  machine-image: ec2:DescribeImages is denied");
    expect(stdout).toContain("→ allow ec2:DescribeImages to the role in use");
  });

  it("is content, warnings or not, once nothing is missing: exit code 0", async () => {
    const { status, stdout, stderr } = await doctor([uat, "--json", "-"]);
    expect(status, stdout).toBe(0);
    // People read it where the report doesn't go.
    expect(stderr).toMatch(/^READY: nothing stands in the way\n/);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ outcome: "READY", environments: [uat] });
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    for (const printed of [stdout, stderr])
      expect(printed).not.toContain(credentials.secretAccessKey);
  });

  it("without credentials asks nobody, and still checks the machine", async () => {
    const { status, stdout } = await doctor(["--all", "--log-format", "json"], {
      AWS_SECRET_ACCESS_KEY: "",
    });
    expect(status).toBe(1);
    expect(aws.operations).toEqual([]);
    const entries = stdout
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text));
    expect(entries.at(-1)).toMatchObject({ outcome: "NOT_READY", identity: null });
    expect(entries).toContainEqual(
      expect.objectContaining({ check: "terraform", status: "ok", scope: "machine" }),
    );
    expect(entries).toContainEqual(
      expect.objectContaining({
        check: "credentials",
        message: expect.stringContaining("AWS_SECRET_ACCESS_KEY is not set"),
      }),
    );
    const unchecked = entries.filter(({ message }) => message === "there are no credentials");
    expect(unchecked).toHaveLength(2 + regions.length * 5 + idsOf("test-app").length * 9 + 1);
  });
});

/** With one id, time and version in place of all: they are others in every run. */
function withoutChance(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, "TIME")
    .replaceAll(/\b(vpc|ami)-[0-9a-f]{17}\b/g, "$1-ID")
    .replaceAll(/certificate\/[0-9a-f-]{36}/g, "certificate/ID")
    .replaceAll(/(Node\.js|Terraform) \d+\.\d+\.\d+/g, "$1 VERSION");
}
