import { describe, expect, it } from "vitest";
import type { StandIn } from "../../../../src/estate/checks";
import { CallFailure } from "../../../../src/operations/aws/call";
import type { Found } from "../../../../src/operations/aws/find-bucket";
import { prepareAccount, type Surroundings } from "../../../../src/operations/bootstrap/account";
import type { AccountPort } from "../../../../src/operations/bootstrap/aws";
import type { BootstrapFailure } from "../../../../src/operations/bootstrap/failure";
import { undecided } from "../../../../src/systems/configuration/undecided";

const states = "test-app-terraform-state-111122223333-us-west-2";
const logs = "test-app-logs-111122223333-us-west-2";

/** An account in which there is nothing yet, with changes, and what was called and heard. */
async function prepared(
  changes: Partial<AccountPort> = {},
  stop = new AbortController(),
  standIns: readonly StandIn[] = [],
) {
  const calls: string[] = [];
  const heard: string[] = [];
  const there = new Set<string>();
  const port: AccountPort = {
    accountId: async () => "111122223333",
    hasRole: async () => false,
    createServiceLinkedRole: async () => true,
    findBucket: async (name) => (there.has(name) ? "there" : "missing"),
    createBucket: async (name) => {
      there.add(name);
      return "made";
    },
    blockPublicAccess: async () => {},
    ...changes,
  };
  const watched = Object.fromEntries(
    Object.entries(port).map(([name, operation]) => [
      name,
      (...args: unknown[]) => {
        const [bucket] = args;
        calls.push(bucket === states || bucket === logs ? `${name} ${bucket}` : name);
        return (operation as (...given: unknown[]) => unknown)(...args);
      },
    ]),
  ) as unknown as AccountPort;
  const surroundings: Surroundings = {
    account: "111122223333",
    bare: { stateBucket: states, logBucket: logs },
    standIns,
    port: watched,
    signal: stop.signal,
    say: (text) => heard.push(text),
    changed: (text) => heard.push(`changed: ${text}`),
  };
  const failure = await prepareAccount(surroundings).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { calls, heard, failure };
}

describe("an account", () => {
  it("gets what is missing, both buckets closed to the public", async () => {
    const { calls, heard, failure } = await prepared();
    expect(failure).toBeUndefined();
    expect(calls).toEqual([
      "accountId",
      "hasRole",
      "createServiceLinkedRole",
      `findBucket ${states}`,
      `findBucket ${logs}`,
      `createBucket ${states}`,
      `findBucket ${states}`,
      `blockPublicAccess ${states}`,
      `createBucket ${logs}`,
      `findBucket ${logs}`,
      `blockPublicAccess ${logs}`,
    ]);
    expect(heard).toEqual([
      "changed: the role AWSServiceRoleForAutoScaling was made",
      `changed: the bucket ${states} was made`,
      `changed: the bucket ${logs} was made`,
    ]);
  });

  it("lets nobody in whom nobody has named, and is not even asked then", async () => {
    const standIns = undecided(["accountId", "gitHubRepository"], {
      accountId: "111122223333",
      gitHubRepository: "example/infrastructure",
    });
    const { calls, failure } = await prepared({}, new AbortController(), standIns);
    expect(calls).toEqual([]);
    expect((failure as BootstrapFailure).outcome).toBe("failed");
    expect((failure as BootstrapFailure).reasons).toEqual([
      'gitHubRepository is still "example/infrastructure": it is somebody else\'s, and the account would trust its jobs. To go on, ask the client, and write the value into src/systems/configuration/stand-ins.ts',
    ]);
  });

  it("keeps what it has", async () => {
    const { calls, heard } = await prepared({
      hasRole: async () => true,
      findBucket: async () => "there",
    });
    expect(calls).toEqual(["accountId", "hasRole", `findBucket ${states}`, `findBucket ${logs}`]);
    expect(heard.join()).not.toContain("changed");
  });

  it("keeps what somebody else has made between look and leap, and closes it to the public", async () => {
    let looks = 0;
    const { calls, heard, failure } = await prepared({
      createServiceLinkedRole: async () => false,
      findBucket: async () => {
        looks += 1;
        return looks <= 2 ? "missing" : "there";
      },
      createBucket: async () => "there",
    });
    expect(failure).toBeUndefined();
    expect(heard).toEqual([
      "the role AWSServiceRoleForAutoScaling is there",
      `changed: the bucket ${states} was made, by this run or another`,
      `changed: the bucket ${logs} was made, by this run or another`,
    ]);
    expect(calls).toContain(`blockPublicAccess ${states}`);
    expect(calls).toContain(`blockPublicAccess ${logs}`);
  });

  it("waits until S3 shows a bucket that was made", async () => {
    let made = false;
    let looks = 0;
    const { calls, failure } = await prepared({
      findBucket: async (name) => {
        if (name === logs) return "there";
        looks += made ? 1 : 0;
        return looks < 3 ? "missing" : "there";
      },
      createBucket: async () => {
        made = true;
        return "made";
      },
    });
    expect(failure).toBeUndefined();
    expect(looks).toBe(3);
    expect(calls.at(-1)).toBe(`blockPublicAccess ${states}`);
  });

  it("isn't touched when it is another one", async () => {
    const { calls, failure } = await prepared({ accountId: async () => "999988887777" });
    expect(calls).toEqual(["accountId"]);
    expect(failure).toMatchObject({
      outcome: "failed",
      knownCause: "wrong-account",
      reasons: [expect.stringMatching(/of the account 999988887777, .* 111122223333: use a role/)],
    });
  });

  it.each<[Found, RegExp]>([
    ["closed", /may not be looked at\. .*s3:ListBucket.*another account/],
    ["in another region", /is in another region than its name says/],
  ])("makes neither bucket when one is %s", async (found, said) => {
    for (const bucket of [states, logs]) {
      const { calls, failure } = await prepared({
        findBucket: async (name) => (name === bucket ? found : "missing"),
      });
      expect(failure).toMatchObject({
        outcome: "failed",
        knownCause: "state-bucket-not-usable",
        reasons: [expect.stringMatching(said)],
      });
      expect((failure as Error).message).toContain(bucket);
      expect(calls.join()).not.toMatch(/createBucket|blockPublicAccess/);
    }
  });

  it("can't do with a bucket whose name is taken", async () => {
    const { calls, failure } = await prepared({ createBucket: async () => "taken" });
    const said = new RegExp(`${states} belongs to another account: .*names\\.ts`);
    expect(failure).toMatchObject({
      outcome: "failed",
      knownCause: "state-bucket-not-usable",
      reasons: [expect.stringMatching(said)],
    });
    expect(calls.at(-1)).toBe(`createBucket ${states}`);
  });
});

describe("a call", () => {
  it("is repeated while it isn't answered", async () => {
    let attempts = 0;
    const { failure } = await prepared({
      findBucket: async () => "there",
      hasRole: async () => {
        attempts += 1;
        if (attempts < 3) throw new CallFailure("throttled", "GetRole failed, Throttling");
        return true;
      },
    });
    expect(failure).toBeUndefined();
    expect(attempts).toBe(3);
  });

  it("that is refused ends it with AWS's words", async () => {
    const denied = new CallFailure("denied", "GetRole failed, AccessDenied", "permission-denied");
    const { calls, failure } = await prepared({ hasRole: () => Promise.reject(denied) });
    expect(calls).toEqual(["accountId", "hasRole"]);
    expect(failure).toMatchObject({
      outcome: "failed",
      knownCause: "permission-denied",
      reasons: ["GetRole failed, AccessDenied"],
    });
  });

  it("that ends with an interrupt is no failure of AWS", async () => {
    const stop = new AbortController();
    const { failure } = await prepared(
      {
        findBucket: async () => {
          stop.abort(new Error("It was interrupted (SIGINT)"));
          throw new CallFailure("unavailable", "HeadBucket failed, interrupted");
        },
      },
      stop,
    );
    expect(failure).toMatchObject({
      outcome: "interrupted",
      reasons: ["It was interrupted (SIGINT)"],
    });
  });
});
