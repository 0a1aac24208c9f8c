import { blocksOf, canonical, isObject, type JsonObject } from "../compare/json";

/** What S3 deletes by itself by one rule of a bucket's lifecycle, and when. */
export interface Expiry {
  readonly versions: "objects" | "old versions";
  /** What the keys begin with; empty for all of them. */
  readonly prefix: string;
  /** What else the rule asks of an object, such as a tag. */
  readonly filter: JsonObject;
  /** The age in days; of old versions since they are old. A date is no age: from then on everything is deleted. */
  readonly days: number;
  /** So many old versions of an object are kept whatever their age. */
  readonly kept: number;
}

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_lifecycle_configuration */
export function expiriesOf(lifecycle: JsonObject | null): Expiry[] {
  return blocksOf(lifecycle?.rule)
    .filter(({ status }) => status === "Enabled")
    .flatMap((rule) => {
      const [filter = {}] = blocksOf(rule.filter);
      const { prefix = rule.prefix ?? "", ...rest } = isObject(filter.and) ? filter.and : filter;
      const scope = { prefix: String(prefix), filter: rest };
      return [
        ...blocksOf(rule.expiration)
          .filter(({ days, date }) => days !== undefined || date !== undefined)
          .map(
            ({ days = 0 }): Expiry => ({
              ...scope,
              versions: "objects",
              days: Number(days),
              kept: 0,
            }),
          ),
        ...blocksOf(rule.noncurrent_version_expiration).map(
          ({ noncurrent_days = 0, newer_noncurrent_versions = 0 }): Expiry => ({
            ...scope,
            versions: "old versions",
            days: Number(noncurrent_days),
            kept: Number(newer_noncurrent_versions),
          }),
        ),
      ];
    });
}

/** Whether whatever one deletes, another one deletes no later. */
export function deletes(one: Expiry, other: Expiry): boolean {
  return (
    one.versions === other.versions &&
    other.prefix.startsWith(one.prefix) &&
    (canonical(one.filter) === "{}" || canonical(one.filter) === canonical(other.filter)) &&
    one.days <= other.days &&
    one.kept <= other.kept
  );
}
