import { limited } from "../../report/limited";
import { line } from "../../report/visible";
import type { AcceptedEntry, EnvironmentReport, Finding, Health } from "../report";
import { boundedJson } from "./bounded-json";
import { changesByItself } from "./restless";

/** Such as `2 drift, 0 pending, 0 unmanaged, 1 destructive, 3 state-only, 0 accepted`; of no plan, that there is none. */
export function countsLine({ verdict, counts, findings }: EnvironmentReport): string {
  const isJudged = verdict !== "ERROR" && verdict !== "INCONCLUSIVE";
  // A row of zeros would look like a clean environment.
  if (!isJudged && findings.length === 0) return "nothing was judged";
  const { drift, pending, unmanaged, destructive, accepted } = counts;
  const stateOnly = stateOnlyShown(findings);
  return `${drift} drift, ${pending} pending, ${unmanaged} unmanaged, ${destructive} destructive, ${stateOnly} state-only, ${accepted} accepted`;
}

/** Behind an environment's verdict, such as `; updates are held: …`; nothing where they aren't. */
export function heldClause({ held }: EnvironmentReport): string {
  return held === null ? "" : `; ${line(held)}`;
}

/**
 * What could be there unseen, where AWS's API wasn't asked for additions or didn't answer; nothing where no plan
 * was judged.
 */
export function notLookedFor({ verdict, additions }: EnvironmentReport, limit: number): string[] {
  if (additions.called || verdict === "ERROR") return [];
  const { because, notLookedFor: kinds } = additions;
  return [
    `Additions that no plan shows were not looked for: ${because}`,
    ...limited(kinds, limit).map((kind) => `  ${kind}`),
  ];
}

/** How many findings differ from the state alone, without what changes by itself. */
export function stateOnlyShown(findings: readonly Finding[]): number {
  return findings.filter(
    (each) => each.cause === "state-only" && !each.accepted && !changesByItself(each),
  ).length;
}

/** When the plan was made and by what, so that an old one is noticed; undefined when unknown. */
export function originLine(report: EnvironmentReport): string | undefined {
  const { plannedAt, terraformVersion, commit } = report;
  const parts = [
    plannedAt === null ? [] : [`planned at ${plannedAt}`],
    terraformVersion === null ? [] : [`by Terraform ${terraformVersion}`],
    commit === null ? [] : [`of commit ${commit}`],
  ].flat();
  return parts.length === 0 ? undefined : line(parts.join(" "));
}

/** A fact about a finding: words of ours, and texts of the plan that nobody vouches for. */
export interface Fact {
  readonly label: string;
  readonly texts: readonly string[];
  /** Longest that a text may be, where it must be whole: a command is. */
  readonly limit?: number;
}

/** Longest command: one line of a JSON argument is in it. */
const commandLimit = 2_000;

/** Why a finding is there and what else is known about it, apart from its attributes. */
export function factsOf(finding: Finding, accepted: readonly AcceptedEntry[]): readonly Fact[] {
  const { cloudId, deposed, because = [], guess, reason, previousAddress } = finding;
  const { addition, imports, abandons } = finding;
  const entries = accepted.filter(
    ({ address, path, status }) =>
      finding.accepted === true &&
      status === "used" &&
      address === finding.address &&
      (addition === undefined || path === addition.path),
  );
  return [
    // An import says it itself.
    cloudId === undefined || cloudId === imports
      ? []
      : { label: "in the cloud:", texts: [cloudId] },
    addition === undefined
      ? []
      : [
          { label: "added:", texts: [addition.path] },
          { label: "what it is:", texts: [addition.what] },
          { label: "to take it away:", texts: [addition.remedy], limit: commandLimit },
        ],
    deposed === undefined ? [] : { label: "a deposed object, with the key", texts: [deposed] },
    previousAddress === undefined ? [] : { label: "moved from", texts: [previousAddress] },
    imports === undefined
      ? []
      : { label: "imports", texts: [imports === null ? "(known after apply)" : textOf(imports)] },
    abandons
      ? { label: "leaves in the cloud, where Terraform forgets it:", texts: ["the old object"] }
      : [],
    because.length === 0
      ? []
      : { label: guess ? "because of (a guess)" : "because of", texts: because },
    reason === undefined ? [] : { label: "Terraform's reason:", texts: [reason] },
    lostSecret(finding),
    entries.map((entry) => ({
      label: "accepted:",
      texts: [entry.path, entry.reason, `until ${entry.expires}`],
    })),
  ].flat();
}

/** The id that an import gives, or its identity. */
function textOf(imports: unknown): string {
  return typeof imports === "string" ? imports : boundedJson(imports, identityLimit);
}

/** Longest identity of an import, in UTF-16 units. */
const identityLimit = 500;

/**
 * Secrets Manager keeps the name of a secret that somebody deletes for its recovery window, so that an apply can't
 * make it anew. A plan shows it like one that is gone.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
 */
function lostSecret({ address, cause, change, attributes }: Finding): Fact[] {
  if (
    cause !== "drift" ||
    change !== "create" ||
    !/(^|\.)aws_secretsmanager_secret\./.test(address)
  )
    return [];
  const name = attributes.find(({ path }) => path === "name")?.after;
  return [
    {
      label: "perhaps only scheduled for deletion: then an apply is refused, and before one",
      texts: [`aws secretsmanager restore-secret --secret-id ${name ?? "NAME"}`],
    },
  ];
}

/**
 * Whether all attributes are listed: a resource that is made or lost has too many to read, unless somebody
 * decides about what is made.
 */
export function listsAttributes({ change }: Finding, whole = false): boolean {
  return change === "create" ? whole : change !== "delete";
}

/** Whether nothing was there before: a new resource's attributes, and what an action is invoked with. */
export function addsOnly({ change }: Finding): boolean {
  return change === "create" || change === "invoke";
}

/** Such as `12 attributes`. */
export function countOf(count: number, one: string): string {
  return `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
}

const statusMeanings: Readonly<Record<AcceptedEntry["status"], string>> = {
  used: "in use",
  unused: "unused: nothing differs there, so remove it",
  expired: "expired: it no longer counts",
  refused: "refused: an entry can't cover a delete or a replace",
};

/** The entries of the list of accepted differences that need somebody's attention. */
export function entriesToReport(report: EnvironmentReport): readonly Fact[] {
  return report.accepted
    .filter(({ status }) => status !== "used")
    .map(({ address, path, reason, expires, status }) => ({
      label: statusMeanings[status],
      texts: [address, path, reason, `until ${expires}`],
    }));
}

/** A health problem as a fact: what the check is, how it ended, and what it says. */
export function healthFact({ address, status, problems }: Health): Fact {
  const meanings = { fail: "failed", error: "could not be evaluated", unknown: "is not known yet" };
  return { label: meanings[status], texts: [address, ...problems] };
}
