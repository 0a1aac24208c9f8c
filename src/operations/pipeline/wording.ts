import { limited } from "../report/limited";
import { bullet, code } from "../report/markdown-code";
import { line } from "../report/visible";
import type { Finding } from "./finding";
import type { EnvironmentSummary, Summary } from "./summary";

/** Of one report. */
const mostReasons = 5;

/** For people, in a log. */
export function textSummary(summary: Summary): string {
  const lines = summary.environments.flatMap(({ environment, state, because, findings }) => [
    `  ${environment}: ${state} (${line(because)})`,
    ...findings.flatMap((finding) => [
      ...notesOf(finding).map((note) => `    ${finding.name}: ${line(note)}`),
      ...finding.nextSteps.map((step) => `    next: ${line(step)}`),
    ]),
  ]);
  return `${[line(summary.line), ...lines, ...adviceOf(summary)].join("\n")}\n`;
}

/** For the build's artifacts. Whatever a report says stands in code, so it can't format, link or inject anything. */
export function markdownSummary(summary: Summary): string {
  const { action, environments } = summary;
  const title = `# Summary of the ${action}`;
  const sections = environments.map(environmentSection);
  return `${[title, code(summary.line), ...sections, ...adviceOf(summary)].join("\n\n")}\n`;
}

function environmentSection({ environment, state, because, findings }: EnvironmentSummary): string {
  return [
    `## ${code(environment)}: ${state}`,
    "",
    bullet(code(because)),
    ...findings.flatMap((finding) => [
      bullet(`${finding.name}: ${code(finding.word)}`),
      ...notesOf(finding).map((note) => bullet(code(note), 1)),
      ...finding.nextSteps.map((step) => bullet(`**next** ${code(step)}`, 1)),
    ]),
  ].join("\n");
}

/** What is well needs no reason. */
function notesOf({ state, reasons }: Finding): string[] {
  return state === "good" ? [] : limited(reasons, mostReasons);
}

function adviceOf({ action, exitCode }: Summary): string[] {
  return action === "check" || exitCode === 0
    ? []
    : ["See RUNBOOK-investigate.md, 'Summary not well'."];
}
