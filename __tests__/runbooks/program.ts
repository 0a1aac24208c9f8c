import { spawnSync } from "node:child_process";
import { testapp } from "../src/cli/command-line";

const helps = new Map<string, string>();

/** What `testapp COMMAND --help` prints; of the program itself without a command. */
export function helpOf(...command: string[]): string {
  const key = command.join(" ");
  const known = helps.get(key);
  if (known !== undefined) return known;
  const { status, stdout } = spawnSync(testapp, [...command, "--help"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`testapp ${key} --help ended with ${status}`);
  helps.set(key, stdout);
  return stdout;
}

/** The program's commands. */
export function commands(): string[] {
  const [, list = ""] = helpOf().split("\nCommands:\n");
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = ""]) => name).filter(isNotHelp);
}

/** As the command's own list of options has them, and not as a sentence mentions them. */
export function optionsOf(command: string): Set<string> {
  return new Set(
    [...helpOf(command).matchAll(/^ {2}(?:-\w, )?(--[a-z][a-z-]*)/gm)].map(([, name = ""]) => name),
  );
}

function isNotHelp(name: string): boolean {
  return name !== "help";
}
