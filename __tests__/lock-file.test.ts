import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

it("package-lock.json holds the binaries of every platform, without which npm ci refuses it", () => {
  const text = readFileSync(path.resolve(__dirname, "../package-lock.json"), "utf8");
  const packages: Record<string, LockedPackage> = JSON.parse(text).packages;
  const paths = Object.keys(packages);
  const missing = Object.entries(packages).flatMap(([owner, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !paths.some((each) => each.endsWith(`node_modules/${name}`)))
      .map((name) => `${owner} needs ${name}`),
  );
  expect(missing).toEqual([]);
});
