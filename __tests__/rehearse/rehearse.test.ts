import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { environmentIds } from "../../src/systems/test-app/environments";
import { describeWithTools } from "../support/external-tools";
import { freshClone, leavesNothing, Rehearsal } from "./running";

async function rehearse(...args: string[]) {
  await using rehearsal = new Rehearsal(args);
  const ended = await rehearsal.ended;
  return { ...ended, leftBehind: readdirSync(rehearsal.temporaryFolder) };
}

const tools = ["terraform", "python3", "moto_server", "git", "curl", "openssl", "flock"] as const;

describeWithTools("npm run rehearse", tools, () => {
  it("plays an update with the real commands, up to what fails", async () => {
    const { status, stdout, stderr, leftBehind } = await rehearse(
      "--with-failing-instance",
      "production-us-east-1",
    );
    expect(status, stdout + stderr).toBe(2);
    const shown = stdout.split("\n").filter((line) => /^(──| {3}testapp| {3}users)/.test(line));
    // Two checks run at the same time, so either may end first.
    const plain = shown.map((line) => line.replace(/ \([^()]*\)$/, "").replace(/\d{3,}/, "many"));
    const done = (what: string, outcome: string) => `   testapp ${what}: ${outcome}`;
    const inSync = (id: string) => done(`drift-check ${id}`, "IN_SYNC, exit code 0");
    expect(plain.slice(0, 2)).toEqual(["── Preparation", "── Check"]);
    const checks = plain.slice(2, 2 + environmentIds.length);
    expect(checks.sort()).toEqual([...environmentIds].sort().map(inSync));
    // Of environments in between, an estate may have any.
    const followed = ["uat-us-east-1", "production-us-east-1"];
    const others = environmentIds.filter((id) => !followed.includes(id));
    const isOther = (line: string) =>
      line === "── Approve staging" || others.some((id) => line.includes(id));
    expect(plain.slice(2 + environmentIds.length).filter((line) => !isOther(line))).toEqual([
      "── Change uat-us-east-1",
      inSync("uat-us-east-1"),
      done("rollout uat-us-east-1", "SUCCEEDED, exit code 0"),
      "   users meanwhile: many requests, 0 failed",
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
    expect(stdout).toMatch(
      /update, not well: production-us-east-1 \(rollout FAILED\); not touched: production-us-west-2, .*; well: uat-us-east-1\b/,
    );
    expect(leftBehind).toEqual([]);
  });

  it("shows the way back from a bad release, which no user notices, and a release that works", async () => {
    const { status, stdout, stderr, leftBehind } = await rehearse("--with-bad-release");
    expect(status, stdout + stderr).toBe(0);
    const uat = stdout.slice(stdout.indexOf("── Change uat-us-east-1"));
    const shown = uat
      .split("\n")
      .filter((line) => /^(──| {3}testapp| {3}users| {3}3 of)/.test(line));
    const plain = shown.map((line) =>
      line.replace(/ \(.*\)$/, "").replace(/\d{2,} req/, "many req"),
    );
    const noneFailed = "   users meanwhile: many requests, 0 failed";
    expect(plain).toEqual([
      "── Change uat-us-east-1",
      "   testapp drift-check uat-us-east-1: IN_SYNC, exit code 0",
      "   testapp rollout uat-us-east-1: FAILED, exit code 2",
      noneFailed,
      "── Summary",
      "   testapp summary: written, exit code 2",
      "── Roll back",
      "   testapp rollback uat-us-east-1: SUCCEEDED, exit code 0",
      noneFailed,
      "   3 of release 1",
      "── Commit",
      "   testapp drift-check uat-us-east-1: DRIFTED, exit code 2",
      "   testapp drift-check uat-us-east-1: IN_SYNC, exit code 0",
      "   testapp rollback uat-us-east-1: RELEASED, exit code 0",
      noneFailed,
      "── Forward",
      "   testapp rollout uat-us-east-1: SUCCEEDED, exit code 0",
      noneFailed,
      "   testapp bake uat-us-east-1: HEALTHY, exit code 0",
      "   testapp summary uat-us-east-1: written, exit code 0",
      "   3 of release 3",
    ]);
    expect(stdout).toContain("── Roll back (2 of release 1, 1 of release 2: ");
    expect(leftBehind).toEqual([]);
  });

  it("counts the requests that fail where instances serve while they update", async () => {
    const { status, stdout, stderr, leftBehind } = await rehearse("--no-drain");
    expect(status, stdout + stderr).toBe(1);
    expect(stdout).toContain("rollout uat-us-east-1: SUCCEEDED, exit code 0");
    expect(stdout).toMatch(
      /users meanwhile: \d+ requests, [1-9]\d* failed \((status 5\d\d|error|cut off): \d.*\)\n/,
    );
    expect(stdout).not.toContain("testapp bake");
    expect(leftBehind).toEqual([]);
  });

  it("makes its tools in a fresh clone, changes nothing when an environment has drifted, and keeps the cloud until Ctrl-C, so that one can change it by hand and check it", async () => {
    using clone = freshClone();
    const args = ["--keep", "--with-drift", "production-us-west-2"];
    await using rehearsal = new Rehearsal(args, { checkout: clone.folder });
    const {
      input,
      1: file = "",
      2: command = "",
      3: reports = "",
    } = await rehearsal.shows(
      /^ {2}(.*\.json)\n(?:.*\n)*? {2}(.*drift-check uat-us-east-1)\nThe reports are in (.*)\n/m,
    );
    expect(input).toContain("the tests' tools are installed into .venv/");
    expect(input).toMatch(/Collecting moto/);
    expect(existsSync(path.join(clone.folder, ".venv/bin/moto_server"))).toBe(true);
    expect(input).not.toContain("testapp rollout");
    expect(input).toContain("drift-check production-us-west-2: DRIFTED, exit code 2");
    expect(input).toContain("not well: production-us-west-2 (drift-check DRIFTED)");
    expect(input).toContain("The pipeline would end here; exit code 2");

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
  });
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
