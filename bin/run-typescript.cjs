// Runs an application of cdktf, such as main.ts: `node bin/run-typescript.cjs FILE [ARGUMENT...]`.
// cdktf.json halves V8's young generation: a synth takes as long, and 15 MiB less.
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
