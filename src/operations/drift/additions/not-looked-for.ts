import type { Additions } from "../report";
import type { Looked } from "./addition";
import { addables } from "./table";

/**
 * What a report says of whether, and how, additions were looked for.
 *
 * @param types of the resources that are there
 */
export function additionsOf(types: readonly string[], looked: Looked): Additions {
  if (looked.called && looked.failures.length === 0)
    return { called: true, because: null, notLookedFor: [] };
  const because = looked.called ? "a call was refused or failed" : looked.because;
  const notLookedFor = [...types].sort().flatMap((type) => {
    const kinds = Object.hasOwn(addables, type) ? (addables[type] ?? []) : [];
    const asked = kinds.filter(({ seen }) => seen.by === "call");
    return asked.length === 0 ? [] : `${type}: ${asked.map(({ what }) => what).join(", ")}`;
  });
  return { called: false, because, notLookedFor };
}
