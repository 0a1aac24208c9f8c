import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { account as configured } from "../../../src/systems/configuration/account";
import { application } from "../../../src/systems/test-app/application";
import { DatabaseFunction } from "../../lambda/database-function";
import { describeWithTools } from "../../support/external-tools";
import { MariaDb, newPassword } from "../../support/mariadb";
import { expectWrongUsage } from "./command-line";
import { type Answer, answerOf, DatabaseAccount, environmentId } from "./database-account";

const master = { username: "dbowner", password: newPassword() };
const secretText = JSON.stringify(master);
const report = {
  host: "database.example.com",
  database: "backoffice",
  user: "backoffice",
  created: false,
  authenticationChanged: false,
  granted: [],
  revoked: [],
};
const answering = (answer: Answer | undefined) => ({
  secretText,
  invoke: async () => answer,
});
const thrown = (errorType: string, errorMessage: string): Answer => ({
  type: "Unhandled",
  body: { errorType, errorMessage },
});

describeWithTools("testapp database-user", ["mariadbd", "mariadb-install-db", "openssl"], () => {
  it("has the function make the user with what RDS keeps in the secret, as often as one likes", async () => {
    await using server = await MariaDb.start();
    using deployed = new DatabaseFunction(server, {
      authority: server.authority,
      identity: `IDENTIFIED BY '${newPassword()}'`,
    });
    await using account = await DatabaseAccount.with({
      secretText: JSON.stringify(server.master),
      endpoint: server.host,
      invoke: async (event) => answerOf(await deployed.invoke(event)),
    });
    const first = await account.run(environmentId);
    expect(first).toEqual({
      status: 0,
      stdout: expect.stringMatching(
        /^MADE uat-us-east-1: backoffice in backoffice\n {2}granted SELECT, INSERT, .* on backoffice\n$/,
      ),
      stderr: "",
    });
    expect(account.called).toEqual([
      `DescribeDBInstances ${application}-uat-us-east-1`,
      `GetSecretValue arn:aws:secretsmanager:us-east-1:${configured.id}:secret:rds!db-1`,
      `Invoke ${application}-uat-us-east-1-database-user`,
    ]);
    const second = await account.run(environmentId);
    expect(second).toEqual({
      status: 0,
      stdout: "UNCHANGED uat-us-east-1: backoffice in backoffice is what it should be\n",
      stderr: "",
    });
    expect(first.stdout + second.stdout).not.toContain(server.master.password);
  });
});

describe.concurrent("testapp database-user", () => {
  it("says what it put right", async () => {
    const changed = {
      ...report,
      authenticationChanged: true,
      granted: ["INSERT"],
      revoked: ["SELECT ON *.*", "GRANT OPTION ON *.*"],
    };
    await using account = await DatabaseAccount.with(answering({ body: changed }));
    expect((await account.run(environmentId)).stdout).toBe(
      [
        "CHANGED uat-us-east-1: backoffice in backoffice is what it should be again",
        "  logs in with IAM and over TLS again",
        "  granted INSERT on backoffice",
        "  revoked SELECT ON *.*",
        "  revoked GRANT OPTION ON *.*\n",
      ].join("\n"),
    );
  });

  it("ends with 1 when the function says why not", async () => {
    const failed = thrown("DatabaseUserError", "REVOKE failed");
    await using account = await DatabaseAccount.with(answering(failed));
    expect(await account.run(environmentId)).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "ERROR uat-us-east-1: the database's user couldn't be made what it should be\n  REVOKE failed\n" +
        '  docs/setup-errors.md, "Backoffice user missing"\n',
    });
  });

  it("shows nothing that could act on the terminal", async () => {
    const failed = thrown("DatabaseUserError", "\u001b[2J\nMADE uat-us-east-1: all is well");
    await using account = await DatabaseAccount.with(answering(failed));
    expect((await account.run(environmentId)).stderr.split("\n")[1]).toBe(
      "  \\u001b[2J\\nMADE uat-us-east-1: all is well",
    );
  });

  it("ends with 130 when it is interrupted before the function is called", async () => {
    await using account = await DatabaseAccount.with({
      ...answering({ body: report }),
      get secretText() {
        account.signal("SIGINT");
        return setTimeout(1000, secretText);
      },
    });
    expect(await account.run(environmentId)).toEqual({
      status: 130,
      stdout: "",
      stderr: `INTERRUPTED ${environmentId}: nothing was changed\n  SIGINT\n  RUNBOOK-investigate.md, "Interrupted"\n`,
    });
    expect(account.called.some((call) => call.startsWith("Invoke"))).toBe(false);
  });

  it("ends with 3 when it is interrupted while the function works, and names what to do", async () => {
    await using account = await DatabaseAccount.with({
      secretText,
      invoke: async () => {
        account.signal("SIGINT");
        await setTimeout(1000);
        return { body: report };
      },
    });
    expect(await account.run(environmentId)).toEqual({
      status: 3,
      stdout: "",
      stderr: expect.stringMatching(
        /^UNKNOWN .*\n {2}Invoke failed, interrupted\n {2}Run it again/,
      ),
    });
  });

  it("ends with 3 when the answer is lost", async () => {
    await using account = await DatabaseAccount.with(answering(undefined));
    const { status, stdout, stderr } = await account.run(environmentId);
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toMatch(
      /^UNKNOWN uat-us-east-1: .*\n {2}Invoke failed.*\n {2}Run it again in a minute: that is safe\n {2}docs\/setup-errors.md, ".*"\n$/,
    );
    expect(stderr).not.toContain(master.password);
  });

  it("--help names the rights that it needs and the exit codes, and doesn't wait for the AWS SDK", async () => {
    await using account = await DatabaseAccount.with(answering(undefined));
    const { status, stdout, stderr } = await account.run("--help");
    expect(status).toBe(0);
    for (const part of [
      "lambda:InvokeFunction",
      "\n  0   ",
      "\n  1   ",
      "\n  3   ",
      "\n  64  ",
      "\n  130 ",
    ])
      expect(stdout).toContain(part);
    expect(stderr).toContain("bundled-typescript");
    expect(stderr).not.toContain('"@aws-sdk');
  });

  it.each([
    ["an unknown environment", ["uat"], 'unknown environment "uat"'],
    ["two environments", [environmentId, "production-us-east-1"], "too many arguments"],
  ])("%s is wrong usage: exit code 64 before anything is asked", async (_, args, message) => {
    await using account = await DatabaseAccount.with(answering({ body: report }));
    expectWrongUsage(await account.run(...args), "database-user", message);
    expect(account.called).toEqual([]);
  });
});
