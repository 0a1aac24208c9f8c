import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  keepErroredState,
  pushKeptState,
} from "../../../../../src/operations/terraform/apply/kept-state";
import { Workspace } from "../../../../../src/operations/terraform/workspace";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "test-app-kept-state-"));
  vi.stubEnv("TMPDIR", folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function failedApply() {
  const synthesized = path.join(folder, "cdktf.out");
  mkdirSync(path.join(synthesized, "stacks/uat"), { recursive: true });
  const workspace = new Workspace();
  const planFolder = workspace.planFolder("uat", synthesized);
  const written = path.join(planFolder.stack, "errored.tfstate");
  writeFileSync(written, "state");
  return { workspace, planFolder, written };
}

it("moves the state, which needs no room a second time, to where only its owner may read it", () => {
  const { workspace, planFolder, written } = failedApply();
  const { ino } = statSync(written);
  const kept = `${keepErroredState("uat", planFolder)}`;
  expect(statSync(kept).ino).toBe(ino);
  expect(statSync(kept).mode & 0o077).toBe(0);
  expect(statSync(path.dirname(kept)).mode & 0o077).toBe(0);
  workspace[Symbol.dispose]();
  expect(readFileSync(kept, "utf8")).toBe("state");
  expect(keepErroredState("uat", planFolder)).toBe(null);
});

it("leaves the state where it is when it can't be moved, and the workspace with it", () => {
  const { workspace, planFolder, written } = failedApply();
  // No folder can be made below a file.
  writeFileSync(path.join(folder, "full"), "");
  vi.stubEnv("TMPDIR", path.join(folder, "full"));
  expect(keepErroredState("uat", planFolder)).toBe(written);
  workspace[Symbol.dispose]();
  expect(readFileSync(written, "utf8")).toBe("state");
  expect(pushKeptState(written)).toContain(`kept in ${written}, which holds secrets`);
});
