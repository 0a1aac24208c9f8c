import { limited } from "../../report/limited";
import { type ChangedResource, isOn } from "./changes";
import type { Leaf } from "./leaves";
import type { Judged } from "./parts";

/** Longest list of attributes in a reason. */
const listLimit = 10;

/**
 * Why a planned action isn't wholly explained, naming the attributes; undefined where it is. What nobody can explain
 * may be anything, and is never taken for nothing.
 */
export function unexplained({ resource, parts, unexplained: form }: Judged): string | undefined {
  const { action, address, actions, planned } = resource;
  if (action === "no-op") return undefined;
  const on = `No cause can be told for the planned action on ${address}`;
  if (action === "unknown")
    return `${on}: ${JSON.stringify(actions.join())} is no action that is known here`;
  const unseen = unseenForcing(resource);
  if (unseen.length > 0)
    return `${on}: it is replaced because of ${listed(unseen)}, where nothing differs`;
  if (form.length > 0)
    return `${on}: ${pathsOf(form)} would change in form or order alone, such as null in place of an empty text, and the code doesn't set that`;
  if (parts.some(({ cause }) => cause !== "state-only")) return undefined;
  if (planned.length === 0) return `${on}: nothing in it differs`;
  return `${on}: ${pathsOf(planned)} will be known only during apply, and the code doesn't set that`;
}

/** Ways to attributes that force a replacement, though no difference is on them. */
function unseenForcing({ action, replacePaths, forcing }: ChangedResource): string[] {
  if (action !== "replace") return [];
  return replacePaths
    .filter((path) => ![...forcing].some((leaf) => isOn(leaf, path)))
    .map((path) => path.filter((step) => typeof step === "string").join("."));
}

function pathsOf(leaves: readonly Leaf[]): string {
  return listed(leaves.map(({ path }) => path));
}

function listed(paths: readonly string[]): string {
  return limited([...new Set(paths)].sort(), listLimit).join(", ");
}
