import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { longestJson } from "../../../../src/operations/secret/credentials";
import { account } from "../../../../src/systems/configuration/account";
import { describeWithTools, toolPath } from "../../../support/external-tools";
import {
  type AccountProps,
  randomCredentials,
  SecretAccount,
  secretName,
  environmentId as uat,
} from "./secret-account";

const instanceScript = path.resolve(
  __dirname,
  "../../../../src/systems/test-app/scripts/updater-functions.sh",
);

/** What an instance makes of the secret's value, with its own script's program. */
function readOnInstance(value: string): string {
  const [, program = ""] =
    /^readonly CURL_CONFIG='([^']+)'/m.exec(readFileSync(instanceScript, "utf8")) ?? [];
  const args = ["-I", "-c", program];
  return spawnSync(toolPath("python3"), args, { input: value, encoding: "utf8" }).stdout;
}

describeWithTools("credentials from standard input", ["python3"], () => {
  it.concurrent("are put as an instance reads them", async () => {
    await using account = await SecretAccount.with();
    const credentials = randomCredentials();
    const { status, stdout, stderr } = await account.run([uat], credentials);
    expect({ status, stderr }).toEqual({ status: 0, stderr: `${secretName} has no value yet\n` });
    const [version] = account.versions.keys();
    expect(stdout).toContain(`PUT ${uat}: the credentials are in ${secretName}\n`);
    expect(stdout).toContain("when they boot, and in a rollout where there is no updater yet\n");
    expect(stdout).toContain(`\n  version ${version}\n`);
    expect(account.value).toBe(JSON.stringify(credentials));
    const { username, password } = credentials;
    const pair = `${username}:${password}`.replace(/["\\]/g, "\\$&");
    expect(readOnInstance(account.value ?? "")).toBe(`user = "${pair}"\n`);
    expect(account.received[0]?.authorization).toContain("/us-east-1/secretsmanager/");
  });

  it.concurrent("are in no output, argument or variable", async () => {
    let child: ReturnType<SecretAccount["start"]>["child"] | undefined;
    const surroundings: string[] = [];
    await using account = await SecretAccount.with({
      onPut: () => {
        for (const file of ["cmdline", "environ"])
          surroundings.push(readFileSync(`/proc/${child?.pid}/${file}`, "utf8"));
      },
    });
    const credentials = randomCredentials();
    const started = account.start([uat], { NODE_DEBUG: "http,net,stream" });
    child = started.child;
    child.stdin.end(JSON.stringify(credentials));
    const { status, stdout, stderr } = await started.ended;
    expect(status, stderr).toBe(0);
    expect(account.value).toBe(JSON.stringify(credentials));
    expect(surroundings.join()).toMatch(/secret\0uat-us-east-1.*AWS_ENDPOINT_URL/s);
    const everything = [stdout, stderr, ...surroundings].join("");
    for (const secret of [credentials.username, credentials.password.slice(0, 12)])
      expect(everything).not.toContain(secret);
  });
});

it.concurrent("credentials are put, whether or not anybody reads the result", async () => {
  await using account = await SecretAccount.with();
  const { child, ended } = account.start([uat]);
  child.stdout.destroy();
  child.stdin.end(JSON.stringify(randomCredentials()));
  const [, closed] = await Promise.allSettled([ended, once(child, "close")]);
  expect(closed).toMatchObject({ value: [0, null] });
  expect(account.versions.size).toBe(1);
});

describe.concurrent("a value that is there", () => {
  it("stays unless --replace is written", async () => {
    await using account = await SecretAccount.with();
    const createdAt = new Date("2026-02-03T04:05:06Z");
    account.versions.set("first", { value: "before", createdAt });
    const refused = await account.run([uat], randomCredentials());
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain(`${secretName} has a value since 2026-02-03T04:05:06.000Z\n`);
    expect(refused.stderr).toContain(`ERROR ${uat}: nothing was put\n  Write --replace`);
    expect(refused.stderr).toMatch(
      /\n {2}docs\/setup-errors.md, "Download credentials not put"\n$/,
    );
    expect(account.value).toBe("before");

    const credentials = randomCredentials();
    expect(await account.run([uat, "--replace"], credentials)).toMatchObject({ status: 0 });
    expect(account.value).toBe(JSON.stringify(credentials));
  });
});

describe.concurrent("nothing is put", () => {
  it.each<[string, AccountProps, string]>([
    [
      "in another account",
      { accountId: "444455556666" },
      `of the account 444455556666, and the configuration is of ${account.id}`,
    ],
    ["without the secret", { isMissing: true }, "apply the environment's infrastructure first"],
    [
      "in a secret that is deleted",
      { deletedAt: new Date("2026-02-03T04:05:06Z") },
      "was deleted at 2026-02-03T04:05:06.000Z, and only waits for its end: take it back with",
    ],
    [
      "when looking is denied",
      { faults: { DescribeSecret: [{ type: "AccessDeniedException", message: "ask the owner" }] } },
      "DescribeSecret failed, AccessDeniedException (HTTP 400): ask the owner . The role in use may not",
    ],
  ])("%s, and credentials aren't even read", async (_, props, message) => {
    await using account = await SecretAccount.with(props);
    const { child, ended } = account.start([uat]);
    const { status, stdout, stderr } = await ended;
    child.stdin.destroy();
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(`ERROR ${uat}: nothing was put\n  `);
    expect(stderr).toContain(message);
    expect(account.calls("PutSecretValue")).toEqual([]);
  });

  it.each([
    ["AccessDeniedException", "no", "AccessDeniedException (HTTP 400). The role in use may not"],
    ["AccessDeniedException", "Access to KMS is not allowed", "needs kms:GenerateDataKey"],
    ["ExpiredTokenException", "", "Log in anew"],
    ["ThrottlingException", "", "PutSecretValue failed, ThrottlingException"],
  ])("when AWS answers %s (%s), and what it says of the value is withheld", async (...row) => {
    const [type, message, expected] = row;
    const faults = { PutSecretValue: [{ type, message }] };
    await using account = await SecretAccount.with({ faults });
    const credentials = randomCredentials();
    const { status, stdout, stderr } = await account.run([uat], credentials);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(expected);
    expect(stderr).not.toContain(credentials.username);
    expect(account.value).toBeUndefined();
  });

  it("without credentials for AWS", async () => {
    await using account = await SecretAccount.with();
    const without = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    const { status, stderr } = await account.run([uat], randomCredentials(), without);
    expect(status).toBe(1);
    expect(stderr).toContain("Could not load credentials from any providers. Log in anew");
    expect(account.received).toEqual([]);
  });

  it.each<[string, (secret: string) => object | string, string]>([
    ["isn't JSON", (secret) => secret, "is wrong: it is no JSON in UTF-8"],
    [
      "has another key",
      (secret) => ({ ...randomCredentials(), [secret]: secret }),
      "is wrong: it isn't an object with username and password, and nothing else",
    ],
    ["is too long", (secret) => secret.repeat(2_000), "holds more than 16384 bytes"],
    ["is empty", () => "", "is empty"],
  ])("when standard input %s, which isn't repeated", async (_, inputOf, message) => {
    await using account = await SecretAccount.with();
    const { username: secret } = randomCredentials();
    const { status, stdout, stderr } = await account.run([uat], inputOf(secret));
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(`nothing was put\n  Standard input ${message}`);
    expect(stderr).not.toContain(secret);
    expect(account.calls("PutSecretValue")).toEqual([]);
  });

  it("when it is interrupted while it reads", async () => {
    await using account = await SecretAccount.with();
    const { child, ended } = account.start([uat]);
    child.stderr.once("data", () => {
      child.stdin.write(JSON.stringify(randomCredentials()));
      child.kill("SIGTERM");
    });
    const { status, stderr } = await ended;
    expect(status, stderr).toBe(130);
    expect(stderr).toContain(
      `INTERRUPTED ${uat}: nothing was put\n  SIGTERM\n  RUNBOOK-investigate.md, "Interrupted"\n`,
    );
    expect(account.calls("PutSecretValue")).toEqual([]);
  });

  it("when it is interrupted while a throttled put waits", async () => {
    let child: ReturnType<SecretAccount["start"]>["child"] | undefined;
    await using account = await SecretAccount.with({
      faults: { PutSecretValue: [{ type: "ThrottlingException" }] },
      onPut: () => void child?.kill("SIGINT"),
    });
    const started = account.start([uat]);
    child = started.child;
    child.stdin.end(JSON.stringify(randomCredentials()));
    const { status, stderr } = await started.ended;
    expect(status, stderr).toBe(130);
    expect(stderr).toContain(`INTERRUPTED ${uat}: nothing was put\n  SIGINT\n`);
    expect(account.calls("PutSecretValue")).toHaveLength(1);
  });

  it("when too much comes, though it never ends", async () => {
    await using account = await SecretAccount.with();
    const { child, ended } = account.start([uat]);
    child.stdin.on("error", () => undefined).write("x".repeat(longestJson + 1));
    const { status, stderr } = await ended;
    expect(status, stderr).toBe(1);
    expect(stderr).toContain("Standard input holds more than 16384 bytes");
  });

  it("when something unforeseen goes wrong, whose text is withheld", async () => {
    await using account = await SecretAccount.with();
    const credentials = randomCredentials();
    const json = JSON.stringify(credentials);
    const { username } = credentials;
    // Only a defect would end in such an error, so one is planted.
    const defect = `const { concat } = Buffer; Buffer.concat = (...all) => {
      const text = concat(...all).toString();
      if (text.includes("${username}")) throw new RangeError(text);
      return concat(...all);
    };`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(defect)}`;
    const { status, stdout, stderr } = await account.run([uat], json, { NODE_OPTIONS });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(`ERROR ${uat}: nothing was put\n  An unexpected RangeError`);
    expect(stderr).not.toContain(username);
  });
});

describe.concurrent("a put that isn't answered", () => {
  it("is repeated with the same token, which makes one version", async () => {
    const faults = { PutSecretValue: ["dropped after", "html", undefined] as const };
    await using account = await SecretAccount.with({ faults });
    const { status, stderr } = await account.run([uat], randomCredentials());
    expect(status, stderr).toBe(0);
    expect(account.calls("PutSecretValue")).toHaveLength(3);
    expect(account.versions.size).toBe(1);
  });

  it.each<[string, AccountProps["faults"]]>([
    ["each time", { PutSecretValue: ["dropped"] }],
    ["but by something that names no version", { PutSecretValue: ["nothing"] }],
    [
      "at first, and then can't be looked for,",
      { PutSecretValue: ["dropped after", undefined], DescribeSecret: [undefined, "dropped"] },
    ],
    ["and then denied", { PutSecretValue: ["dropped", { type: "AccessDeniedException" }] }],
  ])("%s is UNKNOWN: exit code 3, and the version to look for", async (_, faults = {}) => {
    await using account = await SecretAccount.with({ faults });
    const { status, stdout, stderr } = await account.run([uat], randomCredentials());
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    const [{ ClientRequestToken }] = account.calls("PutSecretValue");
    expect(stderr).toContain(`UNKNOWN ${uat}: whether the credentials are in isn't known`);
    expect(stderr).toContain(`as version ${ClientRequestToken}\n`);
  });

  it("is UNKNOWN when another value came in before it was repeated", async () => {
    const faults = { PutSecretValue: ["dropped after", undefined] } as const;
    const createdAt = new Date();
    const onPut = (attempt: number) =>
      void (attempt === 2 && account.versions.set("theirs", { value: "another's", createdAt }));
    await using account = await SecretAccount.with({ faults, onPut });
    const { status, stdout, stderr } = await account.run([uat], randomCredentials());
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    const [ours] = account.versions.keys();
    expect(stderr).toContain(`UNKNOWN ${uat}: whether the credentials are in isn't known`);
    expect(stderr).toContain(`as version ${ours}, but it isn't the current one:`);
    expect(account.value).toBe("another's");
  });

  it("is waited for after an interrupt", async () => {
    let child: ReturnType<SecretAccount["start"]>["child"] | undefined;
    const onPut = async () => {
      child?.kill("SIGINT");
      // Long enough for a process to end that doesn't wait.
      await new Promise((resolve) => setTimeout(resolve, 200));
    };
    await using account = await SecretAccount.with({ onPut });
    const started = account.start([uat]);
    child = started.child;
    child.stdin.end(JSON.stringify(randomCredentials()));
    expect(await started.ended).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("PUT"),
    });
  });
});
