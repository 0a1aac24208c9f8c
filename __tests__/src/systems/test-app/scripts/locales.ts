import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { toolPath } from "../../../../support/external-tools";

/**
 * The variables of each locale that an instance may have; what this machine lacks is compiled for the tests
 * of a file.
 */
export function locales(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const folder = mkdtempSync(join(tmpdir(), "locales-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const compiled = join(folder, "en_US.UTF-8");
  const options = ["--no-archive", "-i", "en_US", "-f", "UTF-8", compiled];
  const { status, stderr } = spawnSync(toolPath("localedef"), options, { encoding: "utf8" });
  if (status !== 0) throw new Error(`localedef could not make en_US.UTF-8: ${stderr}`);
  return {
    C: { LANG: "C" },
    "C.UTF-8": { LANG: "C.UTF-8" },
    "en_US.UTF-8": { LANG: "en_US.UTF-8", LOCPATH: folder },
    "C.UTF-8 above all": { LC_ALL: "C.UTF-8" },
  };
}
