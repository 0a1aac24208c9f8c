import type { AttributeChange } from "../compare/attributes";
import { argumentsOf, type Change, type Compared } from "../compare/changes";
import type { Json } from "../compare/json";
import { withUnit } from "../compare/units";

/** What a rule found in one environment. */
export interface Found {
  /** Of what it is true, where the same can be true of several (default: `what` says that, too). */
  readonly subject?: string;
  readonly what: string;
  /** What to do instead, or to look at (default: to decide whether it is wanted). */
  readonly remedy?: string;
}

/** Finds one kind of danger in what changes in one environment. */
export type Rule = (compared: Compared) => readonly Found[];

/** A setting that must not get weaker. */
export interface Guard {
  /** Its path without numbers and names of blocks in lists, such as `ebs.encrypted`, or the end of it. */
  readonly attribute: RegExp;
  /** Of which types (default: all). */
  readonly types?: RegExp;
  readonly isWeaker: (
    before: Json | undefined,
    after: Json | undefined,
    change: Change,
    path: string,
  ) => boolean;
  readonly says: string;
}

/** A rule that finds settings that get weaker, also those with which something new comes. */
export function guarded(guards: readonly Guard[]): Rule {
  return ({ changes }) =>
    changes
      .filter(({ action }) => action !== "removed")
      .flatMap((change) =>
        argumentsOf(change).flatMap((attribute) => weakened(guards, change, attribute)),
      );
}

function weakened(
  guards: readonly Guard[],
  change: Change,
  { path, before, after }: AttributeChange,
): Found[] {
  const plain = path.replaceAll(/\[[^\]]*\]/g, "");
  const guard = guards.find(
    ({ attribute, types = /./, isWeaker }) =>
      attribute.test(plain) && types.test(change.type) && isWeaker(before, after, change, path),
  );
  if (guard === undefined) return [];
  const shown = (value: Json | undefined) =>
    value === undefined ? "nothing" : withUnit(path, value);
  const what = `${path} ${shown(before)} → ${shown(after)}: ${guard.says}`;
  return [{ subject: change.construct, what }];
}

/** A rule that finds that something is removed, by its type, for what it was there. */
export function removal(losses: Readonly<Record<string, string>>): Rule {
  return ({ changes }) =>
    changes.flatMap(({ action, type, construct }) =>
      action === "removed" && losses[type] !== undefined
        ? [{ subject: construct, what: `removed (${type}): ${losses[type]}` }]
        : [],
    );
}

/** All that several rules find. */
export function anyOf(...rules: readonly Rule[]): Rule {
  return (compared) => rules.flatMap((rule) => rule(compared));
}

type Comparison = (before: Json | undefined, after: Json | undefined) => boolean;

const isOn = (value: Json | undefined) =>
  /^(true|on|1|enabled?|required)$/i.test(String(value ?? ""));

export const turnedOff: Comparison = (before, after) => isOn(before) && !isOn(after);
export const turnedOn: Comparison = (before, after) => !isOn(before) && isOn(after);
export const gone: Comparison = (before, after) =>
  before !== undefined && (after === undefined || after === "" || after === null);

const numbers = (before: Json | undefined, after: Json | undefined) =>
  [before, after].map((value) =>
    value === undefined || value === null ? Number.NaN : Number(value),
  );

export const lowered: Comparison = (before, after) => {
  const [one = Number.NaN, other = Number.NaN] = numbers(before, after);
  return other < one;
};
export const raised: Comparison = (before, after) => {
  const [one = Number.NaN, other = Number.NaN] = numbers(before, after);
  return other > one;
};
