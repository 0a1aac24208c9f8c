import pico from "picocolors";
import { afterBake } from "../../report/runbook";
import { line } from "../../report/visible";
import type { BakeReport } from "../report";
import { facts, outcomeMeanings, targetText } from "./wording";

/**
 * The report for people at a terminal or in a log: the outcome first, then what was unhealthy, then every target, last where to read on.
 *
 * @param colour whether what is written to shows colours
 */
export function terminalReport(report: BakeReport, colour: boolean): string {
  const colours = pico.createColors(colour);
  const { outcome, environment, reason, troubles, notes, targets } = report;
  const paint = {
    HEALTHY: colours.green,
    ERROR: colours.red,
    UNHEALTHY: colours.red,
    UNKNOWN: colours.yellow,
  }[outcome];
  const readOn = afterBake(report);
  const lines = [
    `${colours.bold(paint(outcome))} ${colours.bold(line(environment))}: ${outcomeMeanings[outcome]}`,
    `  ${line(reason)}`,
    ...troubles.map((trouble) => `  ${colours.bold(line(trouble))}`),
    ...[...notes, ...facts(report)].map((fact) => colours.dim(`  ${line(fact)}`)),
    ...(targets.length === 0 ? [] : [""]),
    ...targets.map((target) => `    ${line(target.instanceId)}  ${line(targetText(target))}`),
    ...(readOn === undefined ? [] : ["", `  ${readOn}`]),
  ];
  return `${lines.join("\n")}\n`;
}
