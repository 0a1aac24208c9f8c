import { limited } from "../report/limited";
import { bullet, code } from "../report/markdown-code";
import { bad, good, type OutcomeTable, unknown, wordsOf } from "../report/outcomes";
import { readOnLine, readOnLinks } from "../report/read-on";
import type { ProjectUrl, Section } from "../report/sections";
import { line } from "../report/visible";
import type { Finding, ReportName } from "./finding";
import type { Action } from "./steps";

const summaryNotWell = "Summary not well";

/** What became of an environment or a foundation in a build; in the order in which people are told of them. */
export const states = {
  "not well": bad(2, "one isn't well", summaryNotWell),
  unknown: unknown(
    3,
    "a report is missing or can't be read, or says that something isn't known",
    summaryNotWell,
  ),
  "not touched": bad(2, "one was not touched", summaryNotWell),
  well: good(
    "every environment and foundation is well: in sync; updated, and healthy since; or applied",
  ),
} satisfies OutcomeTable;
export type State = keyof typeof states;

interface EnvironmentSummary {
  readonly environment: string;
  readonly state: State;
  /** What the state rests on, in a few words. */
  readonly because: string;
  readonly findings: readonly Finding[];
}

export interface Summary {
  readonly action: Action;
  readonly environments: readonly EnvironmentSummary[];
  /** One line for all, what is wrong first. */
  readonly line: string;
  readonly exitCode: number;
}

/** What must be there, and good, before an environment is well. */
const required: Readonly<Record<Action, readonly ReportName[]>> = {
  check: ["drift-check"],
  update: ["drift-check", "before-rollout", "rollout", "bake"],
  apply: ["plan", "apply", "bake"],
};

/** What only looks: an environment with no other report was not touched. */
const looks: readonly ReportName[] = ["drift-check", "before-rollout", "plan"];

/**
 * One summary of a build.
 *
 * @param findings of each environment that the build was about, in the order of the environments; empty where no
 *   command was begun
 * @param unwatched ids of those without a health of their own, which no bake follows an apply of
 */
export function summaryOf(
  action: Action,
  findings: ReadonlyMap<string, readonly Finding[]>,
  unwatched: readonly string[],
): Summary {
  const environments = [...findings].map(([environment, own]) => ({
    environment,
    findings: own,
    ...stateOf(action, own, unwatched.includes(environment)),
  }));
  const codes = environments.map(({ state }) => states[state].exitCode);
  return {
    action,
    environments,
    line: lineOf(action, environments),
    exitCode: Math.max(3 * Number(codes.length === 0), ...codes),
  };
}

function stateOf(
  action: Action,
  findings: readonly Finding[],
  isUnwatched: boolean,
): Pick<EnvironmentSummary, "state" | "because"> {
  const worst =
    findings.find(({ state }) => state === "bad") ??
    findings.find(({ state }) => state === "unknown");
  if (worst !== undefined) {
    return { state: worst.state === "bad" ? "not well" : "unknown", because: wordOf(worst) };
  }
  const last = findings.at(-1);
  if (last === undefined) return { state: "unknown", because: "no report" };
  const isEmptyPlan = action === "apply" && last.name === "plan" && last.word === "NOTHING_TO_DO";
  if (isEmptyPlan) return { state: "well", because: wordOf(last) };
  const missing = required[action]
    .filter((name) => !(isUnwatched && name === "bake"))
    .filter((name) => !findings.some((one) => one.name === name));
  if (missing.length === 0) return { state: "well", because: wordOf(last) };
  // A change that was begun has a finding, be it that its report is missing.
  return action !== "check" && findings.every(({ name }) => looks.includes(name))
    ? { state: "not touched", because: wordOf(last) }
    : { state: "unknown", because: `no ${missing.join(", no ")}` };
}

function lineOf(action: Action, environments: readonly EnvironmentSummary[]): string {
  const parts = wordsOf(states).flatMap((state) => {
    const own = environments.filter((one) => one.state === state);
    if (own.length === 0) return [];
    const isPlain = state === "not touched" || state === "well";
    const names = own.map(({ environment, because }) =>
      isPlain ? environment : `${environment} (${because})`,
    );
    return [`${state}: ${names.join(", ")}`];
  });
  return `${action}, ${parts.length === 0 ? "unknown: no environment" : parts.join("; ")}`;
}

function wordOf({ name, word }: Finding): string {
  return `${name} ${word}`;
}

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
  const advice = readOnOf(summary).map((each) => `See ${readOnLine([each])}.`);
  return `${[line(summary.line), ...lines, ...advice].join("\n")}\n`;
}

/** For the build's artifacts. Whatever a report says stands in code, so it can't format, link or inject anything. */
export function markdownSummary(summary: Summary, projectUrl: ProjectUrl): string {
  const { action, environments } = summary;
  const title = `# Summary of the ${action}`;
  const sections = environments.map(environmentSection);
  const advice = readOnOf(summary).map((each) => `See ${readOnLinks([each], projectUrl)}.`);
  return `${[title, code(summary.line), ...sections, ...advice].join("\n\n")}\n`;
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

/** A check's reports name their sections themselves. */
function readOnOf({ action, exitCode }: Summary): Section[] {
  return action === "check" || exitCode === 0 ? [] : [summaryNotWell];
}
