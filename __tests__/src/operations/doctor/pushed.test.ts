import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  ECRClient,
  PutImageCommand,
} from "@aws-sdk/client-ecr";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { CheckName } from "../../../../src/estate/checks";
import { loadEnvironments } from "../../../../src/systems/tally/environments";
import { releaseKey, sharedNamesOf } from "../../../../src/systems/tally/names";
import { deploymentOf } from "../../../../src/systems/tally/operations";
import { describeWithTools } from "../../../support/external-tools";
import {
  archive,
  dummyCredentials,
  ExaminedAccount,
  findPushedIn,
  zeros,
} from "./examined-account";

const environment = loadEnvironments()["tally-production"];
const { imageRepositories, releaseBucket } = sharedNamesOf("us-east-1");

/** What an image is, to a registry. */
const imageManifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: "application/vnd.docker.distribution.manifest.v2+json",
  config: { mediaType: "application/vnd.docker.container.image.v1+json", size: 1, digest: zeros },
  layers: [],
});

describeWithTools("of what was pushed", ["moto_server"], () => {
  let account: ExaminedAccount;
  const client = { region: "us-east-1", credentials: dummyCredentials };
  beforeAll(async () => {
    account = await ExaminedAccount.start();
  });
  afterAll(async () => {
    await account?.[Symbol.asyncDispose]();
  });

  const find = (name: CheckName, display: string) => findPushedIn(account.aws, name, display);
  const remedy = expect.stringContaining("tally-images");

  it("an image that a task definition names is in its repository, or is missing", async () => {
    const ecr = new ECRClient(client);
    const repositoryName = imageRepositories.display;
    const other = `sha256:${"b".repeat(64)}`;
    const message = `${repositoryName} has no image ${other}, so that no task can start`;
    expect(await find("pushed-image", other)).toEqual([{ status: "failed", message, remedy }]);
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    await ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: "1.0.701" }));
    const imageIds = [{ imageTag: "1.0.701" }];
    const { images = [] } = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds }));
    const digest = `${images[0]?.imageId?.imageDigest}`;
    expect(await find("pushed-image", digest)).toMatchObject([{ status: "ok" }]);
    expect(await find("pushed-image", other)).toEqual([{ status: "failed", message, remedy }]);
  });

  it("the adder's archive is in the bucket, or is missing", async () => {
    const s3 = new S3Client({ ...client, forcePathStyle: true });
    const Key = releaseKey(archive);
    const message = `${releaseBucket} has no ${Key}, so that no machine can install it`;
    const failed = [{ status: "failed", message, remedy }];
    expect(await find("pushed-archive", zeros)).toEqual(failed);
    await s3.send(new CreateBucketCommand({ Bucket: releaseBucket }));
    expect(await find("pushed-archive", zeros)).toEqual(failed);
    await s3.send(new PutObjectCommand({ Bucket: releaseBucket, Key, Body: "x" }));
    expect(await find("pushed-archive", zeros)).toMatchObject([{ status: "ok" }]);
  });

  it("what stands in for a digest isn't looked for, because it is named as such", () => {
    const { checks } = deploymentOf(environment, { adder: zeros, display: zeros, reset: zeros });
    expect(checks.filter(({ check }) => check.startsWith("pushed-"))).toEqual([]);
  });
});
