import { createHash } from "node:crypto";
import type { ChangedResource } from "./changes";
import type { Leaf } from "./leaves";
import type { Change } from "./plan";
import { canonical, canonicalUnordered, hasTrue } from "./values";

/**
 * A text that two plans share exactly when they would do the same to the same thing: the environment
 * and, in order of address, every action with the attributes that it changes, and the outputs.
 * Attributes that stay as they are and differences to the state alone are left out; unknown and
 * sensitive values are replaced by the words.
 */
export function fingerprintOf(
  environment: string | null,
  resources: readonly ChangedResource[],
  outputs: ReadonlyMap<string, Change>,
): string {
  const actions = resources
    .filter(
      ({ action, previousAddress, importId }) =>
        action !== "no-op" || previousAddress !== undefined || importId !== undefined,
    )
    .map((resource) =>
      JSON.stringify([
        resource.address,
        resource.deposed ?? null,
        resource.actions,
        resource.replacePaths.map((path) => JSON.stringify(path)).sort(),
        resource.previousAddress ?? null,
        resource.importId ?? null,
        resource.planned.map(lineOf).sort(),
      ]),
    );
  const changed = [...outputs].map(([name, change]) => {
    const { actions, before, after, after_unknown: unknown } = change;
    const isSensitive = hasTrue(change.before_sensitive) || hasTrue(change.after_sensitive);
    return JSON.stringify([
      name,
      actions,
      isSensitive
        ? "sensitive"
        : [canonical(before), hasTrue(unknown) ? "unknown" : canonical(after)],
    ]);
  });
  const all = JSON.stringify([environment, actions.sort(), changed.sort()]);
  return `sha256:${createHash("sha256").update(all).digest("hex")}`;
}

function lineOf({ path, cloud, planned, unknown, sensitive }: Leaf): string {
  const values = sensitive
    ? ["sensitive"]
    : [canonicalUnordered(cloud), unknown ? "unknown" : canonicalUnordered(planned)];
  return JSON.stringify([path, ...values]);
}
