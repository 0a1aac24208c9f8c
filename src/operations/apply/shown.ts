import type { EnvironmentReport } from "../drift/report";
import { html, type Piece } from "../report/html/html";
import { sectionsToRead } from "../report/read-on";
import type { CheckedFact, Entry, EntryKind, Part, Shown, TextOptions } from "../report/shown";
import type { Result } from "../terraform/apply/apply-log";
import { fleetCountsText } from "./fleet/counts";
import { type AppliedResource, type ApplyReport, type FleetReport, outcomes } from "./report";
import { serviceText } from "./services/text";

/** What people must see first comes first. */
const kinds: Readonly<Record<Result, EntryKind>> = {
  failed: "bad",
  unknown: "unknown",
  "not begun": "bad",
  done: "good",
};
const order = Object.keys(kinds);

/** How a plan's own report is written: the drift check's matter, and handed in. */
interface PlanRenderers {
  readonly text: (plan: EnvironmentReport, options: TextOptions & PartOptions) => string;
  readonly markdown: (plan: EnvironmentReport, limit: number, options: PartOptions) => string;
  readonly html: (
    plan: EnvironmentReport,
    options: { readonly level: number; readonly whole: boolean },
  ) => Piece;
}

interface PartOptions {
  readonly isPart: true;
  /** Every value, of what is created too. */
  readonly whole?: boolean;
}

/**
 * An apply's report as people read it: what became of every resource, and the plan, whole where somebody is to decide
 * about it; where the cloud isn't what the code says afterwards, that too.
 */
export function shown(report: ApplyReport, plans: PlanRenderers): Shown {
  const { environment, outcome, reason, details, nextSteps, applied, cause } = report;
  const resources = [...(applied?.resources ?? [])].sort(
    (one, other) => order.indexOf(one.result) - order.indexOf(other.result),
  );
  return {
    operation: "apply",
    subject: environment,
    outcome,
    meaning: outcomes[outcome],
    said: [reason, ...details],
    steps: nextSteps,
    facts: facts(report),
    checks: [...fleetCheck(report), ...serviceChecks(report), ...checkAfterwards(report)],
    groups: [{ title: "Resources", entries: resources.map(entry) }],
    part: planOf(report, plans),
    readOn: sectionsToRead(outcomes[outcome], cause),
  };
}

function entry({ address, action, result }: AppliedResource): Entry {
  return { kind: kinds[result], label: result, action, name: address, text: "" };
}

/** The plan is shown whole where somebody is to decide about it: every value, of what is created too. */
function planOf(
  { outcome, plan, checkAfter }: ApplyReport,
  { text, markdown, html: planHtml }: PlanRenderers,
): Part {
  const whole = outcome === "PLANNED" || outcome === "NOT_APPROVED";
  const afterwards =
    checkAfter === null || checkAfter.verdict === "IN_SYNC"
      ? []
      : [{ title: "Afterwards", report: checkAfter }];
  return {
    text: (options) => {
      const asPart = { ...options, isPart: true } as const;
      const texts = afterwards.map(({ title, report }) => `\n${title}:\n${text(report, asPart)}`);
      return [text(plan, { ...asPart, whole }), ...texts].join("");
    },
    markdown: (room) => {
      const all = asSection(
        markdown(plan, Number.POSITIVE_INFINITY, { isPart: true, whole: true }),
      );
      if (whole && all.length <= room) return { text: all, isCut: false };
      return { text: asSection(markdown(plan, room, { isPart: true })), isCut: whole };
    },
    html: () =>
      [{ title: "The plan", report: plan }, ...afterwards].map(
        ({ title, report }) => html`<h2>${title}: ${report.verdict}</h2>
${planHtml(report, { level: 3, whole })}`,
      ),
  };
}

/** The plan's report has a title for a page of its own. */
function asSection(plan: string): string {
  return plan.replace(/^# Drift check:/, "## The plan:");
}

function facts({ fingerprint, approved, commit, applied, startedAt, endedAt }: ApplyReport) {
  return [
    fingerprint === null ? [] : `fingerprint ${fingerprint}`,
    approved === null || approved === fingerprint ? [] : `approved    ${approved}`,
    commit === null ? [] : `commit ${commit}`,
    applied?.keptState ? `state kept in ${applied.keptState}` : [],
    `from ${startedAt} to ${endedAt}`,
  ].flat();
}

function fleetCheck({ fleet, reason }: ApplyReport): CheckedFact[] {
  if (fleet === null) return [];
  const kind = fleet.settled ? "good" : "bad";
  return [{ name: "fleet", kind, fact: fleetText(fleet), message: reason }];
}

function serviceChecks({ services }: ApplyReport): CheckedFact[] {
  return (services ?? []).map((each) => ({
    name: each.service,
    kind: each.settled ? "good" : "bad",
    fact: serviceText(each),
    message: [serviceText(each), ...each.stoppedTasks].join("; "),
  }));
}

function checkAfterwards({ checkAfter }: ApplyReport): CheckedFact[] {
  if (checkAfter === null) return [];
  const { verdict } = checkAfter;
  const kind = verdict === "IN_SYNC" ? "good" : "bad";
  const fact = `check afterwards: ${verdict}`;
  return [{ name: "check afterwards", kind, fact, message: verdict }];
}

/** Such as `instance refresh 08b9…: Successful, 100 %; 3 of 3 instances in service and healthy`. */
function fleetText(fleet: FleetReport): string {
  const { refreshId, status, percentageComplete } = fleet;
  const { desiredCapacity, healthyInService, outdatedInService } = fleet;
  const percent = percentageComplete === null ? "" : `, ${percentageComplete} %`;
  const refresh =
    refreshId === null
      ? "no instance refresh"
      : `instance refresh ${refreshId}: ${status}${percent}`;
  if (desiredCapacity === null || healthyInService === null || outdatedInService === null)
    return refresh;
  return `${refresh}; ${fleetCountsText({ desiredCapacity, healthyInService, outdatedInService })}`;
}
