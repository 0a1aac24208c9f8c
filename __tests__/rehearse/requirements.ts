import path from "node:path";
import semver from "semver";
import { Program, type ProgramEnded } from "../e2e/drift/program";
import { pythonToolsAreCurrent } from "../support/python-tools";
import { findInPath, missing } from "../support/tools";

/** Something outside npm isn't here. The message says all that is missing, and the remedies. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}

/** The project is committed, and the document's script runs on instances of this machine. */
const needed = ["git", "bash", "curl", "openssl", "flock", "timeout"] as const;

/**
 * Looks for what must be there before anything is made.
 *
 * @throws Unavailable when something is missing or too old
 */
export async function requireTools(): Promise<void> {
  const found = await Promise.all([terraformProblem(), pythonProblem()]);
  const others = needed.map((tool) =>
    findInPath(tool) === undefined ? missing([tool]) : undefined,
  );
  const real = [...found, ...others].filter((problem) => problem !== undefined);
  if (real.length === 0) return;
  const list = real.map((problem) => `\n  ${problem}`).join("");
  throw new Unavailable(`A rehearsal needs what isn't here, and nothing was made:${list}`);
}

/**
 * Makes the tests' virtual environment, with the emulated S3 in it, unless it is there: that needs network, once.
 *
 * @throws Unavailable when that fails
 */
export async function requirePythonTools(say: (line: string) => void): Promise<void> {
  if (pythonToolsAreCurrent()) return;
  say("the tests' tools are installed into .venv/, once: a minute or so");
  const script = path.join(__dirname, "../support/install-python-tools.ts");
  let rest = "";
  const { stderr } = await ended(process.execPath, ["--import", "tsx", script], (text) => {
    const lines = `${rest}${text}`.split("\n");
    rest = lines.pop() ?? "";
    // Of each package pip says more, such as whether it was kept from the last time.
    for (const line of lines) if (/^(Collecting|Installing)/.test(line)) say(`  ${line}`);
  });
  if (!pythonToolsAreCurrent())
    throw new Unavailable(`The Python packages could not be installed:\n${stderr}`);
}

/** S3's own locking came with 1.10: https://developer.hashicorp.com/terraform/language/backend/s3#state-locking */
async function terraformProblem(): Promise<string | undefined> {
  const terraform = findInPath("terraform");
  if (terraform === undefined) return missing(["terraform"]);
  const { status, stdout } = await ended(terraform, ["version", "-json"]);
  const version = status === 0 ? JSON.parse(stdout).terraform_version : undefined;
  return semver.valid(version) !== null && semver.gte(version, "1.10.0")
    ? undefined
    : `${terraform} won't do: ${missing(["terraform"])}`;
}

/** What made the virtual environment isn't needed any more. */
async function pythonProblem(): Promise<string | undefined> {
  if (pythonToolsAreCurrent()) return undefined;
  const python = findInPath("python3");
  if (python === undefined) return missing(["python3"]);
  const script = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
  const { status } = await ended(python, ["-c", script]);
  return status === 0 ? undefined : `${python} won't do: ${missing(["python3"])}`;
}

/** A program of its own group, which an interrupt reaches. */
async function ended(
  command: string,
  args: readonly string[],
  hears?: (text: string) => void,
): Promise<ProgramEnded> {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "/dev/null" };
  await using program = new Program(command, args, { cwd: process.cwd(), env }, hears);
  return await program.ended;
}
