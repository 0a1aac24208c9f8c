import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { renderRunUpdater } from "../../../../src/constructs/updater-document/render-run-updater";
import { renderUserData } from "../../../../src/constructs/user-data/render-user-data";
import { describeWithTools, toolPath } from "../../../support/external-tools";
import { sampleRun } from "../updater-document/sample-run";
import { sampleValues } from "../user-data/sample-values";

describeWithTools("shellcheck", ["shellcheck"], () => {
  test.each([
    ["the boot script", renderUserData(sampleValues())],
    ["the updater document's script", renderRunUpdater(sampleRun())],
  ])("accepts %s", (_, script) => {
    expect(shellcheck(script)).toBe("");
  });

  test("refuses a script with a mistake", () => {
    expect(shellcheck("#!/bin/bash\nrm -rf $1\n")).toContain("SC2086");
  });
});

function shellcheck(script: string): string {
  return spawnSync(toolPath("shellcheck"), ["-"], { input: script, encoding: "utf8" }).stdout;
}
