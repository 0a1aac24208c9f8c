import { limited } from "../report/limited";
import { sectionsToRead } from "../report/read-on";
import type { Shown, Entry as ShownEntry } from "../report/shown";
import { placeholders } from "./compare/neutral";
import type { Entry, EnvironmentLine, Group, LeftOut, ReviewReport } from "./report";
import { outcomes } from "./report";

/** Longest list of what an environment was left out of. */
const leftOutLimit = 3;

/**
 * A review as people read it: what is dangerous first, then each change once.
 *
 * @param failOnDangerous whether something dangerous ends with an exit code of its own
 */
export function shown(report: ReviewReport, failOnDangerous: boolean): Shown {
  const { base, outcome, reasons, cause, environments, dangers, leftOut, groups, notes } = report;
  const meaning = outcomes[outcome];
  const isPassed = outcome === "DANGEROUS" && !failOnDangerous;
  return {
    operation: "review",
    subject: null,
    outcome,
    meaning: isPassed ? { ...meaning, exitCode: 0 } : meaning,
    counts: outcome === "ERROR" || outcome === "UNCHANGED" ? undefined : countsText(report),
    said: [...reasons, ...leftOut.map(leftOutText)],
    steps: [],
    facts: [
      ...environments.filter(({ state }) => state !== "unchanged").map(environmentText),
      ...(outcome === "UNCHANGED" ? [] : unchangedText(environments)),
      ...(outcome === "ERROR" ? [] : [`compared with ${base}`]),
      ...(usesPlaceholders(report)
        ? [
            `${placeholders.id} and ${placeholders.region} stand for each environment's own id and region`,
          ]
        : []),
      ...notes,
    ],
    groups: [
      {
        title: "Dangerous",
        entries: dangers.map(({ rule, environments: where, what, remedy }) => ({
          kind: "bad" as const,
          label: rule,
          name: where.join(", "),
          text: what,
          ...(remedy === null ? {} : { remedy }),
        })),
      },
      ...groups.map((group) => ({ title: titleOf(group), entries: group.entries.map(entryOf) })),
    ],
    readOn: sectionsToRead(meaning, cause),
  };
}

function countsText({ environments, dangers }: ReviewReport): string {
  const changed = environments.filter(({ state }) => state !== "unchanged").length;
  const about = `${changed} of ${environments.length} environments`;
  return dangers.length === 0
    ? about
    : `${dangers.length} ${dangers.length === 1 ? "danger" : "dangers"} in ${about}`;
}

function environmentText({
  environment,
  state,
  added,
  changed,
  removed,
  renamed,
  dangers,
  cost,
}: EnvironmentLine): string {
  const counts = { added, changed, removed, renamed };
  const words = Object.entries(counts).flatMap(([word, count]) =>
    count === 0 ? [] : `${count} ${word}`,
  );
  return [
    `${environment}: ${state === "changed" ? "" : `${state}, `}${words.join(", ")}`,
    dangers === 0 ? [] : `${dangers} dangerous`,
    costText(cost),
  ]
    .flat()
    .join("; ");
}

function costText(cost: EnvironmentLine["cost"]): string[] {
  if (cost === null) return [];
  const difference = (of: "least" | "most") => (cost.after?.[of] ?? 0) - (cost.before?.[of] ?? 0);
  const [idle, busy] = [dollars(difference("least")), dollars(difference("most"))];
  if (idle === busy) return [idle === "0" ? "the same cost" : `${idle} US dollars a month`];
  return [
    [`${idle} US dollars in an idle month`, `${busy} US dollars in a busy month`]
      .filter((text) => !text.startsWith("0 "))
      .join(", "),
  ];
}

function dollars(amount: number): string {
  const digits = Math.abs(amount) < 10 ? 2 : 0;
  const size = Number(Math.abs(amount).toFixed(digits));
  if (size === 0) return "0";
  return `${amount < 0 ? "−" : "+"}${size.toLocaleString("en-US")}`;
}

function unchangedText(environments: readonly EnvironmentLine[]): string[] {
  const same = environments.filter(({ state }) => state === "unchanged");
  return same.length === 0
    ? []
    : [`unchanged: ${same.map(({ environment }) => environment).join(", ")}`];
}

function leftOutText({ environment, siblings, changes }: LeftOut): string {
  return `${environment} doesn't get what ${siblings.join(", ")} get: ${limited(changes, leftOutLimit).join(", ")}`;
}

function titleOf({ environments, without }: Group): string {
  const others = without.map(({ environment, why }) => `${environment} (${why})`);
  const not = others.length === 0 ? "" : `, and not ${others.join(", ")}`;
  return `${environments.join(", ")}${not}`;
}

const loud: readonly Entry["action"][] = ["removed", "replaced", "renamed", "may now", "opened"];

function entryOf({ action, name, text, attributes }: Entry): ShownEntry {
  return {
    kind: loud.includes(action) ? "warning" : "note",
    label: action,
    name,
    text,
    attributes,
  };
}

function usesPlaceholders({ dangers, groups }: ReviewReport): boolean {
  const text = JSON.stringify([dangers, groups]);
  return new RegExp(`\\b(${placeholders.id}|${placeholders.region})\\b`).test(text);
}
