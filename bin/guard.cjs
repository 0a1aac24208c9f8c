// Says what is missing, and what to do, before something else fails without a word for people. In plain JavaScript, for
// a Node.js of any age and a project without packages. Whoever requires it goes on only when all is there.
const { existsSync } = require("node:fs");
const path = require("node:path");
const { dependencies, engines } = require("../package.json");

/** EX_UNAVAILABLE of sysexits.h. */
const exitCode = 69;
const root = path.dirname(__dirname);

const problem = problemOfNode() || problemOfPackages();
if (problem) {
  console.error(`${problem}. Nothing was done.`);
  process.exit(exitCode);
}

function problemOfNode() {
  const version = process.versions.node;
  const [major = 0, minor = 0] = numbersOf(version);
  // The form of each is ^20.19.0.
  const ranges = engines.node.split(" || ").map((range) => numbersOf(range.slice(1)));
  if (ranges.some(([ofMajor, from = 0]) => major === ofMajor && minor >= from)) return undefined;
  // The doctor reports a newer one itself, beside all else; on an older one it can't start.
  const isNewer = ranges.some(([ofMajor = 0]) => major > ofMajor);
  if (isNewer && process.argv[2] === "doctor") return undefined;
  return `Node.js ${version} is none of ${engines.node}: install Node.js 22, https://nodejs.org/en/download`;
}

function problemOfPackages() {
  const missing = Object.keys(dependencies).find(
    (name) => !existsSync(path.join(root, "node_modules", name, "package.json")),
  );
  if (missing === undefined) return undefined;
  return `The package ${missing} isn't installed: run npm ci in ${root}`;
}

/** @param {string} version */
function numbersOf(version) {
  return version.split(".").map(Number);
}
