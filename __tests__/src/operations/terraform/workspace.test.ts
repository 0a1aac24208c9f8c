import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  applyControl,
  erroredState,
  Workspace,
} from "../../../../src/operations/terraform/workspace";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "test-app-workspace-"));
  vi.stubEnv("TMPDIR", folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

it("copies a synthesized output without what Terraform has left in it, and nothing else is missing", () => {
  // Of all names one that could be taken for a plan.
  const synthesized = path.join(folder, "plan");
  const stack = path.join(synthesized, "stacks/uat-us-east-1");
  mkdirSync(path.join(stack, ".terraform/providers"), { recursive: true });
  mkdirSync(path.join(stack, "assets/x"), { recursive: true });
  for (const file of [
    "cdk.tf.json",
    "plan",
    ".terraform.lock.hcl",
    "errored.tfstate",
    "assets/x/plan",
  ]) {
    writeFileSync(path.join(stack, file), "");
  }
  using workspace = new Workspace();
  const copy = workspace.planFolder("uat-us-east-1", synthesized);
  expect(readdirSync(copy.stack, { recursive: true }).sort()).toEqual([
    "assets",
    "assets/x",
    "assets/x/plan",
    "cdk.tf.json",
  ]);
});

it("removes itself, and what a check has left that was killed long ago", () => {
  const { pid } = spawnSync(process.execPath, ["--eval", ""]);
  const left = { dead: `${pid}-a`, alive: `${process.pid}-b`, recent: `${pid}-c` };
  const [dead, alive, recent] = Object.values(left).map((name) => {
    const one = path.join(folder, `testapp-drift-check-${name}`);
    mkdirSync(one);
    return one;
  }) as [string, string, string];
  const twoDaysAgo = Date.now() / 1000 - 2 * 24 * 3600;
  for (const one of [dead, alive]) utimesSync(one, twoDaysAgo, twoDaysAgo);
  {
    using workspace = new Workspace();
    expect(existsSync(workspace.folder)).toBe(true);
  }
  expect(readdirSync(folder).sort()).toEqual(
    [alive, recent].map((one) => path.basename(one)).sort(),
  );
});

it.each([false, true])("stays while Terraform runs in it (apply: %s)", (applies) => {
  const synthesized = path.join(folder, "cdktf.out");
  mkdirSync(path.join(synthesized, "stacks/uat-us-east-1"), { recursive: true });
  const workspace = new Workspace();
  const planFolder = workspace.planFolder("uat-us-east-1", synthesized);
  const control = applies ? applyControl(planFolder) : planFolder.control;
  mkdirSync(control, { recursive: true });
  writeFileSync(path.join(control, "terraform.pid"), `${process.pid}`);
  workspace[Symbol.dispose]();
  expect(existsSync(planFolder.stack)).toBe(true);
  rmSync(path.join(control, "terraform.pid"));
  workspace[Symbol.dispose]();
  expect(existsSync(workspace.folder)).toBe(false);
});

it("stays while it holds a state that exists nowhere else, for years", () => {
  const synthesized = path.join(folder, "cdktf.out");
  mkdirSync(path.join(synthesized, "stacks/uat-us-east-1"), { recursive: true });
  const { pid } = spawnSync(process.execPath, ["--eval", ""]);
  const workspace = new Workspace();
  const state = erroredState(workspace.planFolder("uat-us-east-1", synthesized));
  writeFileSync(state, "");
  workspace[Symbol.dispose]();
  expect(existsSync(state)).toBe(true);

  const old = path.join(folder, `testapp-drift-check-${pid}-old`);
  renameSync(workspace.folder, old);
  utimesSync(old, 1, 1);
  new Workspace()[Symbol.dispose]();
  expect(existsSync(path.join(old, path.relative(workspace.folder, state)))).toBe(true);
});
