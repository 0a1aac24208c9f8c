import pico from "picocolors";
import { limited } from "../../report/limited";
import { readOn as afterwards } from "../../report/read-on";
import { line } from "../../report/visible";
import { type EnvironmentReport, type Finding, type Verdict, verdicts } from "../report";
import { type AnyReport, environmentsOf } from "./any-report";
import { findingDetails } from "./details";
import { type Group, groupsOf, isStateOnly } from "./groups";
import {
  countOf,
  countsLine,
  entriesToReport,
  type Fact,
  healthFact,
  heldClause,
  notLookedFor,
  originLine,
  stateOnlyShown,
} from "./wording";

export interface TerminalOptions {
  /** List what is state-only too, and everything of what is otherwise cut after 20 lines. */
  readonly verbose: boolean;
  /** Whether what is written to shows colours. */
  readonly colour: boolean;
  /** It stands in another report, which itself says where to read on. */
  readonly isPart?: boolean;
  /** Show what the plan would make whole: every value, of what is created too (default: false). */
  readonly whole?: boolean;
}

/** What a section is written with. */
interface Pen {
  readonly colors: ReturnType<typeof pico.createColors>;
  readonly limit: number;
  readonly verbose: boolean;
  readonly isPart: boolean;
  readonly whole: boolean;
}

/** Longest list without `verbose`. */
const listLimit = 20;

/**
 * The report for people at a terminal or in a log: verdicts first, then reasons, then findings, the
 * destructive ones first. Nothing that a plan holds can act on the terminal.
 */
export function terminalReport(
  report: AnyReport,
  { verbose, colour, isPart = false, whole = false }: TerminalOptions,
): string {
  const limit = verbose || whole ? Number.POSITIVE_INFINITY : listLimit;
  const pen = { colors: pico.createColors(colour), limit, verbose, isPart, whole };
  const environments = environmentsOf(report);
  const sections = environments.map((environment) => section(environment, pen).join("\n"));
  const overall = "environments" in report ? [overview(report.verdict, environments, pen)] : [];
  return `${[...overall, ...sections].join("\n\n")}\n`;
}

function overview(verdict: Verdict, environments: readonly EnvironmentReport[], pen: Pen): string {
  const over = countOf(environments.length, "environment");
  const held = environments.filter((environment) => environment.held !== null);
  const isHeld = held.length === 0 ? "" : pen.colors.yellow(`; updates held in ${held.length}`);
  return [
    `${shownVerdict(verdict, pen)} over ${over}: ${verdicts[verdict].meaning}${isHeld}`,
    ...environments.map((environment) => `  ${headline(environment, pen)}`),
  ].join("\n");
}

/** Only with --verbose which kinds: a saved plan would have a page of them. */
function notLookedForLines(report: EnvironmentReport, pen: Pen): string[] {
  const [sentence, ...kinds] = notLookedFor(report, pen.limit);
  if (sentence === undefined || kinds.length === 0 || pen.verbose || pen.whole)
    return sentence === undefined ? [] : [sentence, ...kinds];
  return [`${sentence} (--verbose lists what could be there)`];
}

function section(report: EnvironmentReport, pen: Pen): string[] {
  const groups = groupsOf(report.findings);
  const origin = originLine(report);
  const readOn = pen.isPart ? undefined : afterwards(verdicts[report.verdict], report.cause);
  return [
    headline(report, pen),
    ...limited(
      report.reasons.map((reason) => line(reason)),
      pen.limit,
    ).map(indented(2)),
    `  ${countsLine(report)}`,
    ...notLookedForLines(report, pen).map(indented(2)),
    ...(origin === undefined ? [] : [`  ${pen.colors.dim(origin)}`]),
    ...groups
      .filter((group) => pen.verbose || !isStateOnly(group))
      .flatMap((group) => groupLines(group, report, pen)),
    ...titled("Accepted differences that need attention", entriesToReport(report), pen),
    ...titled("Health", report.health.map(healthFact), pen),
    ...(groups.some(isStateOnly) && !pen.verbose
      ? [
          "",
          `  ${countOf(stateOnlyShown(report.findings), "state-only finding")}: --verbose lists them`,
        ]
      : []),
    ...(readOn === undefined ? [] : ["", `  ${readOn}`]),
  ];
}

function headline(report: EnvironmentReport, pen: Pen): string {
  const { verdict, environment } = report;
  const where = environment === null ? "" : ` ${pen.colors.bold(line(environment))}`;
  const held = pen.colors.yellow(heldClause(report));
  return `${shownVerdict(verdict, pen)}${where}: ${verdicts[verdict].meaning}${held}`;
}

function shownVerdict(verdict: Verdict, { colors }: Pen): string {
  const paint = { good: colors.green, bad: colors.red, unknown: colors.yellow };
  return colors.bold(paint[verdicts[verdict].kind](verdict));
}

function groupLines(
  { title, direction, findings }: Group,
  report: EnvironmentReport,
  pen: Pen,
): string[] {
  const legend =
    direction === undefined
      ? ""
      : ` ${pen.colors.dim(`(${direction.before} → ${direction.after})`)}`;
  return [
    "",
    `  ${pen.colors.bold(title)}${legend}`,
    ...findings.flatMap((finding) => findingLines(finding, report, pen)),
  ];
}

function findingLines(
  finding: Finding,
  { accepted }: EnvironmentReport,
  { colors, limit, whole }: Pen,
): string[] {
  const { address, cause, change, destructive } = finding;
  const kind = `${cause} ${change}`;
  return [
    `    ${destructive ? colors.red(kind) : colors.yellow(kind)}  ${colors.bold(line(address))}`,
    ...findingDetails(finding, accepted, limit, whole).map(indented(6)),
  ];
}

function titled(title: string, facts: readonly Fact[], { colors, limit }: Pen): string[] {
  if (facts.length === 0) return [];
  const lines = facts.map(({ label, texts: [subject = "", ...texts] }) => {
    const rest = limited(
      texts.map((text) => line(text)),
      limit,
    );
    return [`${line(subject)}: ${label}`, ...rest.map(indented(2))].join("\n    ");
  });
  return ["", `  ${colors.bold(title)}`, ...limited(lines, limit).map(indented(4))];
}

function indented(spaces: number): (text: string) => string {
  return (text) => `${" ".repeat(spaces)}${text}`;
}
