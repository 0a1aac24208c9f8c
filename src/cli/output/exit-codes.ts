import { Help } from "commander";
import type { OutcomeTable } from "../../operations/report/outcomes";

const width = 118;
const indent = " ".repeat(6);

/**
 * The exit codes of a command for its help, from the table of its outcomes. A word in capitals is one that people see.
 *
 * @param beside what else ends with a code
 */
export function exitCodesHelp(
  table: OutcomeTable,
  beside: Readonly<Record<number, string>> = {},
): string {
  const texts = new Map<number, string[]>();
  const add = (code: number, text: string) => texts.set(code, [...(texts.get(code) ?? []), text]);
  for (const [word, { exitCode, meaning, detail }] of Object.entries(table)) {
    const name = word === word.toUpperCase() ? `${word}: ` : "";
    add(exitCode, `${name}${meaning}${detail === undefined ? "" : ` (${detail})`}`);
  }
  add(64, "wrong usage; nothing was done");
  add(69, "another Node.js than package.json asks for, or no packages; nothing was done");
  for (const [code, text] of Object.entries(beside)) add(Number(code), text);
  const lines = [...texts]
    .sort(([one], [other]) => one - other)
    .map(([code, all]) => {
      const text = new Help().boxWrap(all.join("; "), width - indent.length);
      return `  ${String(code).padEnd(4)}${text.replaceAll("\n", `\n${indent}`)}`;
    });
  return ["Exit codes:", ...lines].join("\n");
}

/** Of a command that writes reports. */
export const unwritten = { 1: "or a report can't be written" };

/** Of a command that reads the configuration. */
export const misconfigured = { 78: "the configuration has mistakes; nothing was done" };
