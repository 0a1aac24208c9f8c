import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { describeWithTools, toolPath } from "../support/external-tools";
import { documents } from "./documents";

const blocks = [...documents.values()].flatMap((document) =>
  document.blocks.filter(({ language }) => language === "bash"),
);

describeWithTools("the documents' shell commands", ["bash", "shellcheck"], () => {
  const folder = mkdtempSync(path.join(tmpdir(), "runbooks-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const files = blocks.map(({ document, heading, lines }, index) => {
    const file = path.join(folder, `${index} ${document} ${heading}.bash`.replaceAll("/", " "));
    writeFileSync(file, `${lines.join("\n")}\n`);
    return file;
  });

  it.each(files)("%s is bash", (file) => {
    const { status, stderr } = spawnSync(toolPath("bash"), ["-n", file], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("have no mistakes that shellcheck knows", () => {
    // A variable is set in one block and used in another; paths and names hold nothing to split.
    const args = ["--shell=bash", "--severity=warning", "--exclude=SC2034,SC2154,SC2164"];
    const checked = spawnSync(toolPath("shellcheck"), [...args, ...files], { encoding: "utf8" });
    expect(checked.stdout).toBe("");
    expect(checked.status).toBe(0);
  });

  it("are there", () => {
    expect(blocks.length).toBeGreaterThan(40);
  });
});
