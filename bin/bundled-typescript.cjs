// The project's own files are bundled in memory by esbuild and run in this process; packages are
// loaded from node_modules as they are. That takes half the time of a loader that transforms file by
// file, writes nothing (so several may run at once), and needs no build step that could be forgotten.
const { Module } = require("node:module");
const path = require("node:path");

// Bundling needs no thread of its own: that saves some 8 MiB, and a process that outlives this one.
process.env.ESBUILD_WORKER_THREADS = "0";
const { buildSync } = require("esbuild");

// Nobody may be reading standard error, as behind `2>&1 | head`. That must not change the exit code.
process.stderr.on("error", () => {});

const projectRoot = path.dirname(__dirname);

/**
 * Runs a TypeScript file of this project in this process, as its main program.
 *
 * @param {string} file absolute path
 * @param {readonly string[]} args what `process.argv` holds behind the file
 */
exports.runTypeScript = (file, args) => {
  const { outputFiles } = buildSync({
    entryPoints: [file],
    absWorkingDir: projectRoot,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "cjs",
    target: "node20",
    write: false,
  });

  // The bundle takes the place of a file in the project's root, so that it finds the project's packages
  // and the files that package.json names under "imports".
  const filename = path.join(projectRoot, `${path.basename(file, ".ts")}.cjs`);
  const bundle = new Module(filename);
  bundle.filename = filename;
  bundle.paths = Module._nodeModulePaths(projectRoot);
  process.argv = [process.argv[0], file, ...args];

  // On a stack of its own: cdktf keeps the stack trace of each token, and need not keep the loader's part.
  setImmediate(() => {
    try {
      bundle._compile(outputFiles[0].text, filename);
    } catch (error) {
      // An error that knows its exit code is written for people: its message says all, a stack nothing.
      if (typeof error?.exitCode !== "number") throw error;
      console.error(error.message);
      process.exitCode = error.exitCode;
    }
  });
};
