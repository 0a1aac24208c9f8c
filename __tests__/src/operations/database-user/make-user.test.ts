import { expect, it, onTestFinished, vi } from "vitest";
import { Clients } from "../../../../src/operations/aws/clients";
import { makeUser } from "../../../../src/operations/database-user/make-user";
import type { Cause } from "../../../../src/operations/report/causes";
import { account } from "../../../../src/systems/configuration/account";
import { application } from "../../../../src/systems/test-app/application";
import { newPassword } from "../../../support/mariadb";
import { type AccountProps, type Answer, DatabaseAccount } from "../../cli/database-account";
import { dummyCredentials } from "../rollout/aws/over-http";

const master = { username: "dbowner", password: newPassword() };
const report = {
  host: "database.example.com",
  database: "metrics",
  user: "backoffice",
  created: true,
  authenticationChanged: false,
  granted: ["SELECT"],
  revoked: [],
};
const target = {
  account: account.id,
  databaseIdentifier: `${application}-uat-us-east-1`,
  functionName: "the-function",
  database: "metrics",
  user: "backoffice",
};
const thrown = (errorType: string, errorMessage: string): Answer => ({
  type: "Unhandled",
  body: { errorType, errorMessage },
});

async function made(
  answer: Answer | undefined,
  props: Partial<AccountProps> = {},
  stop = new AbortController(),
) {
  const events: unknown[] = [];
  const account = await DatabaseAccount.with({
    secretText: JSON.stringify({ ...master, engine: "mysql", port: 3306 }),
    invoke: async (event) => {
      events.push(event);
      return answer;
    },
    ...props,
  });
  onTestFinished(() => account[Symbol.asyncDispose]());
  dummyCredentials();
  vi.stubEnv("AWS_ENDPOINT_URL", account.url);
  using aws = new Clients("us-east-1");
  const outcome = await makeUser(target, aws, stop.signal);
  expect(JSON.stringify(outcome)).not.toContain(master.password);
  return { outcome, events };
}

it("hands the function the credentials in the secret, and nothing else that is there", async () => {
  const { outcome, events } = await made({ body: report });
  expect(outcome).toEqual({ kind: "made", report });
  expect(events).toEqual([master]);
});

it.each<[string, Answer, string, (Cause | null)?]>([
  ["says why not", thrown("DatabaseUserError", "REVOKE failed"), "REVOKE failed"],
  [
    "can't log in",
    thrown("DatabaseConnectionError", "connecting to a failed"),
    "connecting to a failed",
    "database-refuses",
  ],
  [
    "was changed by hand",
    thrown("VariablesError", "This function was changed"),
    "This function was changed",
    "function-changed",
  ],
  [
    "makes it in another database",
    { body: { ...report, host: "old.example.com" } },
    "made backoffice in metrics of old.example.com, and not backoffice in metrics of database.example.com: apply",
  ],
  [
    "makes another user",
    { body: { ...report, user: "somebody" } },
    "made somebody in metrics of database.example.com, and not backoffice in",
  ],
])("has failed when the function %s", async (_, answer, reason, cause = null) => {
  const { outcome } = await made(answer);
  expect(outcome).toEqual({ kind: "failed", reason: expect.stringContaining(reason), cause });
});

it.each<[string, Answer | undefined, Partial<AccountProps>]>([
  ["database", undefined, { databaseArn: null }],
  [
    "function",
    { status: 404, type: "ResourceNotFoundException", body: { Message: "not found" } },
    {},
  ],
])("sends to the apply where the %s isn't there", async (what, answer, props) => {
  const { outcome } = await made(answer, props);
  expect(outcome).toEqual({
    kind: "notAsked",
    reason: expect.stringMatching(
      `^the ${what} [\\w-]+ isn't there: apply the environment's infrastructure first`,
    ),
    cause: "not-applied",
  });
});

it.each<[string, Answer, string]>([
  [
    "is being called by another",
    { status: 429, type: "TooManyRequestsException", body: { Message: "slow down" } },
    "still running, or Lambda is busy (TooManyRequestsException): run this again in a minute",
  ],
  [
    "isn't ready",
    { status: 409, type: "ResourceConflictException", body: { Message: "Pending" } },
    "still making the function ready (ResourceConflictException)",
  ],
  [
    "has lost its network",
    { status: 502, type: "ResourceNotReadyException", body: { Message: "inactive" } },
    "after a long rest (ResourceNotReadyException)",
  ],
])("nobody has looked at the user when the function %s", async (_, answer, reason) => {
  const { outcome } = await made(answer);
  expect(outcome).toEqual({
    kind: "notAsked",
    reason: expect.stringContaining(reason),
    cause: null,
  });
});

it("is interrupted before the function is called", async () => {
  const stop = new AbortController();
  stop.abort("SIGINT");
  const { outcome, events } = await made({ body: report }, {}, stop);
  expect(outcome.kind).toBe("interrupted");
  expect(events).toEqual([]);
});

it("doesn't know when it is interrupted while the function works", async () => {
  const stop = new AbortController();
  const invoke = async () => {
    stop.abort("SIGINT");
    return undefined;
  };
  const { outcome } = await made(undefined, { invoke }, stop);
  expect(outcome).toEqual({ kind: "unknown", reason: "Invoke failed, interrupted", cause: null });
});

it.each<[string, Answer | undefined]>([
  ["the answer is lost", undefined],
  ["Lambda fails", { status: 500, type: "ServiceException", body: { Message: "failed" } }],
  ["the function's time is over", thrown("Sandbox.Timedout", "timed out")],
  ["its time is over in older words", { type: "Unhandled", body: { errorMessage: "timed out" } }],
  ["the function lost the database", thrown("LostConnectionError", "lost at GRANT")],
  ["the function crashes", thrown("Runtime.ExitError", "exited")],
  ["the function ends without a word", { type: "Unhandled", body: "" }],
  ["the answer is no report", { body: { ...report, user: undefined } }],
  ["the answer is no JSON", { body: "<html>" }],
])("doesn't know when %s, after one call", async (_, answer) => {
  const { outcome, events } = await made(answer);
  expect(outcome.kind).toBe("unknown");
  expect(events).toHaveLength(1);
});

it.each<[string, Partial<AccountProps>, string, (Cause | null)?]>([
  [
    "the database is another account's",
    { databaseArn: "arn:aws:rds:us-east-1:999999999999:db:test-app-uat-us-east-1" },
    "are of the account 999999999999, and the configuration is of 111122223333",
    "wrong-account",
  ],
  ["RDS keeps no master secret", { masterSecret: false }, "has no master secret"],
  [
    "the secret may not be read",
    { denied: true },
    "The role in use may not do this",
    "permission-denied",
  ],
  ["the secret is something else", { secretText: "s3cret" }, "These are no master credentials"],
  ["the answer is a proxy's", { garbled: true }, "GetSecretValue failed, SyntaxError"],
  ["the database isn't ready", { endpoint: false }, "has no endpoint yet"],
])("calls no function when %s", async (_, props, reason, cause = null) => {
  const { outcome, events } = await made({ body: report }, props);
  expect(outcome).toEqual({ kind: "notAsked", reason: expect.stringContaining(reason), cause });
  expect(JSON.stringify(outcome)).not.toContain("s3cret");
  expect(events).toEqual([]);
});
