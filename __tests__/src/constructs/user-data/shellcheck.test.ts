import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderUserData } from "../../../../src/constructs/user-data/render-user-data";
import { describeWithTools, toolPath } from "../../../support/external-tools";
import { sampleValues } from "./sample-values";

describeWithTools("shellcheck", ["shellcheck"], () => {
  test("accepts the template", () => {
    const script = join(__dirname, "../../../../src/constructs/user-data/user-data.sh");
    expect(shellcheck(readFileSync(script, "utf8"))).toBe("");
  });

  test("accepts the rendered script", () => {
    expect(shellcheck(renderUserData(sampleValues()))).toBe("");
  });

  test("refuses a script with a mistake", () => {
    expect(shellcheck("#!/bin/bash\nrm -rf $1\n")).toContain("SC2086");
  });
});

function shellcheck(script: string): string {
  return spawnSync(toolPath("shellcheck"), ["-"], { input: script, encoding: "utf8" }).stdout;
}
