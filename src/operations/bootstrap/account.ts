import { refusals, type StandIn } from "../../estate/checks";
import type { Bare } from "../../estate/deployment";
import { wrongAccount } from "../aws/account";
import { type Call, CallFailure } from "../aws/call";
import { quietCalls, WatchEnded } from "../aws/calls";
import { stopReason } from "../terraform/failure";
import type { AccountPort } from "./aws";
import { BootstrapFailure } from "./failure";

/** What making an account ready needs of whoever asks for it. */
export interface Surroundings {
  /** Id of the account that is meant. */
  readonly account: string;
  readonly bare: Bare;
  /** Values of the foundation that nobody has given yet. */
  readonly standIns: readonly StandIn[];
  readonly port: AccountPort;
  readonly signal: AbortSignal;
  /** Hears what is going on. */
  readonly say: (text: string) => void;
  /** Hears what has changed in the account, for good. */
  readonly changed: (what: string) => void;
}

const theOnlyWay =
  "nobody can take it back from them, so choose another name in regionNamesOf, src/systems/foundation/names.ts";

/** Why a bucket can't be had by its name, and what to do about it. */
export const obstacle = {
  taken: (name: string) => `The bucket ${name} belongs to another account: ${theOnlyWay}`,
  closed: (name: string) =>
    `The bucket ${name} is there, and may not be looked at. Either the role in use has no s3:ListBucket on it: grant it. Or it belongs to another account: ${theOnlyWay}`,
  "in another region": (name: string) =>
    `The bucket ${name} is in another region than its name says: delete it there, when it is empty and of this account; else choose another name in regionNamesOf, src/systems/foundation/names.ts`,
} as const;

const autoScaling = {
  service: "autoscaling.amazonaws.com",
  role: "AWSServiceRoleForAutoScaling",
} as const;

/** As the AWS CLI's `s3api wait bucket-exists`, 100 seconds. */
const mostLooks = 200;
const lookIntervalMs = 500;

/**
 * Makes of an empty account one that a foundation can be planned in: the role that each environment's key
 * names, and the buckets that the foundation adopts, bare. What is there stays as it is.
 *
 * @throws BootstrapFailure
 */
export async function prepareAccount(surroundings: Surroundings): Promise<void> {
  refuseWhoIsNotMeant(surroundings.standIns);
  try {
    await checkAccount(surroundings);
    await makeServiceLinkedRole(surroundings);
    await makeBuckets(surroundings);
  } catch (error) {
    if (error instanceof WatchEnded)
      throw new BootstrapFailure("interrupted", [stopReason(surroundings.signal)]);
    if (!(error instanceof CallFailure)) throw error;
    throw new BootstrapFailure("failed", [error.message], error.knownCause);
  }
}

/** A stand-in may be somebody's: whom the foundation lets in must have been decided before it is applied. */
function refuseWhoIsNotMeant(standIns: readonly StandIn[]): void {
  const reasons = refusals(standIns);
  if (reasons.length > 0) throw new BootstrapFailure("failed", reasons);
}

async function checkAccount(surroundings: Surroundings): Promise<void> {
  const { account } = surroundings;
  const found = await asked(surroundings, (call) => surroundings.port.accountId(call));
  if (found === account) return;
  throw new BootstrapFailure("failed", [wrongAccount(found, account)], "wrong-account");
}

async function makeServiceLinkedRole(surroundings: Surroundings): Promise<void> {
  const { port, say, changed } = surroundings;
  const { role, service } = autoScaling;
  const isThere = await asked(surroundings, (call) => port.hasRole(role, call));
  const isMade =
    !isThere && (await asked(surroundings, (call) => port.createServiceLinkedRole(service, call)));
  if (isMade) changed(`the role ${role} was made`);
  else say(`the role ${role} is there`);
}

async function makeBuckets(surroundings: Surroundings): Promise<void> {
  const { port, account, say } = surroundings;
  const { stateBucket, logBucket } = surroundings.bare;
  const missing: string[] = [];
  // Neither is made before both are known to be ours, or nobody's.
  for (const name of [stateBucket, logBucket]) {
    const found = await asked(surroundings, (call) => port.findBucket(name, account, call));
    if (found === "there") say(`the bucket ${name} is there`);
    else if (found === "missing") missing.push(name);
    else throw unusable(obstacle[found](name));
  }
  for (const name of missing) await makeBucket(name, surroundings);
}

async function makeBucket(name: string, surroundings: Surroundings): Promise<void> {
  const { port, account, changed } = surroundings;
  const created = await asked(surroundings, (call) => port.createBucket(name, call));
  if (created === "taken") throw unusable(obstacle.taken(name));
  // An attempt that wasn't answered may have made it, and nobody else need close it then.
  const who = created === "there" ? ", by this run or another" : "";
  changed(`the bucket ${name} was made${who}`);
  await untilSeen(name, surroundings);
  await asked(surroundings, (call) => port.blockPublicAccess(name, account, call));
}

function unusable(reason: string): BootstrapFailure {
  return new BootstrapFailure("failed", [reason], "state-bucket-not-usable");
}

/** Terraform's backend and its import don't wait for a bucket that isn't seen everywhere yet. */
async function untilSeen(name: string, surroundings: Surroundings): Promise<void> {
  const { port, account, signal } = surroundings;
  for (let look = 1; look <= mostLooks; look += 1) {
    const found = await asked(surroundings, (call) => port.findBucket(name, account, call));
    if (found === "there") return;
    await quietCalls(signal).pause(lookIntervalMs);
  }
  throw new BootstrapFailure("failed", [
    `The bucket ${name} was made, and S3 doesn't show it yet: run it again in some minutes`,
  ]);
}

function asked<Answer>(
  { signal }: Surroundings,
  ask: (call: Call) => Promise<Answer>,
): Promise<Answer> {
  return quietCalls(signal).read(ask);
}
