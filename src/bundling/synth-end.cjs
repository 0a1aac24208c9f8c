// `node --require` this before the cdktf CLI, and synth ends as the application did: the CLI would end with 1 whatever
// that ended with, and print a second time what it said.
const childProcess = require("node:child_process");
const { spawn } = childProcess;

/** @type {(...args: any[]) => any} */
const spawnAndEnd = (command, ...more) => {
  const child = spawn(command, ...more);
  if (/\brun-typescript\b/.test(command))
    child.once("close", (code) => {
      if (code) process.exit(code);
    });
  return child;
};
childProcess.spawn = spawnAndEnd;
