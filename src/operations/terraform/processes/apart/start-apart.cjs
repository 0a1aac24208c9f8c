// Starts a program and ends at once: the program then has no parent in this tree any more, and no terminal.
// In a shell, `&` would have it ignore SIGINT, which is what Terraform is interrupted with.
const { spawn } = require("node:child_process");

const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { detached: true, stdio: "ignore" });
child.once("spawn", () => process.stdout.write(`${child.pid}\n`));
child.unref();
