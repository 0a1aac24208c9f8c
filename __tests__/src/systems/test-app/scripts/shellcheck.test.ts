import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { renderRunUpdater } from "../../../../../src/systems/test-app/scripts/run-updater/render-run-updater";
import { renderUserData } from "../../../../../src/systems/test-app/scripts/user-data/render-user-data";
import { describeWithTools, toolPath } from "../../../../support/external-tools";
import { sampleRun } from "./run-updater/sample-run";
import { sampleValues } from "./user-data/sample-values";

const scripts: readonly [name: string, script: string][] = [
  ["the boot script", renderUserData(sampleValues())],
  ["the updater document's script", renderRunUpdater(sampleRun())],
];

test.each(scripts)("%s takes no time from the clock, which a boot sets", (_, script) => {
  const code = script.replaceAll(/^ *#.*$/gm, "");
  expect(code).not.toMatch(/\b(SECONDS|EPOCHSECONDS|EPOCHREALTIME)\b|date \+%s/);
});

describeWithTools("shellcheck", ["shellcheck"], () => {
  test.each(scripts)("accepts %s", (_, script) => {
    expect(shellcheck(script)).toBe("");
  });

  test("refuses a script with a mistake", () => {
    expect(shellcheck("#!/bin/bash\nrm -rf $1\n")).toContain("SC2086");
  });
});

function shellcheck(script: string): string {
  return spawnSync(toolPath("shellcheck"), ["-"], { input: script, encoding: "utf8" }).stdout;
}
