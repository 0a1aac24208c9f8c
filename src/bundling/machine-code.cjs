// The machine code that V8 makes of a program, kept from one process to the next.
const fs = require("node:fs");
const path = require("node:path");
const v8 = require("node:v8");
const vm = require("node:vm");
const { removeOld, write } = require("./kept-files.cjs");

/** What to write when this process exits: files by script. @type {Map<vm.Script, string>} */
const unwritten = new Map();
process.once("exit", () => {
  try {
    for (const [script, file] of unwritten) write(file, script.createCachedData());
    for (const folder of new Set([...unwritten.values()].map(path.dirname))) removeOld(folder);
  } catch {
    // The next process is slower, too.
  }
});

/**
 * Compiles a script, with the machine code that an earlier process has left. Where there is none of this version of
 * V8 and its flags, it is written when this process exits.
 *
 * V8 compares nothing but the length of the source, and a script from machine code can't use `import()`: so the name
 * must tell apart every source, and the source must do without.
 *
 * https://nodejs.org/docs/latest-v20.x/api/vm.html#scriptcreatecacheddata
 *
 * @param {string} source
 * @param {string} filename as stack traces name it; machine code that is there already names its own
 * @param {string | undefined} name of the file that the machine code is kept in, as far as it goes
 */
exports.compiled = (source, filename, name) => {
  const file = name && `${name}.${v8.cachedDataVersionTag()}`;
  const cachedData = file && contentOf(file);
  const script = new vm.Script(source, { filename, ...(cachedData && { cachedData }) });
  if (file && (!cachedData || script.cachedDataRejected)) unwritten.set(script, file);
  return script;
};

/** Undefined where it can't be read: it is missing, or another user's. */
function contentOf(/** @type {string} */ file) {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
}
