import { referred } from "../compare/references";
import { deletes, type Expiry, expiriesOf } from "../meaning/expiries";
import type { Rule } from "./rule";

/** S3 deletes what it kept for longer before, or for ever. A bucket that is new itself has nothing to lose. */
export const expiresSooner: Rule = ({ before: stack, changes }) =>
  changes.flatMap(({ type, construct, before, after }) => {
    if (type !== "aws_s3_bucket_lifecycle_configuration" || after === null) return [];
    const bucket = referred(after.bucket);
    if (bucket !== undefined && !stack?.parts.has(bucket)) return [];
    const old = expiriesOf(before);
    return expiriesOf(after)
      .filter((one) => !old.some((other) => deletes(other, one)))
      .map((one) => ({ subject: construct, what: told(one) }));
  });

function told({ versions, prefix, days }: Expiry): string {
  const what = prefix === "" ? versions : `${versions} below ${prefix}`;
  return `S3 deletes ${what} after ${days} days, and kept them for longer before`;
}
