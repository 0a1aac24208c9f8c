// Runs a TypeScript file: `node bin/run-typescript.cjs FILE [ARGUMENT...]`.
const path = require("node:path");
const { runTypeScript } = require("./bundled-typescript.cjs");

const [file, ...args] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node bin/run-typescript.cjs FILE [ARGUMENT...]");
  process.exit(64);
}
runTypeScript(path.resolve(file), args);
