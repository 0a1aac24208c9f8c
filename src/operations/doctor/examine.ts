import pLimit from "p-limit";
import { account } from "../../systems/configuration/account";
import type { Environment } from "../../systems/test-app/environment";
import { namesOf } from "../../systems/test-app/names";
import type { CredentialSource } from "../aws/clients";
import { accountChecks, environmentChecks, machineChecks, regionChecks } from "./all-checks";
import { Aws } from "./aws";
import { type Check, findingsOf } from "./check";
import { type Finding, unchecked } from "./finding";
import { type Identity, identify } from "./identity";
import type { Machine } from "./machine";
import { type DoctorReport, outcomeOf, type Scope, schemaVersion } from "./report";

/** Checks that are made at the same time: enough to be quick, and too few to be throttled. */
const atOnce = 8;

/** Where the account's global services are asked: a region that can't be turned off. */
const globalRegion = "us-east-1";

export interface Examination {
  readonly environments: readonly Environment[];
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
  readonly find: () => Promise<readonly Finding[]>;
}

/** Makes every check of the machine, the account, the regions and the environments; changes nothing. */
export async function examine(examination: Examination): Promise<DoctorReport> {
  const { environments, machine, credentials, onProgress } = examination;
  const clouds = new Map<string, Aws>();
  const awsIn = (region: string) => {
    const aws = clouds.get(region) ?? new Aws(region, credentials);
    clouds.set(region, aws);
    return aws;
  };
  const identified = identify(awsIn(globalRegion), credentials);
  const jobs: readonly Job[] = [
    ...jobsOf("machine", "this machine", machineChecks, machine),
    {
      scope: "account",
      subject: account.id,
      check: "credentials",
      find: async () => [(await identified).finding],
    },
    ...cloudJobs(environments, awsIn).map((job) => onceIdentified(job, identified)),
  ];
  const limit = pLimit(atOnce);
  let done = 0;
  const outcomes = jobs.map(({ find, ...about }) =>
    limit(async () => {
      const found = await find();
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
      environments: environments.map(({ id }) => id),
      examinedAt: new Date().toISOString(),
      identity: (await identified).arn ?? null,
      findings,
    };
  } finally {
    for (const aws of clouds.values()) aws.destroy();
  }
}

function jobsOf<Context>(
  scope: Scope,
  subject: string,
  checks: readonly Check<Context>[],
  context: Context,
): Job[] {
  return checks.map((check) => ({
    scope,
    subject,
    check: check.name,
    find: () => findingsOf(check, context),
  }));
}

function cloudJobs(
  environments: readonly Environment[],
  awsIn: (region: string) => Aws,
): readonly Job[] {
  // What belongs to a region has the same name in all of its environments.
  const regions = new Map(environments.map((each) => [each.region, namesOf(each)]));
  const global = { aws: awsIn(globalRegion), regions: [...regions.keys()] };
  return [
    ...jobsOf("account", account.id, accountChecks, global),
    ...[...regions].flatMap(([region, { stateBucket, logBucket }]) => {
      const functionNames = environments
        .filter((each) => each.region === region)
        .map(namesOf)
        .flatMap(({ autoupdaterFunction, database }) => [
          autoupdaterFunction,
          database.userFunction,
        ]);
      const context = { aws: awsIn(region), region, stateBucket, logBucket, functionNames };
      return jobsOf("region", region, regionChecks, context);
    }),
    ...environments.flatMap((environment) =>
      jobsOf("environment", environment.id, environmentChecks, {
        aws: awsIn(environment.region),
        environment,
        names: namesOf(environment),
      }),
    ),
  ];
}

/** With credentials that aren't the account's, every answer would be about something else. */
function onceIdentified(job: Job, identified: Promise<Identity>): Job {
  const find = async () => {
    const { obstacle } = await identified;
    return obstacle === undefined ? job.find() : [unchecked(obstacle, "see credentials")];
  };
  return { ...job, find };
}
