import pLimit from "p-limit";
import { wrongAccount } from "../../aws/account";
import { callerIdentity } from "../../aws/caller-identity";
import { failureText } from "../../aws/calls";
import type { Clients } from "../../aws/clients";
import { type Cause, causeOf, firstCause } from "../../report/causes";
import { limited } from "../../report/limited";
import type { Addition, Looked } from "./addition";
import { readersOf } from "./readers/all-readers";
import { Ask } from "./readers/ask";
import type { Question, Reader } from "./readers/question";
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
  const { questions, unasked } = questionsOf(readers, resources);
  if (questions.length === 0) return lookedAt([], unasked);
  const ask = new Ask(aws, account, signal);
  // In another account, lists by name are empty.
  const stranger = await strangerIn(ask);
  if (stranger !== undefined) return lookedAt([], [...unasked, stranger]);

  const limit = pLimit(atOnce);
  const answers = await Promise.all(questions.map((each) => limit(answered, each, ask)));
  return lookedAt(
    answers.flatMap(({ additions }) => additions),
    [...unasked, ...answers.flatMap(({ failure }) => failure ?? [])],
  );
}

/** Something that could not be asked. */
interface Failure {
  readonly text: string;
  readonly cause: Cause | null;
}

function failure(error: unknown, before = ""): Failure {
  return { text: `${before}${failureText(error)}`, cause: causeOf(error) };
}

function lookedAt(additions: readonly Addition[], failures: readonly Failure[]): Looked {
  return {
    called: true,
    additions,
    failures: failures.map(({ text }) => text),
    cause: firstCause(...failures.map(({ cause }) => cause)),
  };
}

/** What is asked, and a line for each thing that can't be: the state doesn't say what to ask about. */
function questionsOf(readers: readonly Reader[], resources: Resources) {
  const { missing } = resources;
  const questions: Question[] = [];
  const unasked: Failure[] = [];
  if (missing.length > 0) {
    const listed = limited(missing, 10).join(", ");
    const text = `The plan's state lacks ${listed}: nobody can ask about them`;
    unasked.push({ text, cause: null });
  }
  for (const read of readers)
    try {
      questions.push(...read(resources));
    } catch (error) {
      unasked.push(failure(error));
    }
  return { questions, unasked };
}

async function strangerIn(ask: Ask): Promise<Failure | undefined> {
  try {
    const found = await ask.read("sts:GetCallerIdentity", callerIdentity);
    if (found.account === ask.account) return undefined;
    return { text: wrongAccount(found.account, ask.account), cause: "wrong-account" };
  } catch (error) {
    return failure(error, "Whose credentials these are can't be known: ");
  }
}

async function answered(
  { address, find }: Question,
  ask: Ask,
): Promise<{ readonly additions: readonly Addition[]; readonly failure?: Failure }> {
  try {
    const found = await find(ask);
    return { additions: found.map((each) => ({ address, ...each })) };
  } catch (error) {
    return { additions: [], failure: failure(error, `${address}: `) };
  }
}
