/**
 * Times are milliseconds since 1970 in UTC.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRefresh.html
 */
export interface InstanceRefresh {
  readonly refreshId: string;
  readonly status: string;
  readonly statusReason: string | undefined;
  /** Undefined while it is pending. */
  readonly startedAt: number | undefined;
  readonly percentageComplete: number | undefined;
  /** The launch template to which it goes, and its version, as `lt-… 7`; undefined where it names none. */
  readonly template: string | undefined;
}

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/check-status-instance-refresh.html */
const failures = ["Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed"];

export function hasFailed({ status }: InstanceRefresh): boolean {
  return failures.includes(status);
}

/** A word that nobody knows is no end. */
export function isOver(refresh: InstanceRefresh): boolean {
  return refresh.status === "Successful" || hasFailed(refresh);
}
