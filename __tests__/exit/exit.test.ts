import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { ProjectCopy } from "../e2e/project-copy";

const packages = path.resolve(__dirname, "../../node_modules");

/** CDK Terrain under the name of cdktf, in a folder of its own: the project's own packages stay as they are. */
function install(folder: string): string | undefined {
  for (const file of ["package.json", "package-lock.json"])
    cpSync(path.join(__dirname, file), path.join(folder, file));
  // Its peer, constructs, is the project's own.
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps"];
  const { status, stderr } = spawnSync("npm", args, { cwd: folder, encoding: "utf8" });
  return status === 0 ? undefined : stderr;
}

/** The project with another cdktf: its other packages are those that are installed here. */
function copyWith(cdktf: string): ProjectCopy {
  const copy = new ProjectCopy();
  const own = path.join(copy.folder, "node_modules");
  rmSync(own);
  mkdirSync(own);
  for (const name of readdirSync(packages).filter((each) => each !== "cdktf" && each !== ".cache"))
    symlinkSync(path.join(packages, name), path.join(own, name));
  symlinkSync(cdktf, path.join(own, "cdktf"));
  return copy;
}

/** Each stack's JSON, parsed: how empty lists are written is no difference. */
function stacksOf(copy: ProjectCopy): Record<string, unknown> {
  const { status, stderr } = copy.synthesize();
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const texts = Object.entries(copy.output()).filter(([file]) => file.endsWith("/cdk.tf.json"));
  return Object.fromEntries(texts.map(([file, text]) => [file, withoutVersion(JSON.parse(text))]));
}

function withoutVersion(stack: any): unknown {
  const { version, ...metadata } = stack["//"].metadata;
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  return { ...stack, "//": { ...stack["//"], metadata } };
}

it("the same sources synthesize to the same with CDK Terrain, but for the line with its version", ({
  skip,
}) => {
  const folder = mkdtempSync(path.join(tmpdir(), "test-app-exit-"));
  try {
    const problem = install(folder);
    if (process.env.CI !== "true") skip(problem !== undefined, `It can't be installed: ${problem}`);
    expect(problem).toBeUndefined();
    const cdktf = path.join(folder, "node_modules/cdktf");
    const { name } = JSON.parse(readFileSync(path.join(cdktf, "package.json"), "utf8"));
    expect(name).toBe("cdktn");

    using here = new ProjectCopy();
    using there = copyWith(cdktf);
    const stacks = stacksOf(here);
    expect(Object.keys(stacks).length).toBeGreaterThan(6);
    expect(stacksOf(there)).toEqual(stacks);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
