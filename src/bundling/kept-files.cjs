// Files that are kept from one process to the next, for several processes at once.
const { randomUUID } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Writes a file whole, for whoever reads it meanwhile.
 *
 * @param {string} file
 * @param {Buffer | string} content
 */
exports.write = (file, content) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${randomUUID()}`;
  fs.writeFileSync(unfinished, content);
  fs.renameSync(unfinished, file);
};

/**
 * Removes what was written more than a day ago, mostly for code that is no more. What is still needed is made again.
 *
 * @param {string} folder
 */
exports.removeOld = (folder) => {
  for (const entry of fs.readdirSync(folder)) {
    const file = path.join(folder, entry);
    // Another process may be faster.
    const { mtimeMs } = fs.statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (mtimeMs < Date.now() - dayMs) fs.rmSync(file, { force: true });
  }
};
