import type { OutcomeTable } from "../../operations/report/outcomes";

const width = 118;

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
  for (const [code, text] of Object.entries(beside)) add(Number(code), text);
  const lines = [...texts]
    .sort(([one], [other]) => one - other)
    .map(([code, all]) => {
      return wrapped(`  ${String(code).padEnd(4)}`, all.join("; "));
    });
  return ["Exit codes:", ...lines].join("\n");
}

/** Of a command that writes reports. */
export const unwritten = { 1: "or a report can't be written" };

/** Of a command that reads the configuration. */
export const misconfigured = { 78: "the configuration has mistakes; nothing was done" };

function wrapped(start: string, text: string): string {
  const lines = [start.trimEnd()];
  let line = start;
  for (const word of text.split(" ")) {
    const longer = line.trim() === "" || line === start ? `${line}${word}` : `${line} ${word}`;
    if (longer.length > width) {
      lines.push(line);
      line = `      ${word}`;
    } else line = longer;
  }
  return [...lines.slice(1), line].join("\n");
}
