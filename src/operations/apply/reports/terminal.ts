import pico from "picocolors";
import { terminalReport as planReport } from "../../drift/reports/terminal";
import { limited } from "../../report/limited";
import { afterApply } from "../../report/runbook";
import { line } from "../../report/visible";
import { type ApplyReport, exitCodes } from "../report";
import { facts, inOrder, isToBeApproved, outcomeMeanings, resultVerdicts } from "./wording";

export interface TerminalOptions {
  /** Whether what is written to shows colours. */
  readonly colour: boolean;
  /** List everything of what is otherwise cut. */
  readonly verbose: boolean;
}

type Colours = ReturnType<typeof pico.createColors>;

/** Longest list of resources without `verbose`. */
const listLimit = 100;
const reasonLimit = 1_000;

/**
 * The report for people at a terminal or in a log: the outcome first, then what to do, what became of every
 * resource, and the plan, whole where somebody is to decide about it; where the cloud isn't what the code says
 * afterwards, that too; last where to read on.
 */
export function terminalReport(report: ApplyReport, options: TerminalOptions): string {
  const { environment, outcome, reason, details, nextSteps, plan, checkAfter } = report;
  const colours = pico.createColors(options.colour);
  const limit = options.verbose ? Number.POSITIVE_INFINITY : listLimit;
  const asPart = { ...options, isPart: true };
  const readOn = afterApply(report);
  const resources = inOrder(report).map(({ address, action, result }) => {
    const paint = { good: colours.green, bad: colours.red, doubtful: colours.yellow };
    return `    ${paint[resultVerdicts[result]](result)}  ${action}  ${colours.bold(line(address))}`;
  });
  const lines = [
    `${shownOutcome(report, colours)} ${colours.bold(line(environment))}: ${outcomeMeanings[outcome]}`,
    `  ${line(reason, reasonLimit)}`,
    ...details.map((detail) => `  ${line(detail, reasonLimit)}`),
    ...nextSteps.map((step) => `  ${colours.bold(line(step, reasonLimit))}`),
    ...facts(report).map((fact) => colours.dim(`  ${line(fact)}`)),
    ...(resources.length === 0 ? [] : ["", ...limited(resources, limit)]),
    "",
    ...planReport(plan, { ...asPart, whole: isToBeApproved(report) })
      .trimEnd()
      .split("\n"),
    ...(outcome === "NOT_IN_SYNC" && checkAfter !== null
      ? ["", "Afterwards:", ...planReport(checkAfter, asPart).trimEnd().split("\n")]
      : []),
    ...(readOn === undefined ? [] : ["", `  ${readOn}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function shownOutcome({ outcome }: ApplyReport, colours: Colours): string {
  if (exitCodes[outcome] === 0) return colours.bold(colours.green(outcome));
  const isDoubtful = outcome === "PLANNED" || exitCodes[outcome] === exitCodes.UNKNOWN;
  return colours.bold(isDoubtful ? colours.yellow(outcome) : colours.red(outcome));
}
