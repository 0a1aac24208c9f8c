import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { isRunning } from "../../src/operations/terraform/processes/processes";
import { processesWith } from "../e2e/drift/process-tree";
import { until } from "../e2e/drift/until";
import { ProjectCopy } from "../e2e/project-copy";
import { describeWithTools } from "../support/external-tools";
import { Rehearsal } from "./running";

const minutes = 60_000;

async function rehearse(...args: string[]) {
  await using rehearsal = new Rehearsal(args);
  const ended = await rehearsal.ended;
  return { ...ended, leftBehind: readdirSync(rehearsal.temporaryFolder) };
}

/** What `npm ci` leaves in a fresh clone: no virtual environment. */
function freshClone(): ProjectCopy {
  const copy = new ProjectCopy();
  for (const part of ["__tests__", "tsconfig.json"])
    cpSync(part, path.join(copy.folder, part), { recursive: true });
  return copy;
}

/** Ctrl-C has ended it, and nothing that it had started or made is left. */
async function leavesNothing(rehearsal: Rehearsal): Promise<string> {
  const started = rehearsal.processes;
  expect(started).not.toEqual([]);
  rehearsal.interrupt();
  const { status, stdout, stderr } = await rehearsal.ended;
  expect(status, stdout + stderr).toBe(130);
  expect(started.filter(isRunning)).toEqual([]);
  expect(readdirSync(rehearsal.temporaryFolder)).toEqual([]);
  return stdout;
}

describeWithTools("npm run rehearse", ["terraform", "python3", "moto_server", "git"], () => {
  it(
    "plays an update with the real commands, up to what fails",
    async () => {
      const { status, stdout, stderr, leftBehind } = await rehearse(
        "--with-failing-instance",
        "production-us-east-1",
      );
      expect(status, stdout + stderr).toBe(2);
      const shown = stdout.split("\n").filter((line) => /^(──| {3}testapp)/.test(line));
      // Two checks run at the same time, so either may end first.
      const plain = shown.map((line) => line.replace(/ \([^()]*\)$/, ""));
      const done = (what: string, outcome: string) => `   testapp ${what}: ${outcome}`;
      const inSync = (id: string) => done(`drift-check ${id}`, "IN_SYNC, exit code 0");
      expect(plain.slice(0, 2)).toEqual(["── Preparation", "── Check"]);
      expect(plain.slice(2, 6).sort()).toEqual([
        inSync("production-eu-west-1"),
        inSync("production-us-east-1"),
        inSync("production-us-west-2"),
        inSync("uat-us-east-1"),
      ]);
      expect(plain.slice(6)).toEqual([
        "── Change uat-us-east-1",
        inSync("uat-us-east-1"),
        done("rollout uat-us-east-1", "SUCCEEDED, exit code 0"),
        done("bake uat-us-east-1", "HEALTHY, exit code 0"),
        done("summary uat-us-east-1", "written, exit code 0"),
        "── Approve production",
        "── Change production-us-east-1",
        inSync("production-us-east-1"),
        done("rollout production-us-east-1", "FAILED, exit code 2"),
        "── Summary",
        done("summary", "written, exit code 2"),
      ]);
      expect(stdout).toContain("a person would be asked here");
      expect(stdout).toContain(
        "update, not well: production-us-east-1 (rollout FAILED); not touched: production-us-west-2, production-eu-west-1; well: uat-us-east-1\n",
      );
      expect(leftBehind).toEqual([]);
    },
    5 * minutes,
  );

  it(
    "makes its tools in a fresh clone, and changes nothing when an environment has drifted",
    async () => {
      using clone = freshClone();
      const args = ["--with-drift", "production-us-west-2"];
      await using rehearsal = new Rehearsal(args, { checkout: clone.folder });
      const { status, stdout, stderr } = await rehearsal.ended;
      expect(status, stdout + stderr).toBe(2);
      expect(stdout).toContain("the tests' tools are installed into .venv/");
      expect(existsSync(path.join(clone.folder, ".venv/bin/moto_server"))).toBe(true);
      expect(stdout).not.toContain("testapp rollout");
      expect(stdout).toContain("drift-check production-us-west-2: DRIFTED, exit code 2");
      expect(stdout).toContain("not well: production-us-west-2 (drift-check DRIFTED)");
    },
    10 * minutes,
  );

  it.each([
    ["the clouds are made", /Terraform has applied/],
    ["all environments are checked", /── Check/],
    ["one is changed", /── Change uat/],
  ])(
    "leaves nothing behind on Ctrl-C while %s",
    async (_, shown) => {
      await using rehearsal = new Rehearsal([]);
      const { index } = await rehearsal.shows(shown);
      const stdout = await leavesNothing(rehearsal);
      // What ran was ended, and nothing more was begun.
      expect(stdout.slice(index)).not.toContain("exit code 0");
      expect(stdout.slice(index)).not.toContain("production-eu-west-1: Terraform has applied");
    },
    5 * minutes,
  );

  it(
    "has Terraform give its lock back on Ctrl-C while it plans",
    async () => {
      await using rehearsal = new Rehearsal([]);
      await rehearsal.shows(/── Check/);
      const plans = () => {
        const planning = processesWith("terraform plan ");
        return rehearsal.processes.some((pid) => planning.includes(pid));
      };
      await until(() => plans() || rehearsal.hasEnded || undefined);
      expect(await leavesNothing(rehearsal)).toContain(
        "The check was interrupted (SIGINT); Terraform has ended",
      );
    },
    5 * minutes,
  );

  it(
    "leaves nothing behind on Ctrl-C while its tools are installed",
    async () => {
      using clone = freshClone();
      await using rehearsal = new Rehearsal([], { checkout: clone.folder });
      const installed = path.join(clone.folder, ".venv");
      await until(() => existsSync(installed) || rehearsal.hasEnded || undefined);
      await leavesNothing(rehearsal);
      expect(existsSync(installed)).toBe(false);
    },
    5 * minutes,
  );

  it(
    "keeps the cloud until Ctrl-C, so that one can change it by hand and check it",
    async () => {
      await using rehearsal = new Rehearsal(["--keep", "--with-drift", "production-eu-west-1"]);
      const [, file = "", command = "", reports = ""] = await rehearsal.shows(
        /^ {2}(.*\.json)\n(?:.*\n)*? {2}(.*drift-check uat-us-east-1)\nThe reports are in (.*)\n/m,
      );
      const check = () => spawnSync("sh", ["-c", command], { encoding: "utf8" });
      const before = check();
      expect(before.status, before.stderr).toBe(0);
      expect(readFileSync(file, "utf8")).toMatch(/"size": ?1\b/);
      spawnSync("sed", ["-i", 's/"size": *1/"size": 2/', file]);
      const after = check();
      expect(after.status, after.stderr).toBe(2);
      expect(after.stdout).toContain("DRIFTED");
      expect(after.stdout).toContain("size: 2 → 1");
      expect(readdirSync(reports)).toContain("summary.md");
      await leavesNothing(rehearsal);
    },
    5 * minutes,
  );
});

it("says all that is missing at once, and makes nothing", async () => {
  using clone = freshClone();
  const empty = mkdtempSync(path.join(tmpdir(), "test-app-no-programs-"));
  try {
    const env = { PATH: empty };
    await using rehearsal = new Rehearsal([], { checkout: clone.folder, env });
    const { status, stderr } = await rehearsal.ended;
    expect(status, stderr).toBe(69);
    expect(stderr).toMatch(/terraform is missing: install Terraform 1\.10/);
    expect(stderr).toMatch(/python3 is missing: install Python 3\.11/);
    expect(stderr).toMatch(/git is missing: install/);
    expect(readdirSync(rehearsal.temporaryFolder)).toEqual([]);
    expect(existsSync(path.join(clone.folder, ".venv"))).toBe(false);
  } finally {
    rmSync(empty, { recursive: true });
  }
});

it("knows the environments", async () => {
  const { status, stderr } = await rehearse("--with-drift", "uat");
  expect(status).toBe(64);
  expect(stderr).toContain("Allowed choices are uat-us-east-1");
});
