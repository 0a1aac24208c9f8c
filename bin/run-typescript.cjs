// Runs an application of cdktf, such as main.ts: `node bin/run-typescript.cjs FILE [ARGUMENT...]`.
require("./guard.cjs");
const path = require("node:path");
const { runApplication } = require("./bundled-typescript.cjs");

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node bin/run-typescript.cjs FILE [ARGUMENT...]");
  process.exit(64);
}
runApplication(path.resolve(file), args);
