import confirm from "@inquirer/confirm";
import input from "@inquirer/input";
import password from "@inquirer/password";
import { type Credentials, mistakeIn } from "../secret/credentials";
import { SecretFailure } from "../secret/failure";
import { writeProgress } from "./streams";

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
 * @throws SecretFailure when it is ended by a signal, Ctrl-C or Ctrl-D
 */
async function asked<Answer>(
  signal: AbortSignal,
  ask: (context: Context) => Promise<Answer>,
): Promise<Answer> {
  // A prompt that begins with an aborted signal would leave the terminal without echo.
  if (signal.aborted) throw new SecretFailure("interrupted", `${signal.reason}`);
  try {
    return await ask({ output: process.stderr, signal });
  } catch (error) {
    if (isEnd(error)) throw new SecretFailure("interrupted", signal.reason ?? "Ctrl-C or Ctrl-D");
    throw error;
  }
}

function checks(key: keyof Credentials): (text: string) => true | string {
  return (text) => {
    const mistake = mistakeIn(key, text);
    return mistake === undefined || `It ${mistake}`;
  };
}

function isEnd(error: unknown): boolean {
  return error instanceof Error && ["ExitPromptError", "AbortPromptError"].includes(error.name);
}
