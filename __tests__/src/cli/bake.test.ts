import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { bakeReportSchema } from "../../../src/operations/bake/report";
import { application } from "../../../src/systems/test-app/application";
import { type FakeHealth, FakeHealthAccount } from "../../support/fake-health";
import { expectWrongUsage, Folder, testapp, variablesFor } from "./command-line";

const uat = "uat-us-east-1";
const groupName = `${application}-${uat}`;
const fine: FakeHealth = { targets: { "i-1": "healthy", "i-2": "healthy" }, alarm: "OK" };

function start(folder: Folder, args: readonly string[], url: string) {
  const child = spawn(testapp, ["bake", ...args], {
    cwd: folder.path,
    stdio: ["ignore", "pipe", "pipe"],
    env: variablesFor(url),
  });
  const printed = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const ended = printed.then(([stdout, stderr, [status]]) => ({ status, stdout, stderr }));
  return { child, ended };
}

const quick = ["--bake-time", "0.3", "--poll-interval", "0.1"];

it.concurrent("says that an environment has stayed healthy, in every form", async () => {
  using folder = new Folder();
  using account = await FakeHealthAccount.start(groupName, () => fine);
  const files = ["--json", "bake.json", "--markdown", "bake.md", "--junit", "bake.xml"];
  const { status, stdout, stderr } = await start(folder, [uat, ...quick, ...files], account.url)
    .ended;
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/^HEALTHY uat-us-east-1: it has stayed healthy\n/);
  expect(stderr).toBe("2 of 2 targets healthy; alarm OK\n");
  const report = bakeReportSchema.parse(JSON.parse(folder.read("bake.json")));
  expect(report).toMatchObject({ outcome: "HEALTHY", bakeTimeSeconds: 0.3 });
  expect(report.looks).toBeGreaterThanOrEqual(2);
  expect(folder.read("bake.md")).toMatch(/^# Bake of `uat-us-east-1`: HEALTHY/);
  expect(folder.read("bake.xml")).toContain('failures="0" errors="0"');
});

it.concurrent("ends with 2 and names what is unhealthy", async () => {
  using folder = new Folder();
  const sick = { ...fine, targets: { "i-1": "healthy", "i-2": "unhealthy Target.Timeout" } };
  using account = await FakeHealthAccount.start(groupName, (look) => (look > 1 ? sick : fine));
  const args = [uat, ...quick, "--junit", "bake.xml"];
  const { status, stdout } = await start(folder, args, account.url).ended;
  expect(status).toBe(2);
  expect(stdout).toContain("i-2 is unhealthy: Target.Timeout");
  expect(folder.read("bake.xml")).toContain('failures="2" errors="0"');
});

it.concurrent("takes the environment's own time, and ends with 3 when it is interrupted", async () => {
  using folder = new Folder();
  using account = await FakeHealthAccount.start(groupName, () => fine);
  const args = [uat, "--poll-interval", "0.1", "--json", "-"];
  const { child, ended } = start(folder, args, account.url);
  await once(child.stderr, "data");
  child.kill("SIGTERM");
  const { status, stdout, stderr } = await ended;
  expect(status, stderr).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: "UNKNOWN", bakeTimeSeconds: 300 });
});

it.concurrent.each([
  [["uat"], 'unknown environment "uat"'],
  [[], "missing required argument 'ENV'"],
  [[uat, "--bake-time", "5m"], "Write a number from 0 to 86400"],
  [[uat, "--json", "x", "--junit", "x"], "would overwrite --json"],
])("%o is wrong usage: exit code 64 before anything is asked", async (args, message) => {
  using folder = new Folder();
  using account = await FakeHealthAccount.start(groupName, () => fine);
  expectWrongUsage(await start(folder, args, account.url).ended, "bake", message);
  expect(account.operations).toEqual([]);
});

it.concurrent("--help names options, defaults and exit codes", async () => {
  using folder = new Folder();
  const { status, stdout } = await start(folder, ["--help"], "http://127.0.0.1:9").ended;
  expect(status).toBe(0);
  for (const each of ["0   HEALTHY", "1   ERROR", "2   UNHEALTHY", "3   UNKNOWN", "64  wrong"])
    expect(stdout).toContain(`\n  ${each}`);
  expect(stdout).toContain("(default: 15)");
});
