import type { Additions } from "../report";
import type { Looked } from "./addition";

/** What a report says of whether, and how, additions were looked for. */
export function additionsOf(_plan: unknown, looked: Looked): Additions {
  if (!looked.called) return { called: false, because: looked.because, notLookedFor: [] };
  return looked.failures.length > 0
    ? { called: false, because: "a call was refused or failed", notLookedFor: [] }
    : { called: true, because: null, notLookedFor: [] };
}
