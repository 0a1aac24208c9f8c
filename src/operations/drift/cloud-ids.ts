import { own } from "../terraform/diagnosis/json-values";
import type { Plan, ResourceChange } from "./judge/plan";
import type { Secrets } from "./judge/secrets";
import type { Finding } from "./report";

/** Which attributes name a resource in the cloud: the first that is a text. */
const naming = ["id", "arn"];

/**
 * The findings, each with its resource's id in the cloud, or with the one that a lost resource had: whoever goes to look
 * needs that one, and not Terraform's address. What isn't made yet has none, and one that may be secret isn't told.
 */
export function withCloudIds(
  findings: readonly Finding[],
  { resource_changes: changes, resource_drift: drifts }: Plan,
  secrets: Secrets,
): Finding[] {
  const wanted = new Set(findings.map(({ address }) => address));
  const ids = new Map<string, string>();
  for (const resource of [...(drifts ?? []), ...(changes ?? [])]) {
    if (!wanted.has(resource.address)) continue;
    const id = cloudIdOf(resource);
    if (id !== undefined && !secrets.areIn(id)) ids.set(keyOf(resource), id);
  }
  return findings.map((finding) => {
    const cloudId = ids.get(keyOf(finding));
    return cloudId === undefined ? finding : { ...finding, cloudId };
  });
}

function cloudIdOf({ change: { before, before_sensitive: marks } }: ResourceChange) {
  const isSecret = (name: string) => marks === true || own(marks, name) === true;
  return naming
    .filter((name) => !isSecret(name))
    .map((name) => own(before, name))
    .find((value): value is string => typeof value === "string" && value !== "");
}

function keyOf({ address, deposed }: Pick<ResourceChange, "address" | "deposed">): string {
  return JSON.stringify([address, deposed ?? null]);
}
