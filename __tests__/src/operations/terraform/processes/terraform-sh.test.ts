import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { describeWithTools, toolPath } from "../../../../support/external-tools";

const scripts = [
  "operations/terraform/processes/terraform.sh",
  "operations/terraform/processes/apart/keep-exit-code.sh",
];

describeWithTools("the scripts that start Terraform", ["shellcheck"], () => {
  test.each(scripts)("%s is accepted by shellcheck", (name) => {
    const script = path.resolve(__dirname, "../../../../../src", name);
    const { status, stdout } = spawnSync(toolPath("shellcheck"), [script], { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });
});
