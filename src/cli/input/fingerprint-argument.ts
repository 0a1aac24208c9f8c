import { InvalidArgumentError } from "commander";

/**
 * The value of an option that takes the fingerprint of a plan.
 *
 * @throws InvalidArgumentError for what can't be one
 */
export function fingerprintArgument(value: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(value)) return value;
  throw new InvalidArgumentError(
    "Write a plan's fingerprint, sha256: and 64 hexadecimal digits: apply --plan-only prints it.",
  );
}
