import { type AttributeChange, attributeChanges } from "../compare/attributes";
import type { Change, Compared } from "../compare/changes";
import type { Json } from "../compare/json";
import { withUnit } from "../compare/units";

/** What a rule found in one environment. */
export interface Found {
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
  readonly isWeaker: (before: Json | undefined, after: Json | undefined) => boolean;
  readonly says: string;
}

/** A rule that finds settings that get weaker, also those with which something new comes. */
export function guarded(guards: readonly Guard[]): Rule {
  return ({ changes }) =>
    changes
      .filter(({ action }) => action !== "removed")
      .flatMap((change) =>
        attributesOf(change).flatMap((attribute) => weakened(guards, change, attribute)),
      );
}

function attributesOf({ action, after, attributes }: Change): readonly AttributeChange[] {
  return action === "added" ? attributeChanges({}, after ?? {}) : attributes;
}

function weakened(
  guards: readonly Guard[],
  { construct, type }: Change,
  { path, before, after }: AttributeChange,
): Found[] {
  const plain = path.replaceAll(/\[[^\]]*\]/g, "");
  const guard = guards.find(
    ({ attribute, types = /./, isWeaker }) =>
      attribute.test(plain) && types.test(type) && isWeaker(before, after),
  );
  if (guard === undefined) return [];
  const shown = (value: Json | undefined) =>
    value === undefined ? "nothing" : withUnit(path, value);
  return [{ what: `${construct}: ${path} ${shown(before)} → ${shown(after)}: ${guard.says}` }];
}

/** A rule that finds that something is removed, by its type, for what it was there. */
export function removal(losses: Readonly<Record<string, string>>): Rule {
  return ({ changes }) =>
    changes.flatMap(({ action, type, construct }) =>
      action === "removed" && losses[type] !== undefined
        ? [{ what: `${construct} (${type}) is removed: ${losses[type]}` }]
        : [],
    );
}

/** All that several rules find. */
export function anyOf(...rules: readonly Rule[]): Rule {
  return (compared) => rules.flatMap((rule) => rule(compared));
}

const isOn = (value: Json | undefined) =>
  /^(true|on|1|enabled?|required)$/i.test(String(value ?? ""));

export const turnedOff: Guard["isWeaker"] = (before, after) => isOn(before) && !isOn(after);
export const turnedOn: Guard["isWeaker"] = (before, after) => !isOn(before) && isOn(after);
export const gone: Guard["isWeaker"] = (before, after) =>
  before !== undefined && (after === undefined || after === "" || after === null);

const numbers = (before: Json | undefined, after: Json | undefined) =>
  [before, after].map((value) =>
    value === undefined || value === null ? Number.NaN : Number(value),
  );

export const lowered: Guard["isWeaker"] = (before, after) => {
  const [one = Number.NaN, other = Number.NaN] = numbers(before, after);
  return other < one;
};
export const raised: Guard["isWeaker"] = (before, after) => {
  const [one = Number.NaN, other = Number.NaN] = numbers(before, after);
  return other > one;
};
