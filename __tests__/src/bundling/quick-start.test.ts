import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const quickStart = path.resolve(__dirname, "../../../src/bundling/quick-start.cjs");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "test-app-quick-start-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file that is long enough for its machine code to be kept. */
function write(name: string, code: string): void {
  writeFileSync(path.join(folder, name), `${code}\n//${" ".repeat(6_000)}\n`);
}

function started(name: string) {
  const args = ["--require", quickStart, path.join(folder, name)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("a program that starts from kept machine code", () => {
  it.each([
    [
      "is the main one",
      "console.log(require.main === module, __filename.endsWith('a.cjs'))",
      "true true\n",
    ],
    ["imports modules", "import('node:path').then(({ sep }) => console.log(sep.length))", "1\n"],
    [
      "throws where it did",
      "try { null.x } catch ({ stack }) { console.log(/a\\.cjs:1:/.test(stack)) }",
      "true\n",
    ],
  ])("%s, the second time as the first", (_, code, stdout) => {
    write("a.cjs", code);
    for (const _ of [1, 2]) expect(started("a.cjs")).toEqual({ status: 0, stdout, stderr: "" });
  });

  it("is the one that is there, also when another of that length was", () => {
    write("a.cjs", "console.log(111)");
    for (const _ of [1, 2]) expect(started("a.cjs").stdout).toBe("111\n");
    write("a.cjs", "console.log(222)");
    for (const _ of [1, 2]) expect(started("a.cjs").stdout).toBe("222\n");
  });

  it("may require an ES module", () => {
    writeFileSync(path.join(folder, "package.json"), `{"type": "module"}`);
    write("module.js", "export const one = 1;");
    write("a.cjs", `console.log(require("./module.js").one)`);
    for (const _ of [1, 2]) expect(started("a.cjs").stdout).toBe("1\n");
  });
});
