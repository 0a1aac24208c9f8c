import { createHash } from "node:crypto";
import type { ChangedResource } from "./changes";
import type { Configuration, Reference, Sources } from "./configuration";
import { type Leaf, type Partly, partlyKnown } from "./leaves";
import type { Change } from "./plan";
import { canonical, hasTrue, marked } from "./values";

/**
 * A text that two plans share exactly when they would do the same to the same thing: the environment
 * and, in order of address, every action with the attributes that it changes, and the outputs.
 * Attributes that stay as they are and differences to the state alone are left out; a sensitive value is
 * replaced by the word, and what is unknown by what it refers to, because that decides what it will be. What
 * else the code says of such a value isn't in a plan.
 *
 * @param others what an apply would do besides, a line each (default: nothing)
 */
export function fingerprintOf(
  environment: string | null,
  resources: readonly ChangedResource[],
  outputs: ReadonlyMap<string, Change>,
  configuration: Configuration,
  others: readonly string[] = [],
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
        canonical(resource.importIdentity),
        [...resource.planned, ...resource.form]
          .map((leaf) => lineOf(leaf, resource, configuration))
          .sort(),
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
        : [
            canonical(before),
            hasTrue(unknown)
              ? unknownFrom(configuration.sourcesOfOutput(name), partlyKnown(after, unknown))
              : canonical(after),
          ],
    ]);
  });
  const all = JSON.stringify([environment, actions.sort(), changed.sort(), [...others].sort()]);
  return `sha256:${createHash("sha256").update(all).digest("hex")}`;
}

function lineOf(
  { path, places, attributes, cloud, planned, unknown, partly, sensitive }: Leaf,
  { address }: ChangedResource,
  configuration: Configuration,
): string {
  const values = sensitive
    ? ["sensitive"]
    : [
        canonical(cloud),
        unknown
          ? unknownFrom(configuration.sourcesOf(address, attributes), partly)
          : canonical(planned),
      ];
  return JSON.stringify([path, places, ...values]);
}

function unknownFrom(
  { resources, dataSources, unfollowable }: Sources,
  partly: Partly | undefined,
): string {
  const references = [...resources, ...dataSources].map(textOf);
  const known =
    partly === undefined
      ? []
      : [canonical(marked(partly.known, partly.unknown, { unknown: true }))];
  return ["unknown", ...[...references, ...unfollowable].sort(), ...known].join(" ");
}

function textOf({ address, modules, instanceKey = "", attributes }: Reference): string {
  return [...modules, address + instanceKey, ...attributes].join(".");
}
