import { execFile } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { projectFile } from "../../project";
import { isRunning } from "../processes";

/**
 * What Jenkins knows the processes of a build by: at an abort, and at the end of a step or of an agent's
 * work, it ends each that has one of these in its environment, and what that has started before it.
 * https://github.com/jenkinsci/jenkins/blob/master/core/src/main/java/hudson/util/ProcessTree.java
 */
const cookies = ["JENKINS_NODE_COOKIE", "JENKINS_SERVER_COOKIE", "BUILD_ID"];

/** A program that runs by itself: neither a terminal's Ctrl-C nor Jenkins reaches it. */
export interface Apart {
  /** Whether it, or whoever waits for it, is still there. */
  readonly isRunning: boolean;
  /** Its exit code, 128 and more for a signal as in a shell; undefined until then, and when nobody saw it. */
  readonly exitCode: number | undefined;
}

interface Place {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** A folder for its exit code. */
  readonly control: string;
}

/**
 * Starts a program out of reach of whoever ends this process and all that it has started: in a session of its
 * own, with a parent outside of this tree, and without what Jenkins looks for.
 *
 * @throws when it can't be started
 */
export async function runApart(
  command: readonly string[],
  { cwd, env, control }: Place,
): Promise<Apart> {
  const file = path.join(control, "exit-code");
  rmSync(file, { force: true });
  const kept = Object.entries(env).filter(([name]) => !cookies.includes(name));
  const keeper = [
    projectFile("src/operations/terraform/processes/apart/keep-exit-code.sh"),
    ...command,
  ];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [projectFile("src/operations/terraform/processes/apart/start-apart.cjs"), ...keeper],
    { cwd, env: { ...Object.fromEntries(kept), TESTAPP_CONTROL: control } },
  );
  const id = Number.parseInt(stdout, 10);
  return {
    get isRunning() {
      return isRunning(id);
    },
    get exitCode() {
      return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : undefined;
    },
  };
}
