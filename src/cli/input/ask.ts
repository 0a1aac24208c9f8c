import type { Key } from "node:readline";
import confirm from "@inquirer/confirm";
import input from "@inquirer/input";
import password from "@inquirer/password";
import type { Answer } from "../../operations/apply/decision";
import type { EnvironmentReport } from "../../operations/drift/report";
import { line } from "../../operations/report/visible";
import { type Credentials, mistakeIn } from "../../operations/secret/credentials";
import { SecretFailure } from "../../operations/secret/failure";
import { writeProgress } from "../output/streams";

/** Whether a prompt was ended by its signal or by a key, such as Ctrl-C or Ctrl-D. */
function isPromptEnd(error: unknown): boolean {
  return error instanceof Error && ["ExitPromptError", "AbortPromptError"].includes(error.name);
}

/**
 * Asks whether a plan may be applied, on standard error, since a result goes to standard output. Where it
 * deletes something, the environment's name has to be written, which nobody does by habit.
 */
export async function askToApply(plan: EnvironmentReport, signal: AbortSignal): Promise<Answer> {
  const { environment, counts } = plan;
  const word = counts.destructive > 0 ? `${environment}` : "yes";
  const what =
    counts.destructive > 0
      ? `This deletes (${counts.destructive} destructive). Write ${word} to apply it:`
      : `Write ${word} to apply it to ${environment}:`;
  // A prompt that begins with an aborted signal would leave the terminal without echo.
  if (signal.aborted) return "interrupted";
  try {
    const answer = await input({ message: what }, { output: process.stderr, signal });
    return answer.trim() === word ? "yes" : "no";
  } catch (error) {
    if (isPromptEnd(error)) return "interrupted";
    throw error;
  }
}

/**
 * Whether a rollback or a restore may begin. Where nobody can be asked, it may not.
 *
 * @param what would be done
 */
export async function askToBegin(
  environment: string,
  what: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (process.stdin.isTTY !== true || signal.aborted) {
    writeProgress("There is no terminal to ask on: --yes begins without asking");
    return false;
  }
  writeProgress(line(what, 1_000));
  const message = `Write ${environment} to begin:`;
  try {
    return (await input({ message }, { output: process.stderr, signal })).trim() === environment;
  } catch (error) {
    if (isPromptEnd(error)) return false;
    throw error;
  }
}

type Context = NonNullable<Parameters<typeof input>[1]>;

/** Whether to replace a value that is there; no is what Enter alone says. */
export function askToReplace(signal: AbortSignal): Promise<boolean> {
  return asked(signal, (context) => confirm({ message: "Replace it?", default: false }, context));
}

/** The user name, and the password twice, which isn't shown. */
export function askCredentials(signal: AbortSignal): Promise<Credentials> {
  return asked(signal, async (context) => {
    const username = await input({ message: "User name:", validate: checks("username") }, context);
    for (;;) {
      const validate = checks("password");
      const first = await password({ message: "Password:", validate }, context);
      const second = await password({ message: "Password again:" }, context);
      if (first === second) return { username, password: first };
      writeProgress("The two passwords differ: write it twice once more.");
    }
  });
}

/**
 * Asks on standard error, since a result goes to standard output.
 *
 * @param signal not aborted yet: a prompt that begins with one that is never gives the terminal back
 * @throws SecretFailure when it is ended by the signal or a key
 */
async function asked<Answer>(
  signal: AbortSignal,
  ask: (context: Context) => Promise<Answer>,
): Promise<Answer> {
  process.stdin.on("keypress", endAtCtrlZ);
  try {
    return await ask({ output: process.stderr, signal });
  } catch (error) {
    if (!isPromptEnd(error)) throw error;
    throw new SecretFailure("interrupted", signal.reason ?? "Ctrl-C, Ctrl-D or Ctrl-Z");
  } finally {
    process.stdin.off("keypress", endAtCtrlZ);
  }
}

/**
 * Takes Ctrl-Z for Ctrl-C before readline, which hears of keys later, would turn the echo on for it and stop the
 * process: a password that is typed after it would be shown, or go to the shell.
 */
function endAtCtrlZ(_: string | undefined, key: Key): void {
  if (key.ctrl && key.name === "z") key.name = "c";
}

function checks(key: keyof Credentials): (text: string) => true | string {
  return (text) => {
    const mistake = mistakeIn(key, text);
    return mistake === undefined || `It ${mistake}`;
  };
}
