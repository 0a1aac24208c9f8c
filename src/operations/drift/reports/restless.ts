import type { Finding } from "../report";

/**
 * Attributes that AWS changes by itself, by resource type. Nobody has to look at them, so that people look at the rest.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html (every five minutes)
 * https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html (rotated every seven days)
 */
const restless: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: ["latest_restorable_time", "master_user_secret[0].secret_status"],
  aws_rds_cluster: ["latest_restorable_time", "master_user_secret[0].secret_status"],
  aws_acm_certificate: [
    "not_after",
    "not_before",
    "pending_renewal",
    "renewal_eligibility",
    "renewal_summary",
  ],
};

/** Whether a finding differs from the state in nothing but what changes by itself. */
export function changesByItself({ cause, change, address, attributes }: Finding): boolean {
  if (cause !== "state-only" || change !== "update" || attributes.length === 0) return false;
  const type = /([^.[\]]+)\.[^.[\]]+(\[[^\]]*\])?$/.exec(address)?.[1] ?? "";
  const own = restless[type] ?? [];
  return attributes.every(({ path }) =>
    own.some((each) => path === each || path.startsWith(`${each}[`)),
  );
}
