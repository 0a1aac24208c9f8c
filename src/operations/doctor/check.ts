import type { Check, CheckName } from "../../estate/checks";
import type { Deployment } from "../../estate/deployment";
import { withoutCredentials } from "../terraform/diagnosis/credentials";
import { type Aws, Unanswered } from "./aws";
import type { ReportedFinding, Scope } from "./report";

/** What a check has seen, and what to do about it where something is to be done. */
export type Finding = Pick<ReportedFinding, "status" | "message" | "remedy">;
export type Found = Finding | readonly Finding[];

/** It was seen, and is as it must be. */
export function ok(message: string): Finding {
  return { status: "ok", message, remedy: null };
}

/** Nothing to be done now, but worth knowing. */
export function note(message: string): Finding {
  return { status: "note", message, remedy: null };
}

/** The environment can be launched and worked on, but somebody should look. */
export function warning(message: string, remedy: string): Finding {
  return { status: "warning", message, remedy };
}

/** Launching or working on the environment fails. */
export function failed(message: string, remedy: string): Finding {
  return { status: "failed", message, remedy };
}

/** It could not be looked at, which is no success. */
export function unchecked(message: string, remedy: string): Finding {
  return { status: "unchecked", message, remedy };
}

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
  readonly run: (checks: readonly Check<Name>[], place: Place) => Promise<Found>;
}

/** Looks at each by itself. */
export function each<Name extends CheckName>(
  run: (check: Check<Name>, place: Place) => Promise<Found>,
): Checker<Name>["run"] {
  return async (checks, place) =>
    (await Promise.all(checks.map((check) => run(check, place)))).flat();
}

/** Longest that one check may take. */
export const checkTimeoutMs = 20_000;

/** What a check finds. Whatever keeps it from looking is a finding too, and nothing is thrown. */
export async function findingsOf(run: () => Promise<Found>): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<Finding>((resolve) => {
    const seconds = checkTimeoutMs / 1000;
    const late = unchecked(
      `no result within ${seconds} s`,
      "look at the network and the proxy, and run it again",
    );
    timer = setTimeout(() => resolve(late), checkTimeoutMs);
  });
  try {
    return [await Promise.race([run(), timeUp])].flat();
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
