import { withoutCredentials } from "../terraform/diagnosis/credentials";
import { Unanswered } from "./aws";
import { type Finding, unchecked } from "./finding";

/** One precondition of launching or working on an environment. */
export interface Check<Context> {
  /** As reports name it, such as `default-vpc`. */
  readonly name: string;
  /** @throws Unanswered where AWS doesn't say */
  readonly run: (context: Context) => Promise<readonly Finding[]>;
}

/** Longest that one check may take. */
export const checkTimeoutMs = 20_000;

/** What a check finds. Whatever keeps it from looking is a finding too, and nothing is thrown. */
export async function findingsOf<Context>(
  { run }: Check<Context>,
  context: Context,
): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<readonly Finding[]>((resolve) => {
    const seconds = checkTimeoutMs / 1000;
    const late = unchecked(
      `no result within ${seconds} s`,
      "look at the network and the proxy, and run it again",
    );
    timer = setTimeout(() => resolve([late]), checkTimeoutMs);
  });
  try {
    return await Promise.race([run(context), timeUp]);
  } catch (error) {
    return [uncheckedBecause(error)];
  } finally {
    clearTimeout(timer);
  }
}

function uncheckedBecause(error: unknown): Finding {
  if (error instanceof Unanswered) return unchecked(error.message, error.remedy);
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return unchecked(
    withoutCredentials(`an unexpected ${name}: ${message}`),
    "run it again; if it stays, it is a mistake of this program",
  );
}
