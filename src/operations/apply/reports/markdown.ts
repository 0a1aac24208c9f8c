import { markdownReport as planReport } from "../../drift/reports/markdown";
import { type Block, fitted } from "../../report/fitting";
import { bullet, code } from "../../report/markdown-code";
import { afterApply } from "../../report/runbook";
import type { ApplyReport } from "../report";
import { facts, inOrder, isToBeApproved, outcomeMeanings, resultVerdicts } from "./wording";

/** The longest comment that GitHub takes, in characters. */
const commentLimit = 65_536;

/**
 * The report for a job's summary and for whoever approves: the outcome, what to do, every resource, and the
 * plan. Whatever a plan, Terraform or AWS says stands in code, so it can't format, link or mention anything.
 *
 * @param limit the longest that the text may be, in characters; what was cut is counted
 */
export function markdownReport(report: ApplyReport, limit = commentLimit): string {
  const ranks = { bad: 1, doubtful: 2, good: 3 };
  const resources = inOrder(report).map(
    ({ address, action, result }): Block => ({
      text: bullet(`**${result}** ${action} ${code(address)}`),
      rank: ranks[resultVerdicts[result]],
      what: result,
    }),
  );
  const title = resources.length === 0 ? [] : [{ text: "## Resources", rank: 1 }];
  // The plan has the room that the resources leave, and half of all at the least.
  const ownPart = (note: readonly string[]) =>
    fitted([{ text: summary(report, note), rank: 0 }, ...title, ...resources], limit / 2);
  const shortened = (own: string) =>
    `${own}\n${asPart(planReport(report.plan, limit - own.length - 1, { isPart: true }))}`;
  const own = ownPart([]);
  if (!isToBeApproved(report)) return shortened(own);
  const whole = planReport(report.plan, Number.POSITIVE_INFINITY, { isPart: true, whole: true });
  if (asPart(whole).length <= limit - own.length - 1) return `${own}\n${asPart(whole)}`;
  return shortened(ownPart([notWhole]));
}

const notWhole = bullet(
  "**Not the whole plan:** it is too long, so below, values are shortened and lists are cut. The JSON report (`--json`) has all of it: read that before you approve",
);

/** @param note what whoever reads the fingerprint must know */
function summary(report: ApplyReport, note: readonly string[]): string {
  const { environment, outcome, reason, details, nextSteps } = report;
  const readOn = afterApply(report);
  const meaning = outcomeMeanings[outcome].replace(/^./, (first) => first.toUpperCase());
  return [
    `# Apply of ${code(environment)}: ${outcome}`,
    "",
    `${meaning}.`,
    "",
    bullet(code(reason)),
    ...details.map((detail) => bullet(code(detail))),
    ...nextSteps.map((step) => bullet(`**next** ${code(step)}`)),
    ...(readOn === undefined ? [] : [bullet(readOn)]),
    ...note,
    ...facts(report).map((fact) => bullet(code(fact))),
  ].join("\n");
}

/** The plan's report has a title for a page of its own. */
function asPart(plan: string): string {
  return plan.replace(/^# Drift check:/, "## The plan:");
}
