import { type Compared, compare } from "./compare/changes";
import { ClearSecrets } from "./compare/clear-secrets";
import type { JsonObject } from "./compare/json";
import { siblingsOf } from "./compare/siblings";
import { type Stack, stackOf } from "./compare/stack";
import { grouped } from "./groups";
import { itemsOf } from "./items";
import { type Danger, type EnvironmentLine, type ReviewReport, schemaVersion } from "./report";
import { sharedDangers } from "./shared-dangers";

/** What a month costs, in US dollars. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Terraform's JSON of every stack, by its id. */
export type Stacks = Readonly<Record<string, JsonObject>>;

export interface ReviewRequest {
  /** What people call the revision. */
  readonly base: string;
  readonly before: Stacks;
  readonly after: Stacks;
  /**
   * What a stack costs a month.
   *
   * @throws RangeError for what has no price
   */
  readonly costOf: (id: string, region: string, stack: JsonObject) => Range;
}

/** Compares every environment before and after, and says what of it is dangerous. */
export function review({ base, before, after, costOf }: ReviewRequest): ReviewReport {
  const secrets = new ClearSecrets();
  const stacksOf = (stacks: Stacks) =>
    new Map(Object.entries(stacks).map(([id, json]) => [id, stackOf(id, json, secrets)]));
  const [old, now] = [stacksOf(before), stacksOf(after)];
  const ids = [...new Set([...now.keys(), ...old.keys()])];
  const compared = ids.map((id) => compare(old.get(id) ?? null, now.get(id) ?? null));

  const notes: string[] = [];
  const costs = (stack: Stack | null) => {
    if (stack === null) return null;
    try {
      const { least, most } = costOf(stack.id, stack.region, stack.json);
      return { least, most };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      notes.push(`What ${stack.id} costs isn't known: ${error.message}`);
      return undefined;
    }
  };
  const dangers = sharedDangers(compared);
  const environments = compared.map((each) => environmentLine(each, dangers, costs));
  const items = compared.flatMap(itemsOf);
  const { groups, leftOut } = grouped(items, compared, siblingsOf([...now.values()]));
  const isChanged = environments.some(({ state }) => state !== "unchanged");
  return {
    schemaVersion,
    base,
    outcome: dangers.length > 0 ? "DANGEROUS" : isChanged ? "CHANGED" : "UNCHANGED",
    reasons: [],
    cause: null,
    environments,
    dangers,
    leftOut: [...leftOut],
    groups: [...groups],
    notes: [...new Set(notes)],
  };
}

function environmentLine(
  { environment, before, after, changes }: Compared,
  dangers: readonly Danger[],
  costs: (stack: Stack | null) => Range | null | undefined,
): EnvironmentLine {
  const count = (...actions: string[]) =>
    changes.filter(({ action }) => actions.includes(action)).length;
  const isSame = before !== null && after !== null && changes.length === 0;
  const [cost, newCost] = isSame ? [null, null] : [costs(before), costs(after)];
  return {
    environment,
    state:
      before === null ? "added" : after === null ? "removed" : isSame ? "unchanged" : "changed",
    added: before === null ? (after?.parts.size ?? 0) : count("added"),
    changed: count("changed"),
    removed: after === null ? (before?.parts.size ?? 0) : count("removed"),
    renamed: count("renamed", "moved"),
    dangers: dangers.filter((danger) => danger.environments.includes(environment)).length,
    cost:
      isSame || cost === undefined || newCost === undefined
        ? null
        : { before: cost, after: newCost },
  };
}
