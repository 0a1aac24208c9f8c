import { expect, it } from "vitest";
import { packages } from "../package-lock.json";

/**
 * Licences under which the pipeline may run a package without giving anything of its own away. MPL-2.0 is about its own
 * files alone. Of a choice, one is enough. https://spdx.org/licenses/
 */
const allowed =
  /^\(?(.* OR )?(0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|CC0-1\.0|ISC|MIT|MPL-2\.0|Public Domain|Python-2\.0|Unlicense|Artistic-2\.0|CC-BY-[34]\.0|Zlib)( OR .*)?\)?$/;

interface Package {
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}
const installed = Object.entries<Package>(packages).filter(([name]) => name !== "");

it("the packages that the pipeline runs have a licence that lets it", () => {
  const run = installed.filter(([, { dev }]) => dev !== true);
  expect(run.length).toBeGreaterThan(100);
  const others = run.filter(([, { license }]) => !allowed.test(license ?? ""));
  expect(others.map(([name, { license }]) => `${name}: ${license}`)).toEqual([]);
  expect(allowed.test("GPL-3.0-or-later")).toBe(false);
});

it("no package but these two runs a script of its own when it is installed", () => {
  const names = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
  expect(names.map(([name]) => name)).toEqual([
    "node_modules/@cdktf/node-pty-prebuilt-multiarch",
    "node_modules/esbuild",
  ]);
});
