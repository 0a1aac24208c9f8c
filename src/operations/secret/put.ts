import { randomUUID } from "node:crypto";
import type { Deployment } from "../../estate/deployment";
import { accountIn, wrongAccount } from "../aws/account";
import { CallFailure } from "../aws/call";
import { quietCalls, WatchEnded } from "../aws/calls";
import type { Clients } from "../aws/clients";
import { describeSecret, type Secret } from "../aws/secrets";
import type { Cause } from "../report/causes";
import { createdAt, putValue } from "./aws";
import { type Credentials, secretValueOf } from "./credentials";
import { SecretFailure } from "./failure";

/** A deployment with the secret that its credentials belong in. */
export type SecretTarget = Pick<Deployment, "id" | "region" | "account"> & {
  readonly downloadSecret: string;
};

/** A secret that a value may be put into. */
export interface FoundSecret extends Secret {
  /** Since when there has been a value, in words; undefined while there is none. */
  readonly valueSince: string | undefined;
}

/**
 * Looks for the secret of an environment, and checks that it is the right one.
 *
 * @throws SecretFailure
 */
export async function findSecret(
  aws: Clients,
  target: SecretTarget,
  signal: AbortSignal,
): Promise<FoundSecret> {
  const calls = quietCalls(signal);
  try {
    const secret = await calls.read((call) => describeSecret(aws, target.downloadSecret, call));
    expectUsable(secret, target);
    if (secret.versionId === undefined) return { ...secret, valueSince: undefined };
    const date = await calls.read((call) => createdAt(aws, secret, call));
    return { ...secret, valueSince: date?.toISOString() ?? "a time that AWS doesn't tell" };
  } catch (error) {
    if (error instanceof WatchEnded) throw new SecretFailure("interrupted", `${signal.reason}`);
    if (!(error instanceof CallFailure)) throw error;
    if (error.kind === "not found") throw missing(target);
    throw new SecretFailure("notPut", error.message, error.knownCause);
  }
}

function expectUsable(
  { arn, deletedAt }: Secret,
  { region, account, downloadSecret: name }: SecretTarget,
): void {
  const found = accountIn(arn);
  if (found !== account)
    throw new SecretFailure("notPut", wrongAccount(found, account), "wrong-account");
  if (deletedAt !== undefined)
    throw new SecretFailure(
      "notPut",
      `${name} was deleted at ${deletedAt.toISOString()}, and only waits for its end: take it back with aws secretsmanager restore-secret --region ${region} --secret-id ${name}`,
    );
}

function missing({ downloadSecret, region, account }: SecretTarget): SecretFailure {
  const message = `${downloadSecret} isn't in ${region}: apply the environment's infrastructure first, which makes it, and use a role of the account ${account}`;
  return new SecretFailure("notPut", message, "not-applied");
}

/**
 * Puts the credentials in as the secret's current version. The former becomes `AWSPREVIOUS`.
 *
 * @returns the id of the version
 * @throws SecretFailure
 */
export async function putCredentials(
  aws: Clients,
  secret: Secret,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<string> {
  if (signal.aborted) throw new SecretFailure("interrupted", `${signal.reason}`);
  const token = randomUUID();
  const value = secretValueOf(credentials);
  const calls = quietCalls(signal);
  const describe = () => calls.read((call) => describeSecret(aws, secret.arn, call));
  // When an attempt wasn't answered, the refusal of the next says nothing about it.
  let mayBePut = false;
  try {
    await calls.read((call) =>
      putValue(aws, secret, value, token, call).catch((error) => {
        mayBePut ||= !(error instanceof CallFailure && isRefusal(error));
        throw error;
      }),
    );
    // The answer to a repetition says only that the version is there: since it was made, another may have come.
    if (!mayBePut || (await describe()).versionId === token) return token;
  } catch (error) {
    if (!mayBePut && signal.aborted) throw new SecretFailure("interrupted", `${signal.reason}`);
    const [reason, cause] = whyNot(error);
    if (!mayBePut) throw new SecretFailure("notPut", reason, cause);
    throw new SecretFailure(
      "unknown",
      `${reason}. Put them once more, with --replace, which does no harm. If they are there, it is as version ${token}`,
      cause,
    );
  }
  throw new SecretFailure(
    "unknown",
    `They are there as version ${token}, but it isn't the current one: somebody may have put another value in while this was repeated. See whose it is before you put them once more`,
  );
}

function whyNot(error: unknown): readonly [reason: string, cause: Cause | null] {
  if (error instanceof CallFailure) return [error.message, error.knownCause];
  return [error instanceof WatchEnded ? "It was interrupted" : "it ended unexpectedly", null];
}

/** Whether a failure says that nothing was carried out. */
function isRefusal({ kind }: CallFailure): boolean {
  return kind !== "unavailable";
}
