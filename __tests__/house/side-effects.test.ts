import path from "node:path";
import { expect, it, vi } from "vitest";
import { root, sources } from "./sources";

/** What importing a module of ours could change. Packages listen to signals as soon as they are loaded. */
function processState() {
  const { env, exitCode, argv, title } = process;
  return { env: { ...env }, exitCode, argv: [...argv], title, folder: process.cwd() };
}

it("importing a module does nothing but import it: only the entries do something", async () => {
  const entries = /^(main|src\/cli\/testapp|services\/(write-bundle|.*\/start))\.ts$/;
  const modules = sources().filter(({ file }) => !entries.test(file));
  const written = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
  const before = processState();
  for (const { file } of modules) {
    await import(path.join(root, file));
    expect(processState(), file).toEqual(before);
  }
  for (const write of written) expect(write).not.toHaveBeenCalled();
  expect(modules.length).toBeGreaterThan(200);
});
