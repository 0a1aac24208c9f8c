// Runs an application of cdktf, such as main.ts: `node bin/run-typescript.cjs FILE [ARGUMENT...]`.
// In cdktf.json the young generation of its memory is half of the usual one: a synth throws most of what it makes away
// at once, takes as long, and needs 15 MiB less.
// https://nodejs.org/docs/latest-v20.x/api/cli.html#--max-semi-space-sizesize-in-megabytes
require("./guard.cjs");
const path = require("node:path");
const { runApplication } = require("./bundled-typescript.cjs");

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node bin/run-typescript.cjs FILE [ARGUMENT...]");
  process.exit(64);
}
runApplication(path.resolve(file), args);
