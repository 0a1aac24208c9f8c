import { expect, it } from "vitest";
import { environmentIds } from "../../../../src/estate/deployments";
import { ProjectCopy } from "../../../e2e/project-copy";
import { environmentLines, expectWrongUsage } from "../command-line";
import { Account, a, environmentId as uat } from "./rollout-account";

const known = environmentIds.join(", ");
const commandId = "3f6c1d52-8e0b-4a94-9d3e-5b7a2c1f0e68";

it.concurrent.each<[string, readonly string[], string]>([
  ["an unknown environment", ["uat"], `unknown environment "uat": it is one of ${known}`],
  ["an unknown option", [uat, "--dry-runn"], "unknown option '--dry-runn'"],
  ["no environment", ["--dry-run"], "missing required argument 'ENV'"],
  ["two environments", [uat, "production-us-east-1"], "too many arguments"],
  ["a command id that is none", [uat, "--resume", "i-0123"], "Write the id of a command"],
  ["no command id", [uat, "--resume"], "argument missing"],
  ["to resume and to cancel", [uat, "--resume", commandId, "--cancel", commandId], "--cancel"],
  ["to resume a dry run", [uat, "--resume", commandId, "--dry-run"], "cannot be used with"],
  ["an interval of nothing", [uat, "--poll-interval", "0"], "a number from 0.01 to 60"],
  ["a time in hexadecimal", [uat, "--watch-timeout", "0x10"], "a whole number from 1 to 172800"],
  ["an age of half a minute", [uat, "--drift-report-max-age", "0.5"], "a whole number from 1"],
  ["two reports in one file", [uat, "--json", "x", "--junit", "./x"], "would overwrite --json"],
  [
    "a report over the drift report",
    [uat, "--drift-report", "x", "--json", "x"],
    "--json x would overwrite what is read",
  ],
])("%s is wrong usage: exit code 64 before anything is asked", async (_, args, message) => {
  await using account = await Account.with([a]);
  expectWrongUsage(await account.run(args), "rollout", message);
  expect(account.server.received).toEqual([]);
});

it("says what is wrong with the configuration before anything is asked", async () => {
  await using account = await Account.with([a]);
  using copy = new ProjectCopy();
  copy.editEnvironment(uat, "...fleet,", "...fleet, minimumInstances: 0,");
  const { status, stdout, stderr } = copy.run("bin/testapp", ["rollout", uat], {
    AWS_ENDPOINT_URL: account.server.url,
  });
  expect({ status, stdout }).toEqual({ status: 78, stdout: "" });
  expect(stderr).toMatch(/^The configuration has 1 mistake/);
  expect(stderr).not.toMatch(/^\s+at /m);
});

it("--help names options, units, defaults and exit codes", async () => {
  await using account = await Account.with([]);
  const { status, stdout } = await account.run(["--help"]);
  expect(status).toBe(0);
  expect(stdout).toContain(`${environmentLines}.`);
  for (const option of [
    ...["--dry-run", "--resume <COMMAND_ID>", "--cancel <COMMAND_ID>", "--drift-report <FILE>"],
    ...["--drift-report-max-age <MINUTES>", "--allow-offline", "--watch-timeout <SECONDS>"],
    ...["--poll-interval <SECONDS>", "--json", "--markdown", "--junit", "--log-format"],
  ])
    expect(stdout).toContain(`\n  ${option} `);
  for (const value of ["(default: 30)", "(default: 7200)", "(default: 2)"])
    expect(stdout.replace(/\s+/g, " ")).toContain(value);
  for (const code of [
    "0   SUCCEEDED",
    "1   ERROR",
    "2   FAILED: no instance is known to be updated; PARTIAL",
    // How to go on, which both outcomes of this code have in common, is said once.
    "3   UNKNOWN: what happened could not be learnt; IN_PROGRESS",
    "4   CONFLICT",
    "64  wrong usage",
  ])
    expect(stdout).toContain(`\n  ${code}`);
});

it("--help doesn't wait for the AWS SDK", async () => {
  await using account = await Account.with([]);
  const { stderr } = await account.run(["--help"], { NODE_DEBUG: "module" });
  expect(stderr).toContain("bundled-typescript");
  expect(stderr).not.toContain('"@aws-sdk');
});
