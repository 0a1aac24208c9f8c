import { expect, it } from "vitest";
import { environmentIds } from "../../../../src/estate/deployments";
import { environmentLines, expectWrongUsage } from "../command-line";
import { randomCredentials, SecretAccount, environmentId as uat } from "./secret-account";

const known = environmentIds.join(", ");

it.concurrent.each<[string, (secret: string) => readonly string[]]>([
  ["an unknown environment", (secret) => [secret]],
  ["an argument too many", (secret) => [uat, secret]],
  ["an unknown option", (secret) => [uat, `--password=${secret}`]],
])("%s is wrong usage, and isn't repeated: exit code 64", async (_, argsOf) => {
  await using account = await SecretAccount.with();
  const credentials = randomCredentials();
  const ended = await account.run(argsOf(credentials.username), credentials);
  expectWrongUsage(ended, "secret", `write one of ${known}, and no other argument`);
  expect(ended.stderr).not.toContain(credentials.username);
  expect(account.received).toEqual([]);
});

it("--help says what is read and what the exit codes mean, without waiting for SDK or prompts", async () => {
  await using account = await SecretAccount.with();
  const { status, stdout, stderr } = await account.run(["--help"], "", { NODE_DEBUG: "module" });
  expect(status).toBe(0);
  expect(stdout).toContain(`${environmentLines}.`);
  expect(stdout).toContain('{"username": "…", "password": "…"}');
  for (const code of ["0   the", "1   an", "3   whether", "64  wrong", "130 an interrupt"])
    expect(stdout).toContain(`\n  ${code}`);
  expect(stderr).toContain("bundled-typescript");
  expect(stderr).not.toMatch(/"@aws-sdk|"@inquirer/);
});
