import { bullet, code, diffBlock } from "../../report/markdown-code";
import { readOnLinks, sectionsToRead } from "../../report/read-on";
import type { ProjectUrl } from "../../report/sections";
import { type AcceptedEntry, type EnvironmentReport, type Finding, verdicts } from "../report";
import { type AnyReport, environmentsOf } from "./any-report";
import type { Having } from "./same-changes";
import { shownAttribute } from "./values";
import {
  addsOnly,
  countOf,
  countsLine,
  type Fact,
  factsOf,
  listsAttributes,
  notLookedFor,
  originLine,
  stateOnlyShown,
} from "./wording";

/** Longest list of attributes, reasons or texts of one fact. */
const listLimit = 20;

/** The title and, for several environments, a line for each. */
export function overviewText(report: AnyReport): string {
  const held = environmentsOf(report).filter((each) => each.held !== null);
  const title = `# Drift check: ${report.verdict}${held.length === 0 ? "" : ", updates held"}`;
  if (!("environments" in report)) return title;
  const lines = report.environments.map((one) => bullet(`${headline(one)}, ${countsLine(one)}`));
  return [title, "", ...lines].join("\n").trimEnd();
}

/**
 * What an environment's section begins with.
 *
 * @param elsewhere how many of its changes are shown with those of other environments
 * @param projectUrl where the runbook is, seen from the report; null where another report, which this one is a part of,
 *   says where to read on
 */
export function environmentText(
  environment: EnvironmentReport,
  elsewhere: number,
  projectUrl: ProjectUrl | null,
): string {
  const { verdict, reasons, findings } = environment;
  const stateOnly = stateOnlyShown(findings);
  const origin = originLine(environment);
  const readOn =
    projectUrl === null
      ? undefined
      : readOnLinks(sectionsToRead(verdicts[verdict], environment.cause), projectUrl);
  return [
    `## ${headline(environment)}`,
    "",
    `${verdicts[verdict].meaning.replace(/^./, (first) => first.toUpperCase())}: ${countsLine(environment)}.`,
    "",
    ...(environment.held === null ? [] : [bullet(`**Held:** ${code(environment.held)}`)]),
    ...listed(
      reasons.map((reason) => bullet(code(reason))),
      0,
    ),
    ...(readOn === undefined ? [] : [bullet(readOn)]),
    ...notLookedFor(environment, listLimit).map((text) =>
      bullet(code(text.trim()), text.startsWith(" ") ? 1 : 0),
    ),
    ...(origin === undefined ? [] : [bullet(code(origin))]),
    ...(elsewhere > 0
      ? [bullet(`${countOf(elsewhere, "change")} in several environments, above`)]
      : []),
    ...(stateOnly > 0
      ? [bullet(`${countOf(stateOnly, "state-only finding")}, listed in the JSON report`)]
      : []),
  ]
    .join("\n")
    .trimEnd();
}

/**
 * A finding with all that is known about it.
 *
 * @param whole whether what the plan would make is shown whole: every value, of what is created too
 * @param having the environments that have it, where the section isn't one environment's
 */
export function findingText(
  finding: Finding,
  accepted: readonly AcceptedEntry[],
  whole: boolean,
  having: readonly Having[] = [],
): string {
  const { address, cause, change, attributes } = finding;
  const names = having.map(({ environment: { environment }, cloudId }) =>
    [environmentName(environment), cloudId === undefined ? [] : `(${code(cloudId)})`]
      .flat()
      .join(" "),
  );
  return [
    bullet(`**${cause} ${change}** ${code(address)}`),
    ...(names.length > 0 ? [bullet(`in ${names.join(", ")}`, 1)] : []),
    ...factsOf(finding, accepted).map((fact) => bullet(`${fact.label} ${codes(fact)}`, 1)),
    ...(listsAttributes(finding, whole)
      ? attributeLines(finding, whole)
      : [bullet(countOf(attributes.length, "attribute"), 1)]),
  ].join("\n");
}

/** A fact that stands for itself: its first text says what it is about. */
export function subjectText({ label, texts: [subject = "", ...texts] }: Fact): string {
  const rest = listed(
    texts.map((text) => bullet(code(text), 1)),
    1,
  );
  return [bullet(`${code(subject)} ${label}`), ...rest].join("\n");
}

function attributeLines(finding: Finding, whole: boolean): string[] {
  const { attributes } = finding;
  if (attributes.length === 0) return [];
  const limit = whole ? attributes.length : listLimit;
  const lines = attributes.slice(0, limit).flatMap((attribute) => {
    const { path, before, after } = shownAttribute(attribute, whole);
    const added = `+ ${path}${after}`;
    // Nothing was there before.
    return addsOnly(finding) ? [added] : [`- ${path}${before}`, added];
  });
  const rest = attributes.length - limit;
  return [
    ...diffBlock(lines, "  "),
    ...(rest > 0 ? [bullet(`… and ${countOf(rest, "more attribute")}`, 1)] : []),
  ];
}

function headline({ environment, verdict }: EnvironmentReport): string {
  return `${environmentName(environment)}: ${verdict}`;
}

function environmentName(environment: string | null): string {
  return environment === null ? "The plan" : code(environment);
}

function codes({ texts, limit }: Fact): string {
  const rest = texts.length - listLimit;
  const shown = texts
    .slice(0, listLimit)
    .map((text) => code(text, limit))
    .join(", ");
  return rest > 0 ? `${shown} and ${rest.toLocaleString("en")} more` : shown;
}

function listed(lines: readonly string[], depth: number): string[] {
  const rest = lines.length - listLimit;
  return rest > 0
    ? [...lines.slice(0, listLimit), bullet(`… and ${rest.toLocaleString("en")} more`, depth)]
    : [...lines];
}
