const { randomUUID } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

/**
 * Writes a file of a cache whole, for whoever reads it meanwhile.
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
