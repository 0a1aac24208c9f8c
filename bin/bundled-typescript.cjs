// TypeScript as a program: bundled with its packages, and run in this process. There is no build step that could be
// forgotten: what is kept from one run to the next is a bundle that is made again when anything of it changes, and
// the machine code of what it ran.
const { Module } = require("node:module");
const path = require("node:path");
const { bundleOf } = require("../src/bundling/kept-bundle.cjs");
const { compiled } = require("../src/bundling/machine-code.cjs");

// Nobody may be reading standard error, as behind `2>&1 | head`. That must not change the exit code.
process.stderr.on("error", () => {});

const projectRoot = path.dirname(__dirname);

/** Packages that few runs need, or of which a run needs a small part. They are loaded as they are. */
const apart = [
  "@aws-sdk/*",
  "@inquirer/*",
  "esbuild",
  "execa",
  "log-update",
  "mysql2",
  "xmlbuilder2",
];

/**
 * Runs a TypeScript file of this project in this process, as its main program.
 *
 * @param {string} file absolute path
 * @param {readonly string[]} args what `process.argv` holds behind the file
 */
exports.runTypeScript = (file, args) => explained(programOf(file, args));

/**
 * The same with an application of cdktf. cdktf takes a stack trace of each token, thousands of them, for the messages
 * of errors. So the application runs without any; when it throws, it runs once more, with them.
 *
 * @param {string} file absolute path
 * @param {readonly string[]} args what `process.argv` holds behind the file
 */
exports.runApplication = (file, args) => {
  const program = programOf(file, args);
  explained(() => {
    try {
      withoutStackTraces(program);
    } catch (/** @type {any} */ error) {
      if (error?.syscall) throw unwritten(error);
      program();
    }
  });
};

/**
 * @param {string} file
 * @param {readonly string[]} args
 * @returns {() => void} runs it
 */
function programOf(file, args) {
  const { code, file: kept } = bundleOf({
    entryPoints: [file],
    absWorkingDir: projectRoot,
    bundle: true,
    external: apart,
    // The packages of a copy of the project may be a link to those of another.
    preserveSymlinks: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    tsconfigRaw: "{}",
    // Machine code that is kept can't use it.
    supported: { "dynamic-import": false },
    // esbuild wraps it: to wrap it later would copy megabytes.
    // https://nodejs.org/docs/latest-v20.x/api/modules.html#the-module-wrapper
    banner: { js: "(function (exports, require, module, __filename, __dirname) {" },
    footer: { js: "});" },
  });
  // The bundle takes the place of a file in the project's root, so that it finds the project's packages
  // and the files that package.json names under "imports".
  const filename = path.join(projectRoot, `${path.basename(file, ".ts")}.cjs`);
  // Without its folder: copies of the project share the machine code, and with it what their stack traces say.
  const name = path.basename(filename);
  // ASCII text that is read as Latin-1 takes a byte a character, outside of V8's heap.
  const script = compiled(code.toString("latin1"), name, kept && `${kept}.machine-code`);
  return () => {
    process.argv = [process.argv[0] ?? "", file, ...args];
    const bundle = new Module(filename);
    const require = Module.createRequire(filename);
    script.runInThisContext()(bundle.exports, require, bundle, filename, projectRoot);
  };
}

/** @param {() => void} program */
function withoutStackTraces(program) {
  const before = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit") ?? {};
  // cdktf sets it itself for each token.
  Object.defineProperty(Error, "stackTraceLimit", {
    configurable: true,
    get: () => 0,
    set: () => {},
  });
  try {
    program();
  } finally {
    Object.defineProperty(Error, "stackTraceLimit", before);
  }
}

/** What an application does with files is to write its output. */
function unwritten(/** @type {Error} */ { message }) {
  const text = `The output of synth can't be written: ${message}\nLet this user write to the folder, or make room on the disk.`;
  return Object.assign(new Error(text), { exitCode: 1 });
}

/** @param {() => void} program */
function explained(program) {
  try {
    program();
  } catch (/** @type {any} */ error) {
    // An error that knows its exit code is written for people: its message says all, a stack nothing.
    if (typeof error?.exitCode !== "number") throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}
