import { spawnSync } from "node:child_process";
import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  symlinkSync,
  watch,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { writeWholeFile } from "../../../src/cli/output/whole-file";
import { describeWithTools, toolPath } from "../../support/external-tools";
import { Folder } from "./command-line";
import { inSync } from "./plans";

describe("a file that is written whole or not at all", () => {
  it("appears under its name only when it is complete", async () => {
    using folder = new Folder();
    const file = path.join(folder.path, "report.json");
    const events: string[] = [];
    const watcher = watch(folder.path, (event, name) => events.push(`${event} ${name}`));
    writeWholeFile(file, "x".repeat(1e6));
    await sleep(100);
    watcher.close();
    // Renamed into its place, never written there.
    expect(events).toContain("rename report.json");
    expect(events).not.toContain("change report.json");
    expect(readdirSync(folder.path)).toEqual(["report.json"]);
  });

  it("replaces what was there, through a link too", () => {
    using folder = new Folder();
    folder.write("old", "long old text");
    symlinkSync("old", path.join(folder.path, "link"));
    writeWholeFile(path.join(folder.path, "link"), "new");
    expect(folder.read("old")).toBe("new");
    expect(lstatSync(path.join(folder.path, "link")).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder.path).sort()).toEqual(["link", "old"]);
  });

  it("leaves nothing behind when it can't be put in its place", () => {
    using folder = new Folder();
    const file = path.join(folder.path, "missing", "report.json");
    expect(() => writeWholeFile(file, "x")).toThrow("ENOENT");
    mkdirSync(path.join(folder.path, "taken"));
    expect(() => writeWholeFile(path.join(folder.path, "taken"), "x")).toThrow("EISDIR");
    expect(readdirSync(folder.path)).toEqual(["taken"]);
  });
});

describe("a report that can't be written", () => {
  it("makes the exit code that of ERROR, says why, and doesn't keep the others from being written", () => {
    using folder = new Folder();
    folder.write("plan.json", inSync);
    const args = ["--json", "missing/a.json", "--markdown", "b.md"];
    const { status, stdout, stderr } = folder.run(["drift-check", "--plan", "plan.json", ...args]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^IN_SYNC: /);
    expect(stderr).toBe(
      "The report --json can't be written to missing/a.json: no such file or directory (ENOENT)\n",
    );
    expect(folder.read("b.md")).toContain("IN_SYNC");
    expect(existsSync(path.join(folder.path, "missing"))).toBe(false);
  });
});

describeWithTools("what isn't a regular file", ["mkfifo"], () => {
  // A pipe of our own stands for devices too: a test that named a real one would replace it, should it fail.
  it("is written into, and left in its place", () => {
    using folder = new Folder();
    const pipe = path.join(folder.path, "pipe");
    expect(spawnSync(toolPath("mkfifo"), [pipe]).status).toBe(0);
    // Open at both ends, so that neither end waits for the other.
    const descriptor = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    writeWholeFile(pipe, "text");
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    const read = Buffer.alloc(10);
    expect(read.toString("utf8", 0, readSync(descriptor, read))).toBe("text");
    closeSync(descriptor);
    expect(readdirSync(folder.path)).toEqual(["pipe"]);
  });
});
