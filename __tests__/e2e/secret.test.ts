import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { account } from "../../src/systems/configuration/account";
import { testapp } from "../src/cli/command-line";
import {
  randomCredentials,
  secretName,
  environmentId as uat,
} from "../src/cli/secret/secret-account";
import { describeWithTools, toolPath } from "../support/external-tools";
import { MotoServer } from "./drift/moto-server";

describeWithTools("a secret of moto's", ["moto_server", "aws"], () => {
  it("holds what was put last, as the AWS CLI of an instance reads it", async () => {
    await using moto = await MotoServer.start({ MOTO_ACCOUNT_ID: account.id });
    const env = {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: moto.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_CONFIG_FILE: "/nonexistent",
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const aws = (...args: string[]) => {
      const all = ["--region", "us-east-1", "secretsmanager", ...args, "--output", "text"];
      return spawnSync(toolPath("aws"), all, { encoding: "utf8", env });
    };
    const put = (input: object, ...args: string[]) =>
      spawnSync(testapp, ["secret", uat, ...args], {
        encoding: "utf8",
        env,
        input: JSON.stringify(input),
      });
    const [first, second] = [randomCredentials(), randomCredentials()];
    expect(put(first).stderr).toContain("apply the environment's infrastructure first");
    expect(aws("create-secret", "--name", secretName).status).toBe(0);
    expect(put(first)).toMatchObject({ status: 0, stderr: `${secretName} has no value yet\n` });
    expect(put(second, "--replace")).toMatchObject({ status: 0 });
    const read = aws("get-secret-value", "--secret-id", secretName, "--query", "SecretString");
    expect(read.stdout).toBe(`${JSON.stringify(second)}\n`);
  });
});
