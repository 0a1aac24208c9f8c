import pico from "picocolors";
import { limited } from "../../report/limited";
import { afterRollout } from "../../report/runbook";
import { line } from "../../report/visible";
import { exitCodes, type InstanceReport, type RolloutReport } from "../report";
import {
  classCounts,
  classVerdicts,
  inOrder,
  originFacts,
  outcomeMeanings,
  ranText,
} from "./wording";

export interface TerminalOptions {
  /** Whether what is written to shows colours. */
  readonly colour: boolean;
}

type Colours = ReturnType<typeof pico.createColors>;

/** Longest list of instances, and of lines of one output. */
const listLimit = 100;
const outputLines = 10;

/**
 * The report for people at a terminal or in a log: the outcome first, then what to do, then the
 * instances, those in trouble first. Nothing that an instance wrote can act on the terminal.
 */
export function terminalReport(report: RolloutReport, { colour }: TerminalOptions): string {
  const colours = pico.createColors(colour);
  const counts = classCounts(report);
  const instances = inOrder(report.instances).flatMap((each) => instanceLines(each, colours));
  const readOn = afterRollout(report);
  const lines = [
    `${shownOutcome(report, colours)} ${colours.bold(line(report.environment))}: ${outcomeMeanings[report.outcome]}`,
    `  ${line(report.reason, reasonLimit)}`,
    ...report.nextSteps.map((step) => `  ${colours.bold(line(step))}`),
    ...report.notes.map((note) => `  ${line(note)}`),
    ...originFacts(report).map((fact) => colours.dim(`  ${line(fact)}`)),
    ...(counts === undefined ? [] : ["", `  ${counts}`]),
    ...limited(instances, listLimit).map((text) => `    ${text}`),
    ...(readOn === undefined ? [] : ["", `  ${readOn}`]),
  ];
  return `${lines.join("\n")}\n`;
}

const reasonLimit = 1_000;

function shownOutcome({ outcome }: RolloutReport, colours: Colours): string {
  if (exitCodes[outcome] === 0) return colours.bold(colours.green(outcome));
  const isBad = exitCodes[outcome] === exitCodes.FAILED || outcome === "ERROR";
  return colours.bold(isBad ? colours.red(outcome) : colours.yellow(outcome));
}

function instanceLines(instance: InstanceReport, colours: Colours): string[] {
  const verdict = classVerdicts[instance.class];
  const paint = { good: colours.green, bad: colours.red, doubtful: colours.yellow }[verdict];
  const ran = ranText(instance);
  return [
    `${paint(instance.class)}  ${colours.bold(line(instance.instanceId))}${ran === "" ? "" : `  ${line(ran)}`}`,
    ...outputTail(instance).map((text) => `  ${colours.dim("|")} ${text}`),
  ];
}

/** The last lines of what a failed run wrote, each harmless. */
function outputTail({ outputTail: output }: InstanceReport): string[] {
  if (output === null || output.trim() === "") return [];
  return output
    .trimEnd()
    .split("\n")
    .slice(-outputLines)
    .map((text) => line(text));
}
