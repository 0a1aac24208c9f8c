import { isEmpty, same } from "../../judge/values";
import type { Addition } from "../addition";
import type { CloudObject, CloudObjects } from "./cloud-objects";
import type { Unset } from "./unset";
import { unsetInBuckets } from "./unset-in-buckets";
import { unsetInLoadBalancing } from "./unset-in-load-balancing";
import { unsetInOthers } from "./unset-in-others";

export const unset: readonly Unset[] = [
  ...unsetInBuckets,
  ...unsetInLoadBalancing,
  ...unsetInOthers,
];

/** Attributes that nobody sets and that aren't what AWS makes of them. */
export function unsetAttributes(objects: CloudObjects): Addition[] {
  return unset.flatMap((rule) =>
    objects.staying(rule.type).flatMap((object) => attributesOf(rule, object, objects)),
  );
}

function attributesOf(rule: Unset, object: CloudObject, objects: CloudObjects): Addition[] {
  const { attribute } = rule;
  const { address, found } = object;
  const names =
    typeof attribute === "string"
      ? [attribute]
      : Object.keys(found).filter((name) => attribute.test(name));
  return names
    .filter((name) => !isEmpty(found[name]))
    .flatMap((name) => {
      const value = found[name];
      if (rule.settled?.(value, object, objects, name) || object.sets(name)) return [];
      if (isOwned(rule, object, objects) || isPlanned(object, name)) return [];
      return {
        address,
        path: name,
        content: value,
        what: `${rule.what}: ${JSON.stringify(value)}`,
        remedy: rule.remedy(object, name),
      };
    });
}

/** What is planned is told as that. What an update of something else leaves unknown is no plan: it may stay. */
function isPlanned({ found, planned, leavesUnknown }: CloudObject, name: string): boolean {
  return !leavesUnknown(name) && !same(found[name], planned[name]);
}

/** What belongs to a bucket or a secret has a resource of its own, which names it. */
function isOwned({ ownedBy }: Unset, { found }: CloudObject, objects: CloudObjects): boolean {
  if (ownedBy === undefined) return false;
  const names = [found.id, found.arn, found.bucket].filter((name) => !isEmpty(name));
  return names.some((name) =>
    ["bucket", "secret_arn"].some((by) => objects.having(ownedBy, by, name).length > 0),
  );
}
