import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { documents, shellLines } from "./documents";
import { commands, helpOf, optionsOf } from "./program";

/** A call of this project's program, or of a script of package.json, as a document shows it. */
interface Call {
  readonly document: string;
  readonly name: string;
  readonly isScript: boolean;
  readonly options: readonly string[];
}

const calls = [...documents.values()].flatMap((document) =>
  shellLines(document).flatMap((line) => callsIn(document.name, line)),
);
const { scripts } = JSON.parse(
  readFileSync(path.resolve(__dirname, "../../package.json"), "utf8"),
) as { scripts: Readonly<Record<string, string>> };

function callsIn(document: string, line: string): Call[] {
  const found = line.matchAll(/(bin\/testapp|npm run) ([a-z][a-z:-]*)([^|;&)]*)/g);
  return [...found].map(([, how, name = "", rest = ""]) => {
    const [command = ""] = rest.split(" #");
    const options = [...command.matchAll(/(?<=\s)--[a-z][a-z-]*/g)].map(([option]) => option);
    return { document, name, isScript: how === "npm run", options };
  });
}

it.each(calls)("$document shows $name with options that it has: $options", (call) => {
  const { name, isScript, options } = call;
  if (isScript) expect(Object.keys(scripts)).toContain(name);
  const isOwn = commands().includes(name);
  if (!isScript) expect(commands()).toContain(name);
  // These are no commands of the program.
  if (!isOwn)
    return expect([
      "access",
      "audit",
      "bench",
      "bundle-service",
      "check",
      "messages",
      "rehearse",
      "synth",
      "jenkins-table",
      "schemas",
      "tally",
      "test:provider",
    ]).toContain(name);
  for (const option of options) expect([...optionsOf(name)]).toContain(option);
});

const runbooks = [...documents.values()].filter(({ name }) => name.startsWith("RUNBOOK-"));

it.each(runbooks)("$name mentions only options that there are", ({ text, blocks }) => {
  const known = new Set(commands().flatMap((command) => [...optionsOf(command)]));
  // Another program's option is one that a command of the same document has.
  for (const { lines } of blocks.filter(({ language }) => language === "bash"))
    for (const [option] of lines.join("\n").matchAll(/(?<=\s)--[a-z][a-z-]*/g)) known.add(option);
  const mentioned = [...text.matchAll(/`(--[a-z][a-z-]*)[^`]*`/g)].map(([, option]) => option);
  expect(mentioned.filter((option) => !known.has(option ?? ""))).toEqual([]);
});

it("shows every command of the program in the README, and as a script", () => {
  const shown = calls.filter(({ document }) => document === "README.md").map(({ name }) => name);
  for (const command of commands()) {
    expect(shown).toContain(command);
    expect(scripts[command]).toBe(`bin/testapp ${command}`);
  }
});

it.each(commands())("has no line over 120 characters in the help of %s", (command) => {
  expect(
    helpOf(command)
      .split("\n")
      .filter((line) => line.length > 120),
  ).toEqual([]);
});
