// Bundles of esbuild, kept from one process to the next: bundling takes longer than most of what is bundled.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { removeOld, write } = require("./kept-files.cjs");

/** By so much, at most, the clock of a file system is behind. */
const lagMs = 100;
/** What a kept bundle ends with. */
const end = Buffer.from("\n// That is all.\n");

/** A bundle, in ASCII, and where it is kept; undefined where nothing can be written. */
/** @typedef {{ readonly code: Buffer, readonly file: string | undefined }} Bundle */

/**
 * One file with all that an entry imports. It is made again as soon as esbuild could make another one: when a file
 * that went into it, a name beside such a file, a package or an option is another one. So a stale one can't be had,
 * and any number of processes and copies of the project may share what is kept. Where nothing can be
 * written, it is made each time.
 *
 * https://esbuild.github.io/api/#metafile
 *
 * @param {import("esbuild").BuildOptions & { entryPoints: string[], absWorkingDir: string }} options
 * @returns {Bundle}
 */
exports.bundleOf = (options) => {
  const { absWorkingDir: root, entryPoints } = options;
  const folder = path.join(root, "node_modules/.cache/bundles");
  // Projects of one name, as copies that tests change, have entries of their own.
  const entries = entryPoints.map((entry) => [
    path.relative(root, entry),
    fs.readFileSync(entry, "utf8"),
  ]);
  // Another way to escape makes another bundle.
  const ascii = String(inAscii);
  const text = JSON.stringify({ ...options, absWorkingDir: "", entryPoints: entries, ascii });
  const name = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const list = path.join(folder, `${name}.inputs.json`);
  const fileOf = (/** @type {readonly string[]} */ inputs) =>
    path.join(folder, `${name}.${digestOf(root, inputs)}.js`);
  try {
    const file = fileOf(JSON.parse(fs.readFileSync(list, "utf8")));
    const kept = fs.readFileSync(file);
    // One that isn't whole, after a power cut, say, would do nothing and end well.
    if (!kept.subarray(-end.length).equals(end)) throw new Error("It isn't whole");
    return { code: kept.subarray(0, -end.length), file };
  } catch {
    // There is none yet, or it is out of date.
  }

  const { buildSync } = esbuildWithoutThread();
  const start = Date.now();
  const { metafile, outputFiles } = buildSync({ ...options, metafile: true, write: false });
  const inputs = Object.keys(metafile.inputs).sort();
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`esbuild has made no bundle of ${entryPoints}`);
  const code = Buffer.from(inAscii(output.text));
  try {
    // Before the look at times: what is edited later shows in them.
    const file = fileOf(inputs);
    // Who edits while esbuild reads gets a bundle of what there was, and nobody else shall.
    const edited = inputs.some(
      (input) => fs.statSync(path.join(root, input)).ctimeMs >= start - lagMs,
    );
    if (edited) return { code, file: undefined };
    write(file, Buffer.concat([code, end]));
    write(list, JSON.stringify(inputs));
    removeOld(folder);
    return { code, file };
  } catch {
    return { code, file: undefined };
  }
};

/**
 * The same program in ASCII. V8 keeps ASCII as one byte a character; one character beyond Latin-1 makes it two for all.
 * esbuild escapes what stands in strings, not in comments, regular expressions and tagged templates. Only a
 * regular expression's `source`, a template's `raw` and a function's `toString()` show the escapes.
 */
function inAscii(/** @type {string} */ text) {
  return text.replace(/(\\*)([^\0-\x7f])/g, (_, before, unit) => {
    // A character that is escaped already needs no backslash of its own.
    const whole = before.slice(0, before.length - (before.length % 2));
    return `${whole}\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/**
 * Bundling needs no thread of its own: that saves some 8 MiB, and a process that outlives this one. esbuild reads the
 * variable as it is loaded.
 *
 * @returns {typeof import("esbuild")}
 */
function esbuildWithoutThread() {
  const { ESBUILD_WORKER_THREADS: before } = process.env;
  process.env.ESBUILD_WORKER_THREADS = "0";
  const esbuild = require("esbuild");
  if (before === undefined) delete process.env.ESBUILD_WORKER_THREADS;
  else process.env.ESBUILD_WORKER_THREADS = before;
  return esbuild;
}

/**
 * Of the project's own files what they hold; of packages, which are many, when they were installed or changed. A
 * package.json says which file a package's name means.
 */
function digestOf(/** @type {string} */ root, /** @type {readonly string[]} */ inputs) {
  const hash = createHash("sha256");
  const isOwn = (/** @type {string} */ file) => !file.split("/").includes("node_modules");
  const packages = inputs.flatMap(
    (file) => /^.*node_modules\/(@[^/]+\/)?[^/]+\//.exec(file)?.[0] ?? [],
  );
  const descriptions = [...new Set(packages)].map((folder) => `${folder}package.json`);
  const installed = "node_modules/.package-lock.json";
  for (const file of ["package.json", installed, ...descriptions, ...inputs]) {
    const absolute = path.join(root, file);
    hash.update(`\n${file}\n`);
    if (isOwn(file)) hash.update(fs.readFileSync(absolute));
    else {
      const { size, ctimeMs } = fs.statSync(absolute);
      hash.update(`${size} ${ctimeMs}`);
    }
  }
  // A new file may take the place of an input: `a.tsx` that of `a.ts`, and `a.ts` that of `a/index.ts`.
  const own = inputs.filter(isOwn).flatMap((file) => [file, path.dirname(file)]);
  const stems = new Set(own.map((file) => file.split(".")[0]));
  for (const folder of new Set(own.map((file) => path.dirname(file))))
    for (const entry of fs.readdirSync(path.join(root, folder)).sort()) {
      const file = path.join(folder, entry);
      if (stems.has(file.split(".")[0])) hash.update(`\n${file}`);
    }
  return hash.digest("hex").slice(0, 32);
}
