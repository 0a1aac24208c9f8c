import type { DBInstance } from "@aws-sdk/client-rds";
import { CallFailure } from "../aws/call";
import { type CallSurroundings, Calls, failureText, WatchEnded } from "../aws/calls";
import { FunctionFailure } from "../aws/database/function-answer";
import { type Cause, causeOf } from "../report/causes";
import type { RestorePort } from "./aws";
import { type Choice, choice, NoRestore, type RestoreTarget, runningDatabase } from "./choose";
import { copyTags, restoreInput, settingsThatDiffer, tagOf } from "./copied-settings";
import type { Outcome, RestoreReport } from "./report";
import { type Known, nothingKnown, reportOf } from "./report-of";
import { differenceOf, type Tables } from "./tables";
import { CopyFailed, untilServing } from "./watch";

export interface RestoreRequest {
  /** Null for the newest moment. */
  readonly to: Date | null;
  readonly dryRun: boolean;
  /** Whether somebody agrees to what would be begun. */
  readonly agrees: (what: string) => Promise<boolean>;
  /** Between two looks. */
  readonly pollIntervalMs: number;
  readonly watchTimeoutMs: number;
}

export interface RestoreSurroundings extends CallSurroundings {
  readonly port: RestorePort;
}

interface Ending {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly cause?: Cause | null;
}

/** How long a call is repeated that isn't answered. */
const patienceMs = 120_000;

/** How often a copy is asked that RDS says is there: its new password, and its name, may come a moment later. */
const attempts = 5;

/** The function hasn't been heard, so that nothing is known of the copy. */
class NotRead extends Error {
  override readonly name = "NotRead";

  constructor(
    message: string,
    readonly knownCause: Cause | null,
  ) {
    super(message);
  }
}

/**
 * Restores an environment's database beside the running one, waits until the copy serves, and compares the two: their
 * settings, and through the environment's function the tables and columns of the schema. Never throws: whatever
 * happens is the report's outcome. It changes nothing of the running database, and deletes nothing. A restore of the
 * same moment that was begun is gone on with.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIT.html
 */
export async function restore(
  target: RestoreTarget,
  request: RestoreRequest,
  surroundings: RestoreSurroundings,
): Promise<RestoreReport> {
  const made = new Restore(target, request, surroundings);
  const startedAt = new Date(surroundings.clock.now());
  const ending = await made.toItsEnd().catch((error: unknown) => made.endingOf(error));
  return reportOf(target, request.to, made.known, {
    ...ending,
    startedAt,
    endedAt: new Date(surroundings.clock.now()),
  });
}

class Restore {
  readonly known: Known = nothingKnown();
  readonly #calls: Calls;

  constructor(
    private readonly target: RestoreTarget,
    private readonly request: RestoreRequest,
    private readonly surroundings: RestoreSurroundings,
  ) {
    const deadline = surroundings.clock.now() + request.watchTimeoutMs;
    this.#calls = new Calls(surroundings, patienceMs, deadline);
  }

  async toItsEnd(): Promise<Ending> {
    const chosen = await this.#choose();
    const { running, identifier } = chosen;
    const before = await this.#tablesOfRunning(running);
    if (this.request.dryRun) return { outcome: "DRY_RUN", reason: this.#whatItDoes(chosen) };
    if (chosen.begunAt === null) {
      if (!(await this.request.agrees(this.#whatItDoes(chosen))))
        return { outcome: "DECLINED", reason: this.#whatItDoes(chosen) };
      await this.#begin(chosen);
    } else this.#tell(`${identifier} was begun at ${chosen.begunAt.toISOString()}: going on`);

    const { copy, secretArn } = await this.#serving(chosen);
    const differing = settingsThatDiffer(running, copy);
    this.known.settingsThatDiffer = differing;
    const after = await this.#tablesOfCopy(copy, secretArn);
    return this.#judged(before, after, differing);
  }

  endingOf(error: unknown): Ending {
    const cause = causeOf(error);
    const reason = failureText(error);
    if (error instanceof NoRestore) return { outcome: "ERROR", reason: error.message, cause };
    if (error instanceof CopyFailed) return { outcome: "FAILED", reason: error.message };
    if (error instanceof FunctionFailure)
      return { outcome: "FAILED", reason: `The copy doesn't answer: ${error.message}`, cause };
    if (error instanceof NotRead) return { outcome: "UNKNOWN", reason: error.message, cause };
    const isBegun = this.known.begunAt !== null;
    if (error instanceof WatchEnded && isBegun && this.known.status !== null)
      return { outcome: "IN_PROGRESS", reason, cause };
    return { outcome: isBegun ? "UNKNOWN" : "ERROR", reason, cause };
  }

  async #choose(): Promise<Choice> {
    const { port, clock } = this.surroundings;
    const databases = await this.#calls.read((call) => port.databases(call));
    const running = runningDatabase(this.target, databases);
    const earliest = await this.#calls.read((call) =>
      port.earliestTime(running.DbiResourceId, call),
    );
    const { to } = this.request;
    const chosen = choice(this.target, running, databases, { to, now: clock.now(), earliest });
    this.#know(chosen, databases);
    return chosen;
  }

  /** Undefined where it isn't known: a database that is broken is a reason to restore. */
  async #tablesOfRunning(running: DBInstance): Promise<Tables | undefined> {
    const { MasterUserSecret, Endpoint } = running;
    if (MasterUserSecret?.SecretArn === undefined || Endpoint?.Address === undefined) {
      this.known.notes.push("The running database has no endpoint or no master secret to ask with");
      return undefined;
    }
    try {
      return await this.#read(running, MasterUserSecret.SecretArn);
    } catch (error) {
      if (error instanceof WatchEnded) throw error;
      const why = error instanceof FunctionFailure ? error.message : failureText(error);
      this.known.notes.push(`The running database's tables couldn't be read: ${why}`);
      return undefined;
    }
  }

  async #begin({ running, identifier, to }: Choice): Promise<void> {
    const { port, clock } = this.surroundings;
    const begunAt = new Date(clock.now());
    const input = restoreInput(running, identifier, { to, begunAt });
    // From here on a request may have been carried out, unless RDS itself has refused it.
    this.known.begunAt = begunAt;
    try {
      const status = await this.#calls.read((call) => port.restore(input, call));
      if (status === false) await this.#expectOwn(identifier);
      else this.known.status = status;
    } catch (error) {
      const isRefused = error instanceof CallFailure && error.kind !== "unavailable";
      if (isRefused || error instanceof NoRestore) this.known.begunAt = null;
      throw error;
    }
    this.#tell(`${identifier}: RDS restores it`);
  }

  /** The name is taken: by an earlier request of this very restore, whose answer was lost, or by somebody else. */
  async #expectOwn(identifier: string): Promise<void> {
    const { port } = this.surroundings;
    const databases = await this.#calls.read((call) => port.databases(call));
    const there = databases.find((each) => each.DBInstanceIdentifier === identifier);
    const begunAt = there && tagOf(there, copyTags.begunAt);
    if (begunAt !== this.known.begunAt?.toISOString())
      throw new NoRestore(`somebody has made ${identifier} meanwhile: run this again`);
  }

  #know(chosen: Choice, databases: readonly DBInstance[]): void {
    const there = databases.find((each) => each.DBInstanceIdentifier === chosen.identifier);
    this.known.chosen = chosen;
    this.known.begunAt = chosen.begunAt;
    this.known.status = there?.DBInstanceStatus ?? null;
  }

  async #serving(chosen: Choice) {
    const { MasterUserSecret, KmsKeyId } = chosen.running;
    let sawItBefore = false;
    return untilServing(chosen.identifier, MasterUserSecret?.KmsKeyId ?? KmsKeyId, {
      port: this.surroundings.port,
      calls: this.#calls,
      pollIntervalMs: this.request.pollIntervalMs,
      tell: (text, { DBInstanceStatus }) => {
        this.#tell(text);
        this.known.status = DBInstanceStatus ?? null;
        if (DBInstanceStatus !== "available") sawItBefore = true;
        else if (sawItBefore) this.known.availableAt ??= new Date(this.surroundings.clock.now());
      },
    });
  }

  async #tablesOfCopy(copy: DBInstance, secretArn: string): Promise<Tables> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#read(copy, secretArn);
      } catch (error) {
        if (error instanceof WatchEnded) throw error;
        // Of a function that doesn't know such an event nothing is learnt.
        if (error instanceof FunctionFailure && error.errorType === "MasterCredentialsError")
          throw new NotRead(
            "The environment's function can't tell tables yet: apply the environment's infrastructure, which brings its code, and run this again",
            "not-applied",
          );
        if (!(error instanceof FunctionFailure))
          throw new NotRead(
            `Whether the copy answers isn't known: ${failureText(error)}`,
            causeOf(error),
          );
        if (attempt >= attempts) throw error;
        this.#tell(`${error.message}: asking again`);
        await this.#calls.pause(this.request.pollIntervalMs);
      }
    }
  }

  #read({ Endpoint }: DBInstance, secretArn: string): Promise<Tables> {
    const { port } = this.surroundings;
    const { functionName, account } = this.target;
    const address = { host: `${Endpoint?.Address}`, port: Endpoint?.Port ?? 3306 };
    return this.#calls.read((call) =>
      port.tables({ functionName, accountId: account }, { ...address, secretArn }, call),
    );
  }

  #judged(before: Tables | undefined, after: Tables, differing: readonly string[]): Ending {
    const { schema } = this.target;
    const count = after.tables.length;
    if (!after.isThere)
      return { outcome: "FAILED", reason: `The copy answers, but has no schema ${schema}` };
    this.known.couldTakeOver = differing.length === 0;
    if (before !== undefined)
      this.known.compared = {
        schema,
        runningTables: before.tables.length,
        copyTables: count,
        ...differenceOf(before, after),
      };
    if (differing.length > 0)
      return {
        outcome: "FAILED",
        reason: `The copy answers, but isn't set up as the running database: ${differing.join("; ")}`,
      };
    if (before === undefined)
      return {
        outcome: "UNKNOWN",
        reason: `The copy answers and has ${count} tables in ${schema}, but there was nothing to compare them with`,
      };
    const { missing, changed } = differenceOf(before, after);
    const lacking = [
      ...missing.map((name) => `no ${name}`),
      ...changed.map((name) => `other columns in ${name}`),
    ];
    if (lacking.length > 0)
      return {
        outcome: "FAILED",
        reason: `The copy answers, but its schema isn't the running database's: ${lacking.join(", ")}. A moment before a migration looks so, too`,
      };
    if (count === 0)
      return {
        outcome: "UNKNOWN",
        reason: `The copy answers and has the schema ${schema}, but neither it nor the running database has a table in it`,
      };
    return {
      outcome: "RESTORED",
      reason: `The copy answers, and ${schema} has the running database's ${before.tables.length} tables, with the same columns`,
    };
  }

  #whatItDoes({ running, identifier, to, begunAt }: Choice): string {
    const { DBInstanceIdentifier, DBInstanceClass, MultiAZ, LatestRestorableTime } = running;
    const moment =
      to === null
        ? `the newest moment, ${LatestRestorableTime?.toISOString()} or later`
        : to.toISOString();
    const size = `${DBInstanceClass}${MultiAZ ? " with a standby" : ""}, ${running.AllocatedStorage} GiB`;
    if (begunAt !== null)
      return `${identifier} is there already, begun at ${begunAt.toISOString()}: it would be gone on with`;
    return `This makes ${identifier} beside ${DBInstanceIdentifier}, of ${moment}. It costs as much as ${DBInstanceIdentifier} (${size}) until somebody deletes it. ${DBInstanceIdentifier} stays as it is`;
  }

  #tell(text: string): void {
    this.surroundings.onProgress({ kind: "note", text });
  }
}
