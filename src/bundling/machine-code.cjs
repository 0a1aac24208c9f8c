// The machine code that V8 makes of a program, kept from one process to the next.
const fs = require("node:fs");
const v8 = require("node:v8");
const vm = require("node:vm");
const { write } = require("./whole-file.cjs");

/** What to write when this process exits: files by script. @type {Map<vm.Script, string>} */
const unwritten = new Map();
process.once("exit", () => {
  try {
    for (const [script, file] of unwritten) write(file, script.createCachedData());
  } catch {
    // The next process is slower, too.
  }
});

/**
 * Compiles a script, with the machine code that an earlier process has left. V8 itself refuses that of another
 * source; then, and where there is none of this version and its flags, it is written when this process exits.
 *
 * https://nodejs.org/docs/latest-v20.x/api/vm.html#scriptcreatecacheddata
 *
 * @param {string} source
 * @param {string} filename
 * @param {string | undefined} name of the file that the machine code is kept in, as far as it goes
 */
exports.compiled = (source, filename, name) => {
  const file = name && `${name}.${v8.cachedDataVersionTag()}`;
  const isKept = file !== undefined && fs.existsSync(file);
  const script = new vm.Script(source, {
    filename,
    ...(isKept && { cachedData: fs.readFileSync(file) }),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (file !== undefined && (!isKept || script.cachedDataRejected)) unwritten.set(script, file);
  return script;
};
