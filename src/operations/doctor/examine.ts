import pLimit from "p-limit";
import type { Check, CheckName } from "../../estate/checks";
import type { Deployment } from "../../estate/deployment";
import type { CredentialSource } from "../aws/clients";
import { checkers, checkNames } from "./all-checks";
import { Aws } from "./aws";
import { type Found, findingsOf, type Place, unchecked } from "./check";
import { enabledRegions } from "./checks/account";
import { type Machine, machineChecks } from "./checks/machine";
import { type Identity, identify } from "./identity";
import { type DoctorReport, outcomeOf, type Scope, schemaVersion } from "./report";

/** Checks that are made at the same time: enough to be quick, and too few to be throttled. */
const atOnce = 8;

/** Where the account's global services are asked: a region that can't be turned off. */
const globalRegion = "us-east-1";

export interface Examination {
  /** All of one account. */
  readonly deployments: readonly Deployment[];
  readonly machine: Machine;
  readonly credentials: CredentialSource;
  /** Hears of every check that has ended. */
  readonly onProgress: (progress: DoctorProgress) => void;
}

export interface DoctorProgress {
  readonly done: number;
  readonly total: number;
}

/** A check with what it is made on. */
interface Job {
  readonly scope: Scope;
  readonly subject: string;
  readonly check: string;
  readonly find: () => Promise<Found>;
}

/** Makes every check of the machine, the account, the regions and the deployments; changes nothing. */
export async function examine(examination: Examination): Promise<DoctorReport> {
  const { deployments, machine, credentials, onProgress } = examination;
  const account = deployments[0]?.account ?? "";
  const standIns = distinct(deployments.flatMap((each) => each.standIns));
  const clouds = new Map<string, Aws>();
  const awsIn = (region: string) => {
    const aws = clouds.get(region) ?? new Aws(region, credentials);
    clouds.set(region, aws);
    return aws;
  };
  const identified = identify(awsIn(globalRegion), credentials, account);
  const jobs: readonly Job[] = [
    ...Object.entries(machineChecks).map(
      ([check, find]): Job => ({
        scope: "machine",
        subject: "this machine",
        check,
        find: () => findingsOf(() => find(machine, standIns)),
      }),
    ),
    {
      scope: "account",
      subject: account,
      check: "credentials",
      find: async () => (await identified).finding,
    },
    ...cloudJobs(account, deployments, awsIn).map((job) => onceIdentified(job, identified)),
  ];
  const limit = pLimit(atOnce);
  let done = 0;
  const outcomes = jobs.map(({ find, ...about }) =>
    limit(async () => {
      const found = [await find()].flat();
      done += 1;
      onProgress({ done, total: jobs.length });
      return found.map((finding) => ({ ...about, ...finding }));
    }),
  );
  try {
    const findings = (await Promise.all(outcomes)).flat();
    return {
      schemaVersion,
      outcome: outcomeOf(findings),
      environments: deployments.map(({ id }) => id),
      examinedAt: new Date().toISOString(),
      identity: (await identified).arn ?? null,
      findings,
    };
  } finally {
    for (const aws of clouds.values()) aws.destroy();
  }
}

function cloudJobs(
  account: string,
  deployments: readonly Deployment[],
  awsIn: (region: string) => Aws,
): readonly Job[] {
  const regions = distinct(deployments.map(({ region }) => region));
  const aws = awsIn(globalRegion);
  return [
    {
      scope: "account",
      subject: account,
      check: "regions",
      find: () => enabledRegions(aws, regions),
    },
    ...jobsOf("account", account, deployments, aws),
    ...regions.flatMap((region) => {
      const there = deployments.filter((each) => each.region === region);
      return jobsOf("region", region, there, awsIn(region));
    }),
    ...deployments.flatMap((each) => jobsOf("environment", each.id, [each], awsIn(each.region))),
  ];
}

/** The checks of some deployments that are made once for all of them. */
function jobsOf(
  scope: Scope,
  subject: string,
  deployments: readonly Deployment[],
  aws: Aws,
): readonly Job[] {
  const [first] = deployments;
  if (first === undefined) return [];
  const checks = deployments.flatMap((each) => each.checks);
  return checkNames
    .filter((check) => checkers[check].scope === scope)
    .filter((check) => checks.some((each) => each.check === check))
    .map((check) => ({
      scope,
      subject,
      check,
      find: () => made(check, checks, { ...first, aws }),
    }));
}

/** What those of the checks find that have this name. */
export function made<Name extends CheckName>(
  name: Name,
  checks: readonly Check[],
  place: Place,
): Promise<Found> {
  // TypeScript doesn't see that the name says which check it is.
  const own = checks.filter((each) => each.check === name) as readonly object[] as Check<Name>[];
  return checkers[name].run(distinct(own), place);
}

/** Equal ones once. */
function distinct<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/**
 * With credentials that aren't the account's, every answer would be about something else. The time of a check begins
 * once that is known.
 */
function onceIdentified(job: Job, identified: Promise<Identity>): Job {
  const find = async () => {
    const { obstacle } = await identified;
    return obstacle === undefined ? findingsOf(job.find) : unchecked(obstacle, "see credentials");
  };
  return { ...job, find };
}
