import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { CHECKOV, VENV } from "./tools";

/** A virtual environment, and the complete list of what it holds. */
interface PythonTools {
  readonly folder: string;
  readonly requirements: string;
}

/** What most tests need. */
export const testTools: PythonTools = {
  folder: VENV,
  requirements: resolve(__dirname, "../requirements.txt"),
};

/** Apart: checkov asks for an older boto3 than moto. */
export const checkovTools: PythonTools = {
  folder: CHECKOV,
  requirements: resolve(__dirname, "../policy/requirements.txt"),
};

/** Written last: an environment without it was interrupted, and is made again. */
const stampOf = ({ folder }: PythonTools) => resolve(folder, "requirements.sha256");

/** Whether the virtual environment holds what is listed. */
export function pythonToolsAreCurrent(tools = testTools): boolean {
  const stamp = stampOf(tools);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === digest(tools);
}

/** Makes the virtual environment anew. When that fails, standard error says why, and there is none. */
export function installPythonTools(python: string, tools = testTools): void {
  const { folder, requirements } = tools;
  console.error(`Installing the tools of ${requirements} into ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  // Whoever is interrupted leaves temporary files behind; here they go away with the rest.
  const temporary = resolve(folder, "tmp");
  mkdirSync(temporary, { recursive: true });
  const env = { ...process.env, TMPDIR: temporary };
  const pip = [
    "-m",
    "pip",
    "install",
    "--progress-bar",
    "off",
    "--no-input",
    "--disable-pip-version-check",
  ];
  const steps = [
    [python, "-m", "venv", folder],
    // The list is complete, so nothing is installed that isn't pinned. What nobody imports needs no compiling.
    [
      resolve(folder, "bin/python3"),
      ...pip,
      "--no-compile",
      "--no-deps",
      "--requirement",
      requirements,
    ],
  ] as const;
  for (const [program, ...args] of steps) {
    // What pip does is progress: whoever waits sees it on standard error.
    const { status, stderr } = spawnSync(program, args, {
      encoding: "utf8",
      env,
      stdio: ["ignore", process.stderr.fd, "pipe"],
    });
    if (status !== 0) {
      console.error(`${program} ${args.join(" ")} failed:\n${stderr}`);
      rmSync(folder, { recursive: true, force: true });
      return;
    }
  }
  rmSync(temporary, { recursive: true });
  writeFileSync(stampOf(tools), digest(tools));
}

function digest({ requirements }: PythonTools): string {
  return createHash("sha256").update(readFileSync(requirements)).digest("hex");
}
