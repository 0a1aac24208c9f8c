// What `cdktf plan ENV --skip-synth --output DIR` does for drift-check and apply: Terraform's two commands.
const { spawnSync } = require("node:child_process");
const path = require("node:path");

const [command, id = "", ...options] = process.argv.slice(2);
const output = options[options.indexOf("--output") + 1] ?? "";
if (command !== "plan" || !options.includes("--output"))
  throw new Error(`not foreseen: ${process.argv.join(" ")}`);

const terraform = (/** @type {string[]} */ ...args) =>
  spawnSync(process.env.TERRAFORM_BINARY_NAME ?? "", args, {
    cwd: path.join(output, "stacks", id),
    stdio: "inherit",
  }).status ?? 1;
process.exitCode =
  terraform("init", "-no-color") || terraform("plan", "-input=false", "-out", "plan", "-no-color");
