import { type Block, fitted } from "../../report/fitting";
import type { ProjectUrl } from "../../report/sections";
import type { EnvironmentReport, Finding } from "../report";
import { type AnyReport, environmentsOf } from "./any-report";
import { type Group, groupsOf, isStateOnly } from "./groups";
import { environmentText, findingText, overviewText, subjectText } from "./markdown-parts";
import { type Shared, sharedChanges } from "./same-changes";
import { entriesToReport, type Fact, healthFact } from "./wording";

/** The longest comment that GitHub takes, in characters. */
const commentLimit = 65_536;
/** How a report is shown; by default as a whole page, with long values shortened. */
export interface MarkdownOptions {
  /** It stands in another report, which itself says where to read on. */
  readonly isPart?: boolean;
  /** Show what the plan would make whole: every value, of what is created too. */
  readonly whole?: boolean;
  /** Where the runbook is, seen from the report (default: beside it). */
  readonly projectUrl?: ProjectUrl;
}

/** Health problems and entries are left out before any finding. */
const attentionRank = 8;

/**
 * The report for a pull request or a job's summary: one section an environment, and before them the
 * changes that several environments have in common. Whatever a plan says stands in code, so it can't
 * format, link, mention or inject anything.
 *
 * @param limit the longest that the text may be, in characters; what was cut is counted at the end
 */
export function markdownReport(
  report: AnyReport,
  limit = commentLimit,
  { isPart = false, whole = false, projectUrl = "." }: MarkdownOptions = {},
): string {
  const environments = environmentsOf(report);
  const shared = sharedChanges(environments);
  return fitted(
    [
      { text: overviewText(report), rank: 0 },
      ...sharedBlocks(shared, whole),
      ...environments.flatMap((environment) =>
        environmentBlocks(environment, shared, { isPart, whole, projectUrl }),
      ),
    ],
    limit,
  );
}

function sharedBlocks({ changes }: Shared, whole: boolean): Block[] {
  const all = new Map(changes.map(({ finding, having }) => [finding, having]));
  const blocks = groupBlocks([...all.keys()], (finding) => {
    const having = all.get(finding) ?? [];
    // They are alike in what is accepted too.
    return findingText(finding, having[0]?.environment.accepted ?? [], whole, having);
  });
  const [first] = blocks;
  return first === undefined
    ? []
    : [{ text: "## In several environments", rank: first.rank }, ...blocks];
}

function environmentBlocks(
  environment: EnvironmentReport,
  shared: Shared,
  { isPart, whole, projectUrl }: Required<MarkdownOptions>,
): Block[] {
  const own = shared.ownOf(environment);
  return [
    {
      text: environmentText(
        environment,
        environment.findings.length - own.length,
        isPart ? null : projectUrl,
      ),
      rank: 0,
      what: "environments",
    },
    ...groupBlocks(own, (finding) => findingText(finding, environment.accepted, whole)),
    ...factBlocks("Accepted differences that need attention", entriesToReport(environment)),
    ...factBlocks("Health", environment.health.map(healthFact)),
  ];
}

function groupBlocks(findings: readonly Finding[], text: (finding: Finding) => string): Block[] {
  return groupsOf(findings)
    .filter((group) => !isStateOnly(group))
    .flatMap(({ title, direction, rank, findings: members }) => [
      { text: `### ${title}${legend(direction)}`, rank },
      ...members.map((finding) => ({ text: text(finding), rank, what: title.toLowerCase() })),
    ]);
}

function legend(direction: Group["direction"]): string {
  return direction === undefined ? "" : `\n\n\`-\` ${direction.before}, \`+\` ${direction.after}`;
}

function factBlocks(title: string, facts: readonly Fact[]): Block[] {
  if (facts.length === 0) return [];
  return [
    { text: `### ${title}`, rank: attentionRank },
    ...facts.map((fact) => ({
      text: subjectText(fact),
      rank: attentionRank,
      what: title.toLowerCase(),
    })),
  ];
}
