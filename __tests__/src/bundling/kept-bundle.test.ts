import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bundleOf } from "../../../src/bundling/kept-bundle.cjs";

let root: string;
const cache = () => path.join(root, "node_modules/.cache/bundles");

beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), "test-app-bundles-"));
  write("package.json", "{}");
  write("node_modules/.package-lock.json", "{}");
  write("node_modules/greeting/package.json", `{"main": "./index.js"}`);
  write("node_modules/greeting/other.js", `exports.greeting = "good evening";`);
  write("node_modules/greeting/index.js", `exports.greeting = "hello";`);
  write(
    "code/main.ts",
    `import { greeting } from "greeting"; import "./name"; console.log(greeting);`,
  );
  write("code/name.ts", `console.log("world");`);
  await untilOld();
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  const absolute = path.join(root, file);
  mkdirSync(path.dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
}

/** A bundle of files that are being edited isn't kept. */
async function untilOld(): Promise<void> {
  await sleep(200);
}

function bundled(options: object = {}): string {
  const entryPoints = [path.join(root, "code/main.ts")];
  return bundleOf({ entryPoints, absWorkingDir: root, bundle: true, ...options }).code.toString();
}

function prepend(file: string, text: string): void {
  writeFileSync(file, text + readFileSync(file, "utf8"));
}

/** Marks what is kept, so that one sees whether it is used. */
function mark(): void {
  const files = readdirSync(cache()).filter((file) => file.endsWith(".js"));
  expect(files).not.toEqual([]);
  for (const file of files) prepend(path.join(cache(), file), "// kept\n");
}

describe("a kept bundle", () => {
  it("is used as long as nothing has changed", () => {
    expect(bundled()).toContain("world");
    mark();
    expect(bundled()).toContain("// kept");
  });

  it.each([
    ["a file", () => write("code/name.ts", `console.log("moon");`), "moon"],
    [
      "a package",
      () => write("node_modules/greeting/index.js", `exports.greeting = "bye";`),
      "bye",
    ],
    ["which file a name means", () => write("code/name.tsx", `console.log("moon");`), "moon"],
    ["a name's folder", () => write("code.ts", ""), "world"],
    [
      "which file a package's name means",
      () => write("node_modules/greeting/package.json", `{"main": "./other.js"}`),
      "good evening",
    ],
    ["what an own name means", () => write("package.json", `{"imports": {}}`), "world"],
    ["what is installed", () => write("node_modules/.package-lock.json", "{ }"), "world"],
  ])("is made anew when %s has changed", async (_, change, expected) => {
    bundled();
    mark();
    change();
    await untilOld();
    for (const text of [bundled(), bundled()]) {
      expect(text).toContain(expected);
      expect(text).not.toContain("// kept");
    }
  });

  it("is ASCII, and does the same", async () => {
    const text = "`…${/^[é👍]$/u.test('👍')} ${/^\\é\\\\é$/.test('é\\\\é')} 'ü'`";
    write("code/main.ts", `/** … */ export class Said { /* … */ text = ${text}; }`);
    await untilOld();
    const code = bundled({ format: "cjs" });
    expect(code).toMatch(/^[\0-\x7f]*$/);
    const module = { exports: { Said: Object } };
    new Function("module", "exports", code)(module, module.exports);
    expect(new module.exports.Said()).toMatchObject({ text: "…true true 'ü'" });
  });

  it("is one of the same options", () => {
    bundled();
    mark();
    expect(bundled({ minify: true })).not.toContain("// kept");
    expect(bundled()).toContain("// kept");
  });

  it("isn't kept when somebody edits meanwhile", () => {
    write("code/name.ts", `console.log("moon");`);
    // It begins right after the edit, however slow the machine is.
    const { ctimeMs } = statSync(path.join(root, "code/name.ts"));
    using _ = vi.spyOn(Date, "now").mockReturnValue(ctimeMs + 50);
    expect(bundled()).toContain("moon");
    expect(() => readdirSync(cache())).toThrow("ENOENT");
  });

  it("is used only when it is whole", () => {
    bundled();
    for (const file of readdirSync(cache()))
      if (file.endsWith(".js")) write(`node_modules/.cache/bundles/${file}`, "");
    expect(bundled()).toContain("world");
  });

  it("is made each time where nothing can be written", () => {
    write("node_modules/.cache", "no folder");
    expect([bundled(), bundled()].every((text) => text.includes("world"))).toBe(true);
  });
});
