import { configurationOf } from "./built-configuration";
import {
  type ChangeJson,
  type PlanJson,
  planJson,
  type ResourceJson,
  resourceJson,
} from "./plan-json";
import type { ResolvedAttribute, ResolvedPlan, ResolvedResource } from "./resolved";
import { shapes } from "./shapes";

/** The plan that Terraform would write for what is intended. */
export function builtPlan(plan: ResolvedPlan): PlanJson {
  const { resources, outputs } = plan;
  return planJson({
    applyable:
      outputs.length > 0 ||
      resources.some(({ action, moved, imported }) => action !== "no-op" || moved || imported),
    configuration: configurationOf(plan),
    resource_changes: resources.flatMap(plannedChange),
    resource_drift: resources.flatMap(seenChange),
    output_changes: Object.fromEntries(
      outputs.map(({ name, action }) => [
        name,
        resourceJson("", [action], {
          before: action === "create" ? null : "old",
          after: action === "delete" ? null : "new",
          after_unknown: false,
          before_sensitive: false,
          after_sensitive: false,
        }).change,
      ]),
    ),
  });
}

function plannedChange(resource: ResolvedResource): ResourceJson[] {
  const { address, kind, action, moved, imported, listed, createFirst } = resource;
  if (kind === "gone" || (action === "no-op" && !moved && !imported && !listed)) return [];
  const replacing = createFirst ? ["create", "delete"] : ["delete", "create"];
  const json = resourceJson(address, action === "replace" ? replacing : [action], {
    before:
      action === "create" ? null : valuesOf(resource, kind === "attributes" ? "cloud" : "state"),
    ...(action === "delete" || action === "forget" ? {} : afterOf(resource)),
    ...(resource.forcing && {
      replace_paths: [shapes[resource.forcing.shape].steps(resource.forcing.name)],
    }),
    ...(imported && { importing: { id: "i-1" } }),
  });
  return [
    {
      ...json,
      ...(moved && { previous_address: `${address}_before` }),
      ...(kind === "deposed" && { deposed: "0a1b2c3d" }),
      ...(kind === "delete" && { action_reason: "delete_because_no_resource_config" }),
      ...(resource.replace === "tainted" && { action_reason: "replace_because_tainted" }),
    },
  ];
}

/** What the refresh saw: nothing, where state and cloud are alike. */
function seenChange(resource: ResolvedResource): ResourceJson[] {
  const { address, kind, attributes } = resource;
  if (kind === "missing" || kind === "gone")
    return [resourceJson(address, ["delete"], { before: valuesOf(resource, "state") })];
  const differs = attributes.some((each) => each.change === "form" || each.state !== each.cloud);
  if (kind !== "attributes" || resource.imported || !differs) return [];
  return [
    resourceJson(address, ["update"], {
      before: valuesOf(resource, "state"),
      after: valuesOf(resource, "cloud"),
    }),
  ];
}

type Version = "state" | "cloud" | "planned";
const versions: readonly Version[] = ["state", "cloud", "planned"];

function valuesOf({ attributes }: ResolvedResource, version: Version): Record<string, unknown> {
  return Object.fromEntries(attributes.map((each) => [each.name, versionOf(each, version)]));
}

/** Ways to say that there is nothing. */
const empties = [null, [], {}, "", undefined];

function versionOf(attribute: ResolvedAttribute, version: Version): unknown {
  const { change, turn, shape } = attribute;
  const nth = versions.indexOf(version);
  if (change === "form") return empties[(turn * nth + nth) % 5];
  return shapes[shape].json(attribute[version], turn);
}

function afterOf(resource: ResolvedResource): Pick<ChangeJson, "after" | "after_unknown"> {
  const known = resource.attributes.filter(({ unknown }) => !unknown);
  const unknown = resource.attributes
    .filter((each) => each.unknown)
    .map(({ name, shape }) => ({ name, ...shapes[shape].unknown() }));
  return {
    after: {
      ...valuesOf({ ...resource, attributes: known }, "planned"),
      ...Object.fromEntries(unknown.map(({ name, json }) => [name, json])),
    },
    after_unknown: Object.fromEntries(unknown.map(({ name, marks }) => [name, marks])),
  };
}
