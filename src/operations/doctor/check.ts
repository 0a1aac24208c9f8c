import type { Check, CheckName } from "../../estate/checks";
import type { Deployment } from "../../estate/deployment";
import { withoutCredentials } from "../terraform/diagnosis/credentials";
import { type Aws, Unanswered } from "./aws";
import { type Finding, unchecked } from "./finding";
import type { Scope } from "./report";

/** Where a check looks: of what several deployments share, the first of them stands for all. */
export interface Place extends Pick<Deployment, "id" | "region" | "account" | "configuredIn"> {
  /** Of the region; of the account, where its global services are. */
  readonly aws: Aws;
}

/** How checks of one name are made. */
export interface Checker<Name extends CheckName> {
  /** What is looked at once, however many deployments there are of it. */
  readonly scope: Exclude<Scope, "machine">;
  /**
   * @param checks all different ones of the place
   * @throws Unanswered where AWS doesn't say
   */
  readonly run: (checks: readonly Check<Name>[], place: Place) => Promise<readonly Finding[]>;
}

/** Looks at each by itself. */
export function each<Name extends CheckName>(
  run: (check: Check<Name>, place: Place) => Promise<readonly Finding[]>,
): Checker<Name>["run"] {
  return async (checks, place) =>
    (await Promise.all(checks.map((check) => run(check, place)))).flat();
}

/** Longest that one check may take. */
export const checkTimeoutMs = 20_000;

/** What a check finds. Whatever keeps it from looking is a finding too, and nothing is thrown. */
export async function findingsOf(
  run: () => Promise<readonly Finding[]>,
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
    return await Promise.race([run(), timeUp]);
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
