import { type Block, fitted } from "../../report/fitting";
import { bullet, code } from "../../report/markdown-code";
import { afterRollout } from "../../report/runbook";
import type { InstanceReport, RolloutReport } from "../report";
import {
  classCounts,
  classVerdicts,
  inOrder,
  originFacts,
  outcomeMeanings,
  ranText,
} from "./wording";

/** The longest comment that GitHub takes, in characters. */
const commentLimit = 65_536;
/** Longest end of an output, in lines. */
const outputLines = 10;

/**
 * The report for a job's summary: the outcome, what to do, and every instance. Whatever an instance or AWS
 * says stands in code, so it can't format, link, mention or inject anything.
 *
 * @param limit the longest that the text may be, in characters; what was cut is counted at the end
 */
export function markdownReport(report: RolloutReport, limit = commentLimit): string {
  const instances = inOrder(report.instances).map((instance) => instanceBlock(instance));
  const title = instances.length === 0 ? [] : [{ text: "## Instances", rank: 1 }];
  return fitted([{ text: summary(report), rank: 0 }, ...title, ...instances], limit);
}

function summary(report: RolloutReport): string {
  const { environment, outcome, reason, nextSteps, notes } = report;
  const counts = classCounts(report);
  const readOn = afterRollout(report);
  const meaning = outcomeMeanings[outcome].replace(/^./, (first) => first.toUpperCase());
  return [
    `# Rollout of ${code(environment)}: ${outcome}`,
    "",
    `${meaning}${counts === undefined ? "" : `: ${counts}`}.`,
    "",
    bullet(code(reason)),
    ...(readOn === undefined ? [] : [bullet(readOn)]),
    ...nextSteps.map((step) => bullet(`**next** ${code(step)}`)),
    ...notes.map((note) => bullet(code(note))),
    ...originFacts(report).map((fact) => bullet(code(fact))),
  ].join("\n");
}

function instanceBlock(instance: InstanceReport): Block {
  const ranks = { bad: 2, doubtful: 3, good: 4 };
  const ran = ranText(instance);
  const output = (instance.outputTail ?? "").trimEnd().split("\n").slice(-outputLines);
  return {
    rank: ranks[classVerdicts[instance.class]],
    what: instance.class,
    text: [
      bullet(
        `**${instance.class}** ${code(instance.instanceId)}${ran === "" ? "" : ` ${code(ran)}`}`,
      ),
      ...output.filter((text) => text.trim() !== "").map((text) => bullet(code(text), 1)),
    ].join("\n"),
  };
}
