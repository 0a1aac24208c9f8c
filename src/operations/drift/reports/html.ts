import { type Html, html, type Piece } from "../../report/html/html";
import { page, runbookLine } from "../../report/html/page";
import { breakable, capitalized, code, list, mark } from "../../report/html/parts";
import { sectionsToRead } from "../../report/read-on";
import type { ProjectUrl } from "../../report/sections";
import { type DriftReport, type EnvironmentReport, type Finding, verdicts } from "../report";
import type { AnyReport } from "./any-report";
import { type Group, groupsOf, isStateOnly } from "./groups";
import { groupHtml, subjectHtml } from "./html-parts";
import { type Shared, sharedChanges } from "./same-changes";
import {
  countOf,
  countsLine,
  entriesToReport,
  type Fact,
  healthFact,
  notLookedFor,
  originLine,
  stateOnlyShown,
} from "./wording";

/** The report as a page: the verdict, where to read on, and every finding, by cause. */
export function htmlReport(report: AnyReport, projectUrl: ProjectUrl): string {
  const { verdict } = report;
  const head = { operation: "drift check", outcome: verdict, meaning: verdicts[verdict] };
  if ("environments" in report)
    return page(
      { ...head, subject: null, readOn: [] },
      projectUrl,
      severalHtml(report, projectUrl),
    );
  const { environment: subject, cause } = report;
  const readOn = sectionsToRead(verdicts[verdict], cause);
  return page({ ...head, subject, readOn }, projectUrl, environmentHtml(report));
}

function severalHtml({ environments }: DriftReport, projectUrl: ProjectUrl): Piece {
  const shared = sharedChanges(environments);
  const overview = environments.map(
    (
      one,
      index,
    ) => html`<li>${mark(verdicts[one.verdict].kind)} <a href="#environment-${index}">${name(one)}</a> <strong>${one.verdict}</strong>: ${countsLine(one)}</li>
`,
  );
  const sections = environments.map((one, index) => {
    const elsewhere = one.findings.length - shared.ownOf(one).length;
    return html`<section id="environment-${index}">
<h2>${mark(verdicts[one.verdict].kind)} ${name(one)}: ${one.verdict}</h2>
<p>${capitalized(verdicts[one.verdict].meaning)}.</p>
${runbookLine(sectionsToRead(verdicts[one.verdict], one.cause), projectUrl)}
${elsewhere === 0 ? [] : html`<p><a href="#shared">${countOf(elsewhere, "change")} in several environments</a></p>`}
${environmentHtml(one, { level: 3, findings: shared.ownOf(one) })}</section>
`;
  });
  return [
    html`<ul class="plain">
${overview}</ul>
`,
    sharedHtml(shared),
    sections,
  ];
}

function sharedHtml({ changes }: Shared): Piece {
  if (changes.length === 0) return [];
  const all = new Map(changes.map(({ finding, having }) => [finding, having]));
  const groups = groupsOf([...all.keys()]).map((group) =>
    groupHtml(
      group,
      { level: 3, whole: false },
      // They are alike in what is accepted too.
      (finding) => all.get(finding)?.[0]?.environment.accepted ?? [],
      (finding) => [
        [
          "in ",
          (all.get(finding) ?? []).map(({ environment, cloudId }, index) => [
            index === 0 ? "" : ", ",
            name(environment),
            cloudId === undefined ? "" : [" (", code(cloudId), ")"],
          ]),
        ],
      ],
    ),
  );
  return html`<section id="shared">
<h2>In several environments</h2>
${groups}</section>
`;
}

/** How one environment's part stands on a page. */
export interface EnvironmentLayout {
  /** Of the headings of its groups (default: 2). */
  readonly level?: number;
  /** Show what the plan would make whole: every value, of what is created too (default: false). */
  readonly whole?: boolean;
  /** Those that aren't shown elsewhere (default: all). */
  readonly findings?: readonly Finding[];
}

/** All of an environment's report that stands behind its verdict. */
export function environmentHtml(
  report: EnvironmentReport,
  { level = 2, whole = false, findings = report.findings }: EnvironmentLayout = {},
): Html {
  const groups = groupsOf(findings);
  const origin = originLine(report);
  const shown = (group: Group) => groupHtml(group, { level, whole }, () => report.accepted);
  const stateOnly = groups.filter(isStateOnly);
  return html`${report.held === null ? [] : html`<p><strong>Held:</strong> ${breakable(report.held)}</p>`}
${list(report.reasons.map((reason) => code(reason)))}
<p>${capitalized(countsLine(report))}.</p>
${origin === undefined ? [] : html`<p><small>${breakable(capitalized(origin))}.</small></p>`}
${notLookedForHtml(report)}
${groups.filter((group) => !isStateOnly(group)).map(shown)}
${factsHtml("Accepted differences that need attention", entriesToReport(report), level)}
${factsHtml("Health", report.health.map(healthFact), level)}
${
  stateOnly.length === 0
    ? []
    : html`<details>
<summary>${countOf(stateOnlyShown(findings), "state-only finding")}: the state doesn't know yet what the cloud has, and no plan would change it</summary>
${stateOnly.map(shown)}</details>`
}
`;
}

function notLookedForHtml(report: EnvironmentReport): Piece {
  const [sentence, ...kinds] = notLookedFor(report, Number.POSITIVE_INFINITY);
  if (sentence === undefined) return [];
  if (kinds.length === 0) return html`<p>${breakable(sentence)}</p>`;
  return html`<details>
<summary>${breakable(sentence)}</summary>
${list(kinds.map(breakable))}
</details>`;
}

function factsHtml(title: string, facts: readonly Fact[], level: number): Piece {
  if (facts.length === 0) return [];
  return html`<section>
<h${level}>${title}</h${level}>
${list(facts.map(subjectHtml))}
</section>
`;
}

function name({ environment }: EnvironmentReport): Piece {
  return environment === null ? "The plan" : code(environment);
}
