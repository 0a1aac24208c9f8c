import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { engines } from "../../package.json";
import { ProjectCopy } from "./project-copy";

/** Runs `bin/testapp` on a Node.js that says that it has this version. */
function testapp(project: ProjectCopy, version: string, ...args: readonly string[]) {
  const fake = path.join(project.folder, "version.cjs");
  writeFileSync(fake, `Object.defineProperty(process.versions, "node", { value: "${version}" });`);
  return project.run("node", ["--require", fake, "bin/testapp", ...args]);
}

const refused = (said: string) => ({ status: 69, stdout: "", stderr: said });

it("a Node.js that package.json excludes is refused, with what to install", () => {
  using project = new ProjectCopy();
  for (const version of ["18.20.8", "20.18.3", "21.7.3", "22.11.0", "24.9.0"])
    expect(testapp(project, version, "rollout", "nowhere")).toMatchObject(
      refused(
        `Node.js ${version} is none of ${engines.node}: install Node.js 22, https://nodejs.org/en/download. Nothing was done.\n`,
      ),
    );
  const goesOn = { status: 64, stderr: expect.stringContaining("unknown environment") };
  for (const version of ["20.19.0", "22.12.0", "22.20.1"])
    expect(testapp(project, version, "rollout", "nowhere")).toMatchObject(goesOn);
  // The doctor reports a newer one, beside all else; on an older one it can't start.
  expect(testapp(project, "24.9.0", "doctor", "nowhere")).toMatchObject(goesOn);
  expect(testapp(project, "18.20.8", "doctor", "nowhere").status).toBe(69);
});

it("packages that aren't installed are named, with what to run", () => {
  using project = new ProjectCopy();
  rmSync(path.join(project.folder, "node_modules"));
  const said = expect.stringMatching(
    new RegExp(
      `^The package .+ isn't installed: run npm ci in ${project.folder}. Nothing was done.\n$`,
    ),
  );
  const run = (command: string, ...args: string[]) => project.run(command, args);
  expect(run("bin/testapp", "--help")).toMatchObject(refused(said));
  expect(run("npm", "run", "--silent", "synth")).toMatchObject(refused(said));
  expect(project.synthesize()).toMatchObject(refused(said));
});
