import { type AttributeChange, attributeChanges } from "./attributes";
import type { JsonObject } from "./json";
import type { Names } from "./neutral";
import { renames, withReferences } from "./renames";
import { replacing } from "./replacement";
import type { Part, Stack } from "./stack";

/** What becomes of one part of a stack. */
export interface Change {
  readonly action: "added" | "changed" | "removed" | "renamed" | "moved";
  readonly address: string;
  readonly type: string;
  /** Its construct, such as `load-balancer/this`. */
  readonly construct: string;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
  /** Of what was there before and is there after. */
  readonly attributes: readonly AttributeChange[];
  /** The attributes whose change replaces it; null where nobody has said what replaces its type. */
  readonly replacedBy: readonly string[] | null;
  /** Its address before, where that is another one. */
  readonly previousAddress?: string;
}

/** What changes between two states of a stack. */
export interface Compared {
  readonly environment: string;
  readonly names: Names;
  /** Null where there is none; what has another address now has it there, too. */
  readonly before: Stack | null;
  readonly after: Stack | null;
  readonly changes: readonly Change[];
}

/** Compares one environment's stack; what only follows from another address is no change. */
export function compare(before: Stack | null, after: Stack | null): Compared {
  const { id: environment, region } = after ?? before ?? { id: "", region: "" };
  const names = { id: environment, region };
  if (before === null || after === null) return { environment, names, before, after, changes: [] };
  const { moved } = after;
  const newMoves = [...moved].filter(
    ([from, to]) => before.parts.has(from) && !after.parts.has(from) && after.parts.has(to),
  );
  const found = renames(before, after, new Map(newMoves));
  const previous = new Map([...newMoves, ...found].map(([from, to]) => [to, from]));
  const addresses = new Map([...newMoves, ...found]);
  const referring = withReferences(addresses);

  const changes = [...after.parts.values()].flatMap((part): Change[] => {
    const from = previous.get(part.address);
    const old = before.parts.get(from ?? part.address);
    if (old === undefined) return [whole("added", part)];
    const values = referring(old.values);
    const attributes = attributeChanges(values, part.values);
    if (attributes.length === 0 && from === undefined) return [];
    const isMoved = newMoves.some(([, to]) => to === part.address);
    return [
      {
        ...whole(from === undefined ? "changed" : isMoved ? "moved" : "renamed", part),
        before: values,
        attributes,
        replacedBy: replacing(part.type, attributes),
        ...(from === undefined ? {} : { previousAddress: from }),
      },
    ];
  });
  const removed = [...before.parts.values()]
    .filter(({ address }) => !after.parts.has(address) && !addresses.has(address))
    .map((part) => whole("removed", part));
  const renamed = [...before.parts.values()].map((part): Part => {
    const address = addresses.get(part.address) ?? part.address;
    const construct = after.parts.get(address)?.construct ?? part.construct;
    return { ...part, address, construct, values: referring(part.values) };
  });
  const aligned = { ...before, parts: new Map(renamed.map((part) => [part.address, part])) };
  return { environment, names, before: aligned, after, changes: [...changes, ...removed] };
}

function whole(action: Change["action"], { address, type, construct, values }: Part): Change {
  return {
    action,
    address,
    type,
    construct,
    before: action === "removed" ? values : null,
    after: action === "removed" ? null : values,
    attributes: [],
    replacedBy: [],
  };
}

/** The arguments that change; of something new all that it has. */
export function argumentsOf({ action, after, attributes }: Change): readonly AttributeChange[] {
  return action === "added" ? attributeChanges({}, after ?? {}) : attributes;
}
