import { type Block, fitted } from "../../report/fitting";
import { bullet, code } from "../../report/markdown-code";
import { afterBake } from "../../report/runbook";
import type { BakeReport } from "../report";
import { facts, outcomeMeanings, targetText } from "./wording";

/** The longest comment that GitHub takes, in characters. */
const commentLimit = 65_536;

/** The report for a job's summary. Whatever AWS says stands in code, so it can't format, link or mention anything. */
export function markdownReport(report: BakeReport): string {
  const { environment, outcome, reason, troubles, notes, targets } = report;
  const readOn = afterBake(report);
  const summary = [
    `# Bake of ${code(environment)}: ${outcome}`,
    "",
    `${outcomeMeanings[outcome].replace(/^./, (first) => first.toUpperCase())}.`,
    "",
    bullet(code(reason)),
    ...troubles.map((trouble) => bullet(`**unhealthy** ${code(trouble)}`)),
    ...(readOn === undefined ? [] : [bullet(readOn)]),
    ...[...notes, ...facts(report)].map((fact) => bullet(code(fact))),
  ].join("\n");
  const blocks = targets.map(
    (target): Block => ({
      text: bullet(`${code(target.instanceId)} ${code(targetText(target))}`),
      rank: 2,
      what: "targets",
    }),
  );
  const title = targets.length === 0 ? [] : [{ text: "## Targets at the last look", rank: 1 }];
  return fitted([{ text: summary, rank: 0 }, ...title, ...blocks], commentLimit);
}
