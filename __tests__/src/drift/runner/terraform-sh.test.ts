import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { describeWithTools, toolPath } from "../../../support/external-tools";

describeWithTools("the script between cdktf and Terraform", ["shellcheck"], () => {
  test("is accepted by shellcheck", () => {
    const script = path.resolve(__dirname, "../../../../src/drift/runner/terraform.sh");
    expect(spawnSync(toolPath("shellcheck"), [script], { encoding: "utf8" }).stdout).toBe("");
  });
});
