import pLimit from "p-limit";
import { wrongAccount } from "../../aws/account";
import { callerIdentity } from "../../aws/caller-identity";
import { failureText } from "../../aws/calls";
import type { Clients } from "../../aws/clients";
import type { Addition, Looked } from "./addition";
import { readersOf } from "./readers/all-readers";
import { Ask } from "./readers/ask";
import type { Question } from "./readers/question";
import { Resources } from "./readers/resources";

/** Questions that are asked at the same time: enough to be quick, and too few to be throttled. */
const atOnce = 8;

/**
 * Asks AWS's API for additions that no plan shows.
 *
 * @param plan parsed JSON of `terraform show -json`
 * @param aws in the environment's region
 * @param account the only one that the environment may be in
 */
export async function lookForAdditions(
  plan: unknown,
  aws: Clients,
  account: string,
  signal: AbortSignal,
): Promise<Looked> {
  const resources = new Resources(plan);
  const readers = await readersOf(resources.types);
  const questions = readers.flatMap((read) => read(resources));
  if (questions.length === 0) return { called: true, additions: [], failures: [] };
  const ask = new Ask(aws, account, signal);
  // In another account, lists by name are empty.
  const stranger = await strangerIn(ask);
  if (stranger !== undefined) return { called: true, additions: [], failures: [stranger] };

  const limit = pLimit(atOnce);
  const answers = await Promise.all(questions.map((each) => limit(answered, each, ask)));
  return {
    called: true,
    additions: answers.flatMap(({ additions }) => additions),
    failures: answers.flatMap(({ failure }) => failure ?? []),
  };
}

async function strangerIn(ask: Ask): Promise<string | undefined> {
  try {
    const found = await ask.read("sts:GetCallerIdentity", callerIdentity);
    return found.account === ask.account ? undefined : wrongAccount(found.account, ask.account);
  } catch (error) {
    return `Whose credentials these are can't be known: ${failureText(error)}`;
  }
}

async function answered(
  { address, find }: Question,
  ask: Ask,
): Promise<{ readonly additions: readonly Addition[]; readonly failure?: string }> {
  try {
    const found = await find(ask);
    return { additions: found.map((each) => ({ address, ...each })) };
  } catch (error) {
    return { additions: [], failure: `${address}: ${failureText(error)}` };
  }
}
