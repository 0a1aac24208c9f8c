import { errorsIn, isLockGivenBack } from "../terraform/diagnosis/diagnostics";

/**
 * Whether an apply ended, with nothing applied, because somebody else was faster: the state has changed
 * since the plan was made, or its lock was given back while Terraform looked who holds it, which it takes
 * for an error.
 *
 * @param log what `terraform apply -json` said
 */
export function wasOvertaken(log: string): boolean {
  const isStale = errorsIn(log).some(({ summary }) =>
    /^Saved plan (is stale|does not match)/.test(summary),
  );
  return isStale || isLockGivenBack(log);
}
