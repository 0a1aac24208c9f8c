import { describe, expect, it } from "vitest";
import { prepareAccount } from "../../../src/bootstrap/account";
import type { AccountPort } from "../../../src/bootstrap/port";
import type { Surroundings } from "../../../src/bootstrap/surroundings";
import { CallFailure } from "../../../src/rollout/port";

const bucket = "test-app-terraform-state-111122223333-us-west-2";

/** An account in which there is nothing yet, with changes, and what was called and heard. */
async function prepared(changes: Partial<AccountPort> = {}, stop = new AbortController()) {
  const calls: string[] = [];
  const heard: string[] = [];
  const port: AccountPort = {
    accountId: async () => "111122223333",
    hasRole: async () => false,
    createServiceLinkedRole: async () => true,
    findBucket: async () => "missing",
    createBucket: async () => "made",
    blockPublicAccess: async () => {},
    ...changes,
  };
  const watched = Object.fromEntries(
    Object.entries(port).map(([name, operation]) => [
      name,
      (...args: unknown[]) => {
        calls.push(name);
        return (operation as (...given: unknown[]) => unknown)(...args);
      },
    ]),
  ) as unknown as AccountPort;
  const surroundings: Surroundings = {
    region: "us-west-2",
    port: watched,
    lockTimeoutSeconds: 60,
    signal: stop.signal,
    say: (text) => heard.push(text),
    changed: (text) => heard.push(`changed: ${text}`),
    show: () => {},
    agree: async () => false,
  };
  const failure = await prepareAccount(surroundings).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { calls, heard, failure };
}

describe("an account", () => {
  it("gets what is missing, the bucket closed to the public", async () => {
    const { calls, heard, failure } = await prepared();
    expect(failure).toBeUndefined();
    expect(calls).toEqual([
      "accountId",
      "hasRole",
      "createServiceLinkedRole",
      "findBucket",
      "createBucket",
      "blockPublicAccess",
    ]);
    expect(heard).toEqual([
      "changed: the role AWSServiceRoleForAutoScaling was made",
      `changed: the bucket ${bucket} was made`,
    ]);
  });

  it("keeps what it has", async () => {
    const { calls, heard } = await prepared({
      hasRole: async () => true,
      findBucket: async () => "there",
    });
    expect(calls).toEqual(["accountId", "hasRole", "findBucket"]);
    expect(heard.join()).not.toContain("changed");
  });

  it("keeps what somebody else has made between look and leap", async () => {
    const { heard, failure } = await prepared({
      createServiceLinkedRole: async () => false,
      createBucket: async () => "there",
    });
    expect(failure).toBeUndefined();
    expect(heard).toEqual([
      "the role AWSServiceRoleForAutoScaling is there",
      `the bucket ${bucket} is there`,
    ]);
  });

  it("isn't touched when it is another one", async () => {
    const { calls, failure } = await prepared({ accountId: async () => "999988887777" });
    expect(calls).toEqual(["accountId"]);
    expect(failure).toMatchObject({
      outcome: "failed",
      reasons: [expect.stringMatching(/of the account 999988887777, .* 111122223333: use a role/)],
    });
  });

  it.each<[string, Partial<AccountPort>, RegExp]>([
    [
      "closed",
      { findBucket: async () => "closed" },
      /may not be looked at\. .*s3:ListBucket.*another account/,
    ],
    [
      "elsewhere",
      { findBucket: async () => "in another region" },
      /is in another region than its name says/,
    ],
    ["taken", { createBucket: async () => "taken" }, /belongs to another account: .*names\.ts/],
  ])("can't do with a bucket that is %s", async (_, changes, said) => {
    const { calls, failure } = await prepared(changes);
    expect(failure).toMatchObject({ outcome: "failed", reasons: [expect.stringMatching(said)] });
    expect((failure as Error).message).toContain(bucket);
    expect(calls).not.toContain("blockPublicAccess");
  });
});

describe("a call", () => {
  it("is repeated while it isn't answered", async () => {
    let attempts = 0;
    const { failure } = await prepared({
      createBucket: async () => {
        attempts += 1;
        if (attempts < 3) throw new CallFailure("throttled", "it is being made already");
        return "there";
      },
    });
    expect(failure).toBeUndefined();
    expect(attempts).toBe(3);
  });

  it("that is refused ends it with AWS's words", async () => {
    const denied = new CallFailure("denied", "GetRole failed, AccessDenied");
    const { calls, failure } = await prepared({ hasRole: () => Promise.reject(denied) });
    expect(calls).toEqual(["accountId", "hasRole"]);
    expect(failure).toMatchObject({ outcome: "failed", reasons: ["GetRole failed, AccessDenied"] });
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
