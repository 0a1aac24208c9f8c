import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { bundleOptions, zippedHandler } from "../../../../src/constructs/compute/handler-zip";

describe("the handler's zip", () => {
  it("is one file that everybody may read, of no particular day", () => {
    const zip = Buffer.from(zippedHandler("lambda/autoupdater.ts"));
    const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
    const entry = zip.readUInt32LE(end + 16); // of the central directory, APPNOTE.TXT 4.3.12
    expect(zip.readUInt16LE(end + 10)).toBe(1);
    expect(zip.subarray(entry + 46, entry + 54).toString()).toBe("index.js");
    expect(zip.readUInt8(entry + 5)).toBe(3); // unix
    expect(zip.readUInt32LE(entry + 38) >>> 16).toBe(0o100644);
    expect(zip.readUInt16LE(entry + 14)).toBe(((2000 - 1980) << 9) | (1 << 5) | 1);
  });

  it("of the updater holds the rollout, the rollback, the configuration and packages, but nothing of synth's", () => {
    const { own, packages, requiredModules } = inputs("lambda/autoupdater.ts");
    expect(own.filter((file) => !isOwn(file, "(rollout|rollback)"))).toEqual([]);
    expect(own).toContain("src/operations/rollout/rollout.ts");
    expect(packages).toContain("node_modules/@aws-sdk/client-ssm/");
    expect(packages).not.toMatch(synths);
    expect(requiredModules).toEqual([]);
    // The environments' values are variables: here, a change of one would be a change of all.
    expect(own).not.toContain("src/systems/test-app/environments.ts");
  });

  it.each(["autoupdater", "database-user"])(
    "of %s is small, since a cold start waits for it",
    (name) => {
      expect(zippedHandler(`lambda/${name}.ts`).length / 1e6).toBeLessThan(1.5);
    },
  );

  it("of the database user holds what talks to MySQL, and no client of AWS", () => {
    const { own, packages, requiredModules } = inputs("lambda/database-user.ts");
    expect(own.filter((file) => !isOwn(file, "(database-user|restore)"))).toEqual([]);
    expect(own).toContain("src/operations/database-user/ensure-user.ts");
    expect(packages).toContain("node_modules/mysql2/");
    expect(packages).not.toContain("node_modules/@aws-sdk/");
    expect(packages).not.toMatch(synths);
    expect(requiredModules).toEqual([]);
  });
});

const synths = /node_modules\/(cdktf|constructs|@cdktf|esbuild)\//;

/** The handler's, its operation's, or what all operations and systems share; no other operation's, and no construct. */
function isOwn(file: string, operation: string): boolean {
  const shared = "lambda|src/estate|src/systems|src/operations/(aws|report)";
  return new RegExp(`^(${shared}|src/operations/${operation})/`).test(file);
}

function inputs(entry: string) {
  const { metafile } = buildSync({ ...bundleOptions(entry), metafile: true, write: false });
  const files = Object.keys(metafile.inputs);
  const own = files.filter((file) => !file.startsWith("node_modules/"));
  // Who requires one gets a namespace, not the exports.
  const requiredModules = Object.values(metafile.inputs)
    .flatMap(({ imports }) => imports)
    .filter(({ kind, path }) => kind === "require-call" && metafile.inputs[path]?.format === "esm");
  return { own, packages: files.join("\n"), requiredModules };
}
