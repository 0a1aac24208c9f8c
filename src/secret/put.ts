import { randomUUID } from "node:crypto";
import { requestTimeoutMs } from "../rollout/calls";
import { CallFailure } from "../rollout/port";
import { repeated } from "./attempts";
import type { Secret, SecretsManager } from "./aws";
import { type Credentials, secretValueOf } from "./credentials";
import { SecretFailure } from "./failure";

/**
 * Puts the credentials in as the secret's current version. The former becomes `AWSPREVIOUS`.
 *
 * @returns the id of the version
 * @throws SecretFailure
 */
export async function putCredentials(
  secretsManager: SecretsManager,
  secret: Secret,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<string> {
  if (signal.aborted) throw new SecretFailure("interrupted", `${signal.reason}`);
  const token = randomUUID();
  const value = secretValueOf(credentials);
  const call = { signal, timeoutMs: requestTimeoutMs };
  // When an attempt wasn't answered, the refusal of the next says nothing about it.
  let mayBePut = false;
  try {
    await repeated(signal, () =>
      secretsManager.put(secret, value, token, call).catch((error) => {
        mayBePut ||= !(error instanceof CallFailure && isRefusal(error));
        throw error;
      }),
    );
    return token;
  } catch (error) {
    const reason = error instanceof CallFailure ? error.message : "it ended unexpectedly";
    if (!mayBePut) throw new SecretFailure("notPut", reason);
    throw new SecretFailure(
      "unknown",
      `${reason}. Put them once more, with --replace, which does no harm. If they are there, it is as version ${token}`,
    );
  }
}

/** Whether a failure says that nothing was carried out. */
function isRefusal({ kind }: CallFailure): boolean {
  return kind !== "unavailable";
}
