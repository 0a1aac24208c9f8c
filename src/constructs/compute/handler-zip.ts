import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BuildOptions } from "esbuild";
import { zipSync } from "fflate";
import { bundleOf } from "../../bundling/kept-bundle.cjs";

/** A function's code as Lambda takes it. */
export interface HandlerZip {
  /** Absolute path of a temporary file, which is there until the process ends. */
  readonly file: string;
  /** SHA-256 of its bytes. */
  readonly sha256: Buffer;
}

/** Where Lambda finds the handler in the zip. */
export const handlerName = "index.handler";

const made = new Map<string, HandlerZip>();

/**
 * The zip of a handler.
 *
 * @param entry the handler's file, such as `lambda/autoupdater.ts`. The code is the same in every environment, and
 *   so it is made once in a process
 */
export function handlerZip(entry: string): HandlerZip {
  const zip = made.get(entry) ?? written(entry, zippedHandler(entry));
  made.set(entry, zip);
  return zip;
}

/** The handler, bundled and zipped: the same code gives the same bytes, wherever and whenever. */
export function zippedHandler(entry: string): Uint8Array {
  return zipped(bundleOf(bundleOptions(entry)).code);
}

/**
 * How a handler is bundled, with its packages. From ES modules, where a package has them, esbuild leaves out what
 * isn't used: of the updater, nearly half. Nothing depends on where the project is: minifying takes out
 * the comments that name files, and tsconfig.json, which changes the output, is not looked for.
 *
 * https://esbuild.github.io/api/#main-fields and https://esbuild.github.io/api/#conditions
 */
export function bundleOptions(entry: string) {
  const entryPoint = createRequire(__filename).resolve(`#project/${entry}`);
  return {
    entryPoints: [entryPoint],
    absWorkingDir: path.dirname(path.dirname(entryPoint)),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node24",
    mainFields: ["module", "main"],
    minify: true,
    tsconfigRaw: "{}",
  } satisfies BuildOptions;
}

/**
 * A zip whose bytes follow from the code alone. It is stored as it is, which is quick and depends on no
 * compressor; Lambda allows 50 MB. Its time is a local one, because fflate writes the local hours. Lambda's
 * own user must be allowed to read the file.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html
 */
function zipped(code: Uint8Array): Uint8Array {
  const mtime = new Date(2000, 0, 1, 12);
  const unix = 3;
  const regularFile = 0o100644 << 16;
  return zipSync({ "index.js": [code, { mtime, os: unix, attrs: regularFile, level: 0 }] });
}

function written(entry: string, zip: Uint8Array): HandlerZip {
  const folder = mkdtempSync(path.join(tmpdir(), "function-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, `${path.parse(entry).name}.zip`);
  writeFileSync(file, zip);
  return { file, sha256: createHash("sha256").update(zip).digest() };
}
