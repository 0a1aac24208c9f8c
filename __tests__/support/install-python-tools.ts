// A program of its own, so that whoever waits for the installation can still hear Ctrl-C, and end all of it.
import { installAlone } from "./installation-lock";
import { installPythonTools, pythonToolsAreCurrent } from "./python-tools";
import { findInPath } from "./tools";

// Ctrl-C reaches pip, too: once that has ended, what is half-made is removed, and the lock is given back.
process.on("SIGINT", () => {});

async function main(): Promise<void> {
  const python = findInPath("python3");
  if (python === undefined) throw new Error("python3 is not in PATH");
  await installAlone(() => {
    if (!pythonToolsAreCurrent()) installPythonTools(python);
  });
}

main();
