import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  type Apart,
  runApart,
} from "../../../../../../src/operations/terraform/processes/apart/run-apart";
import {
  descendants,
  processesIn,
  processesWith,
  signalEach,
} from "../../../../../e2e/drift/process-tree";
import { until } from "../../../../../e2e/drift/until";

let control: string;

beforeEach(() => {
  control = mkdtempSync(path.join(tmpdir(), "test-app-apart-"));
});

afterEach(() => {
  signalEach(processesIn(control), "SIGKILL");
  rmSync(control, { recursive: true });
});

const cookies = { JENKINS_NODE_COOKIE: "a", JENKINS_SERVER_COOKIE: "a", BUILD_ID: "a" };

function run(script: string): Promise<Apart> {
  const env = { ...process.env, ...cookies, KEPT: "kept" };
  return runApart(["sh", "-c", script], { cwd: control, env, control });
}

async function ended(apart: Apart): Promise<number | undefined> {
  await until(() => !apart.isRunning || undefined);
  return apart.exitCode;
}

it("keeps the exit code", async () => {
  expect(await ended(await run("exit 7"))).toBe(7);
});

it("doesn't have the program ignore an interrupt", async () => {
  expect(await ended(await run("kill -INT $$"))).toBe(130);
});

it("shows the program nothing that Jenkins looks for, and all else", async () => {
  expect(await ended(await run("env >seen"))).toBe(0);
  const seen = readFileSync(path.join(control, "seen"), "utf8");
  expect(seen).toContain("KEPT=kept");
  expect(Object.keys(cookies).filter((name) => seen.includes(name))).toEqual([]);
});

it("leaves the tree, and has no exit code when whoever waits is killed", async () => {
  const apart = await run("sleep 60");
  const own = processesIn(control);
  expect(own).not.toEqual([]);
  expect(descendants(process.pid).filter((pid) => own.includes(pid))).toEqual([]);
  expect(apart.isRunning).toBe(true);
  expect(apart.exitCode).toBeUndefined();
  const keepers = processesWith("keep-exit-code.sh").filter((pid) => own.includes(pid));
  signalEach(keepers, "SIGKILL");
  expect(await ended(apart)).toBeUndefined();
});
