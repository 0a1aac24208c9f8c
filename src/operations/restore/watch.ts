import type { DBInstance } from "@aws-sdk/client-rds";
import type { Calls } from "../aws/calls";
import type { RestorePort } from "./aws";

/** The copy will never be usable, or is gone. */
export class CopyFailed extends Error {
  override readonly name = "CopyFailed";
}

/** What RDS says of a database that it can't run, or that somebody stops or deletes. */
const lost =
  /^(failed|restore-error|storage-full|insufficient-capacity|delet|stop|inaccessible-|incompatible-)/;

/**
 * In which a database serves: the last two only tell what RDS still does to its storage.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
 */
const serving = ["available", "storage-initialization", "storage-optimization"];

/** How often a new copy may be missing in a list. */
const looksWithout = 5;

export interface Watched {
  readonly port: RestorePort;
  readonly calls: Calls;
  readonly pollIntervalMs: number;
  /** Hears of each change of the status. */
  readonly tell: (text: string, seen: DBInstance) => void;
}

/** A copy that serves, and the secret that its master password is in. */
export interface ServingCopy {
  readonly copy: DBInstance;
  readonly secretArn: string;
}

/**
 * Waits until the copy serves and RDS keeps its master password, which a restore of MySQL can't ask for.
 *
 * @param keyId of the key that encrypts the secret
 * @throws CopyFailed
 * @throws WatchEnded, CallFailure
 */
export async function untilServing(
  identifier: string,
  keyId: string | undefined,
  { port, calls, pollIntervalMs, tell }: Watched,
): Promise<ServingCopy> {
  let told = "";
  let without = 0;
  let isAsked = false;
  for (;;) {
    const databases = await calls.read((call) => port.databases(call));
    const copy = databases.find((each) => each.DBInstanceIdentifier === identifier);
    const status = copy?.DBInstanceStatus ?? "missing";
    without = copy === undefined ? without + 1 : 0;
    if (without > looksWithout) throw new CopyFailed(`${identifier} is gone: somebody deleted it`);
    if (copy !== undefined) {
      const isServing = serving.includes(status) && copy.Endpoint?.Address !== undefined;
      const secret = copy.MasterUserSecret;
      const text = `${identifier} is ${status}`;
      if (text !== told) tell(text, copy);
      told = text;
      if (lost.test(status)) throw new CopyFailed(`${identifier} is ${status}${whyOf(copy)}`);
      if (isServing && secret?.SecretArn !== undefined && secret.SecretStatus === "active")
        return { copy, secretArn: secret.SecretArn };
      if (isServing && secret === undefined && !isAsked)
        isAsked = await calls.read((call) => port.manageMasterPassword(identifier, keyId, call));
    }
    await calls.pause(pollIntervalMs);
  }
}

function whyOf({ StatusInfos = [] }: DBInstance): string {
  const said = StatusInfos.flatMap(({ Message = [] }) => Message);
  return said.length === 0 ? "" : `: ${said.join("; ")}`;
}
