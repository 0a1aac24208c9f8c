import type { DBInstance } from "@aws-sdk/client-rds";
import { accountIn, wrongAccount } from "../aws/account";
import type { Cause } from "../report/causes";
import { copyTags, newest, tagOf } from "./copied-settings";

/** An environment's database, and how a copy beside it is named. */
export interface RestoreTarget {
  readonly environment: string;
  readonly region: string;
  /** Id of the account. */
  readonly account: string;
  /** Of the running database. */
  readonly databaseIdentifier: string;
  /** What stands before the suffix; the first database has no suffix. */
  readonly baseIdentifier: string;
  /** The Lambda function that reaches the environment's databases. */
  readonly functionName: string;
  readonly schema: string;
  /** The file in which a person names the suffix. */
  readonly configuredIn: string;
}

/** What a restore would do, or has begun. */
export interface Choice {
  readonly running: DBInstance;
  readonly identifier: string;
  readonly suffix: string;
  /** Null for the newest moment. */
  readonly to: Date | null;
  /** When the copy that is there was begun; null where there is none yet. */
  readonly begunAt: Date | null;
  /** Other copies of this database, which cost money. */
  readonly leftovers: readonly string[];
}

/** There is nothing that could be restored so: the message says what to do instead. */
export class NoRestore extends Error {
  override readonly name = "NoRestore";

  constructor(
    message: string,
    readonly knownCause: Cause | null = null,
  ) {
    super(message);
  }
}

/** A copy of the newest moment that is older is another restore's. */
const newestForMs = 24 * 60 * 60 * 1000;

/**
 * The environment's database among those of its region.
 *
 * @throws NoRestore
 */
export function runningDatabase(
  { databaseIdentifier, account }: RestoreTarget,
  databases: readonly DBInstance[],
): DBInstance {
  const running = databases.find((each) => each.DBInstanceIdentifier === databaseIdentifier);
  if (running === undefined)
    throw new NoRestore(
      `there is no database ${databaseIdentifier} to restore from: apply the environment's infrastructure, use a role of the account ${account}, or restore what RDS has kept of a deleted one by hand`,
      "not-applied",
    );
  const found = accountIn(running.DBInstanceArn);
  if (found !== account) throw new NoRestore(wrongAccount(found, account), "wrong-account");
  if (!running.BackupRetentionPeriod || running.LatestRestorableTime === undefined)
    throw new NoRestore(`RDS has no backup of ${databaseIdentifier} that could be restored yet`);
  return running;
}

/**
 * Which moment is restored under which name: a copy that was begun for the same moment is gone on with, and otherwise
 * the first number that is free is its suffix.
 *
 * @param earliest how far backups reach back, where RDS says it
 * @throws NoRestore
 */
export function choice(
  { baseIdentifier }: RestoreTarget,
  running: DBInstance,
  databases: readonly DBInstance[],
  { to, now, earliest }: { to: Date | null; now: number; earliest: Date | undefined },
): Choice {
  const copies = databases.filter(
    (each) => tagOf(each, copyTags.from) === running.DBInstanceIdentifier,
  );
  const own = copies.filter((each) => isCopyOf(each, to, now)).sort(byAge);
  const begun = own[0];
  const identifier = begun?.DBInstanceIdentifier ?? freeName(baseIdentifier, databases);
  if (begun === undefined && to !== null) checkTime(running, to, earliest);
  return {
    running,
    identifier,
    suffix: identifier.slice(baseIdentifier.length + 1),
    to,
    begunAt: begun === undefined ? null : begunAtOf(begun),
    leftovers: copies.flatMap(({ DBInstanceIdentifier = identifier }) =>
      DBInstanceIdentifier === identifier ? [] : DBInstanceIdentifier,
    ),
  };
}

function isCopyOf(copy: DBInstance, to: Date | null, now: number): boolean {
  const restoredTo = tagOf(copy, copyTags.to);
  if (to !== null) return restoredTo === to.toISOString();
  return restoredTo === newest && now - begunAtOf(copy).getTime() < newestForMs;
}

function begunAtOf(copy: DBInstance): Date {
  return new Date(tagOf(copy, copyTags.begunAt) ?? 0);
}

const byAge = (one: DBInstance, other: DBInstance) =>
  begunAtOf(other).getTime() - begunAtOf(one).getTime();

function freeName(base: string, databases: readonly DBInstance[]): string {
  const taken = new Set(databases.map((each) => each.DBInstanceIdentifier));
  for (let number = 2; ; number += 1) {
    const name = `${base}-${number}`;
    if (!taken.has(name)) return name;
  }
}

function checkTime(running: DBInstance, to: Date, earliest: Date | undefined): void {
  const { LatestRestorableTime: latest } = running;
  const wanted = to.toISOString();
  if (latest !== undefined && to >= latest)
    throw new NoRestore(
      `${wanted} can't be restored yet: backups reach up to ${latest.toISOString()}; run it again in five minutes, or leave --to out for the newest`,
    );
  if (earliest !== undefined && to < earliest)
    throw new NoRestore(
      `${wanted} can't be restored any more: backups reach back to ${earliest.toISOString()}`,
    );
}
