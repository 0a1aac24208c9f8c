import { account } from "../config/account";
import { regionNamesOf } from "../config/names";
import { stopReason } from "../drift/runner/failure";
import { requestTimeoutMs } from "../rollout/calls";
import { type Call, CallFailure } from "../rollout/port";
import { repeated } from "../secret/attempts";
import { BootstrapFailure } from "./failure";
import type { Surroundings } from "./surroundings";

const autoScaling = {
  service: "autoscaling.amazonaws.com",
  role: "AWSServiceRoleForAutoScaling",
} as const;

/**
 * Makes of an empty account one that Terraform can keep a state in: the role that each environment's key
 * names, and the state bucket, bare. What is there stays as it is.
 *
 * @throws BootstrapFailure
 */
export async function prepareAccount(surroundings: Surroundings): Promise<void> {
  try {
    await checkAccount(surroundings);
    await makeServiceLinkedRole(surroundings);
    await makeStateBucket(surroundings);
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    const { signal } = surroundings;
    if (signal.aborted) throw new BootstrapFailure("interrupted", [stopReason(signal)]);
    throw new BootstrapFailure("failed", [error.message]);
  }
}

async function checkAccount(surroundings: Surroundings): Promise<void> {
  const found = await asked(surroundings, (call) => surroundings.port.accountId(call));
  if (found === account.id) return;
  throw new BootstrapFailure("failed", [
    `The credentials are of the account ${found}, and the configuration is of ${account.id}: use a role of that one, or correct accountId in src/config/stand-ins.ts`,
  ]);
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

async function makeStateBucket(surroundings: Surroundings): Promise<void> {
  const { port, region, say, changed } = surroundings;
  const { stateBucket: name } = regionNamesOf(region);
  const found = await asked(surroundings, (call) => port.findBucket(name, account.id, call));
  if (found === "there") return say(`the bucket ${name} is there`);
  if (found !== "missing") throw new BootstrapFailure("failed", [obstacle[found](name)]);

  const created = await asked(surroundings, (call) => port.createBucket(name, call));
  if (created === "taken") throw new BootstrapFailure("failed", [obstacle.taken(name)]);
  if (created === "there") return say(`the bucket ${name} is there`);
  changed(`the bucket ${name} was made`);
  await asked(surroundings, (call) => port.blockPublicAccess(name, account.id, call));
}

const theOnlyWay =
  "nobody can take it back from them, so choose another name in regionNamesOf, src/config/names.ts";

const obstacle = {
  taken: (name: string) => `The bucket ${name} belongs to another account: ${theOnlyWay}`,
  closed: (name: string) =>
    `The bucket ${name} is there, and may not be looked at. Either the role in use has no s3:ListBucket on it: grant it. Or it belongs to another account: ${theOnlyWay}`,
  "in another region": (name: string) =>
    `The bucket ${name} is in another region than its name says: delete it there, when it is empty and of this account; else choose another name in regionNamesOf, src/config/names.ts`,
} as const;

function asked<Answer>(
  { signal }: Surroundings,
  ask: (call: Call) => Promise<Answer>,
): Promise<Answer> {
  return repeated(signal, () => ask({ signal, timeoutMs: requestTimeoutMs }));
}
