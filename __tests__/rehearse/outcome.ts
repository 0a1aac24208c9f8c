import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { findingOf, reportNames } from "../../src/operations/pipeline/finding";
import type { Step } from "../../src/operations/pipeline/steps";

/** What a step's own report says became of it, such as `IN_SYNC`; of a summary, whether it is there. */
export function outcomeOf(folder: string, { args, id }: Step): string {
  const isSummary = id === null || args[0] === "summary";
  const report = fileOf(args, isSummary ? "--line" : "--json");
  const file = path.join(folder, report);
  const text = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (isSummary) return text === undefined ? "not written" : "written";
  if (args[0] === "rollback") return JSON.parse(text ?? '{"outcome":"no report"}').outcome;
  const name = reportNames.find((each) => report.endsWith(`.${each}.json`));
  if (name === undefined) throw new Error(`${report} is no report of a step`);
  return findingOf(id, name, text).word;
}

function fileOf(args: readonly string[], option: string): string {
  const file = args[args.indexOf(option) + 1];
  if (!args.includes(option) || file === undefined) throw new Error(`${option} names no file`);
  return file;
}
