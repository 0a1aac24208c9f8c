import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Clients } from "../../../../../src/operations/aws/clients";
import { lookForAdditions } from "../../../../../src/operations/drift/additions/look";
import { addables } from "../../../../../src/operations/drift/additions/table";
import { ScriptedAws } from "../../../../support/scripted-aws";
import { allCases } from "./cases/all-cases";
import { accountId, type Case, queryAnswer, region } from "./cases/case";
import { planWith } from "./cases/plan";

const credentials = async () => ({ accessKeyId: "test", secretAccessKey: "test" });
const never = new AbortController().signal;
const identity = (account: string) =>
  queryAnswer("GetCallerIdentity", `<Account>${account}</Account><Arn>arn</Arn>`);

let aws: ScriptedAws;
beforeAll(() => {
  vi.stubEnv("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
});
beforeEach(async () => {
  aws = await ScriptedAws.before();
  vi.stubEnv("AWS_ENDPOINT_URL", aws.url);
  aws.answers("GetCallerIdentity", identity(accountId));
  aws.holdsNothingElse();
  return () => aws[Symbol.asyncDispose]();
});
afterAll(() => {
  vi.unstubAllEnvs();
});

async function look(resources: Case["resources"], signal = never) {
  using clients = new Clients(region, credentials);
  const looked = await lookForAdditions(planWith(resources), clients, accountId, signal);
  if (!looked.called) throw new Error("nobody called");
  return looked;
}

it("is no clean look where the state lacks a resource that is there, or what names it", async () => {
  using clients = new Clients(region, credentials);
  const failuresOf = async (plan: object) => {
    const looked = await lookForAdditions(plan, clients, accountId, never);
    return looked.called ? looked.failures : [];
  };
  const change = { actions: ["no-op"], before: { key_id: "k" }, after: { key_id: "k" } };
  const changes = [{ address: "aws_kms_key.k", mode: "managed", change }];
  const lacking = "The plan's state lacks aws_kms_key.k: nobody can ask about them";
  expect(await failuresOf({ resource_changes: changes })).toEqual([lacking]);
  const other = planWith({ "aws_kms_key.other": { key_id: "" } });
  expect(await failuresOf({ ...other, resource_changes: changes })).toEqual([
    lacking,
    "aws_kms_key.other has no key_id in the plan's state",
  ]);
});

it("asks all that the table says is asked, and nothing else", () => {
  const asked = Object.values(addables).flatMap((kinds) =>
    kinds.flatMap(({ seen }) => (seen.by === "call" ? seen.call : [])),
  );
  expect([...new Set(allCases.map(({ action }) => action))].sort()).toEqual(
    [...new Set(asked)].sort(),
  );
});

describe.each(allCases)("$title", (one) => {
  const { resources, action, left, added, later, addition, asks = "", others = {}, paged } = one;
  const operation = one.operation ?? action.split(":")[1] ?? "";
  const answers = (...things: string[]) =>
    aws.answers(operation, (request, body) =>
      one.page(`${request.url}${body}`.includes(asks) ? things : [], undefined),
    );
  beforeEach(() => {
    for (const [name, answer] of Object.entries(others)) aws.answers(name, answer);
  });

  it("is no addition where the code knows it or AWS makes it, nor where there is none", async () => {
    for (const things of [Object.values(left), []]) {
      answers(...things);
      expect(await look(resources)).toMatchObject({ additions: [], failures: [] });
      expect(aws.operations).toContain(operation);
    }
  });

  it("is named, with its remedy", async () => {
    answers(...Object.values(left), added);
    expect(await look(resources)).toMatchObject({ additions: [addition], failures: [] });
  });

  it("holds what decides what it allows, so that nothing is accepted that takes its name later", async () => {
    const contentOf = async (thing: string) => {
      answers(thing);
      const { additions } = await look(resources);
      expect(additions).toMatchObject([{ path: addition.path }]);
      return JSON.stringify(additions[0]?.content);
    };
    const content = await contentOf(added);
    if (later === undefined) expect(content).toBe(one.content ?? "null");
    else expect(await contentOf(later)).not.toBe(content);
  });

  it("is not known to be absent where the role may not ask: the permission is named", async () => {
    aws.answers(operation, "denied");
    const { additions, failures, cause } = await look(resources);
    expect([additions, cause]).toEqual([[], "permission-denied"]);
    expect(failures).not.toEqual([]);
    for (const failure of failures) {
      expect(failure).toContain(action);
      expect(failure).toMatch(/^aws_\w+\.\w+: .* may not do this: grant it/);
    }
  });

  it.runIf(paged)("is found on a second page", async () => {
    aws.answers(operation, (request, body) =>
      !`${request.url}${body}`.includes(asks)
        ? one.page([], undefined)
        : `${request.url}${body}`.includes("page-2")
          ? one.page([added], undefined)
          : one.page(Object.values(left), "page-2"),
    );
    expect(await look(resources)).toMatchObject({ additions: [addition], failures: [] });
  });
});
