import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { CallFailure } from "../../../../../src/operations/aws/call";
import type { Cause } from "../../../../../src/operations/report/causes";
import type { RolloutPort } from "../../../../../src/operations/rollout/aws";
import { dummyCredentials, realPort } from "./over-http";

/** The port in front of a server that answers everything in the same way. */
async function portTo(listener: RequestListener): Promise<{ port: RolloutPort; url: string }> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  dummyCredentials();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv("AWS_ENDPOINT_URL", url);
  return { port: realPort(), url };
}

const call = { signal: new AbortController().signal, timeoutMs: 10_000 };
const page = { ...call, nextToken: undefined };

async function failureOf(promise: Promise<unknown>): Promise<CallFailure> {
  const failure = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof CallFailure) return failure;
  throw new Error(`not a CallFailure: ${failure}`);
}

/** What most failures of a kind have for a cause. */
const causes: Readonly<Record<string, Cause>> = {
  throttled: "throttled",
  denied: "permission-denied",
};

describe("an answer that is an error", () => {
  it.each<[number, string, string, Cause?]>([
    [400, '{"__type":"ThrottlingException"}', "throttled"],
    [400, '{"__type":"Throttling"}', "throttled"],
    [503, '{"__type":"RequestLimitExceeded"}', "throttled"],
    [429, "<html>slow down</html>", "throttled"],
    [400, '{"__type":"AccessDeniedException"}', "denied"],
    [403, '{"__type":"AccessDenied"}', "denied"],
    [403, '{"__type":"UnauthorizedOperation"}', "denied"],
    [403, "<html>forbidden</html>", "denied"],
    [400, '{"__type":"UnrecognizedClientException"}', "denied", "credentials"],
    [400, '{"__type":"com.amazonaws.ssm#InvalidCommandId"}', "not found"],
    [400, '{"__type":"ValidationException"}', "invalid"],
    [400, '{"__type":"InvalidInstanceId"}', "invalid"],
    [404, "<html>not found</html>", "unavailable"],
    [500, '{"__type":"InternalServerError"}', "unavailable"],
    [503, "<html><body>Service Unavailable</body></html>", "unavailable"],
    [502, "", "unavailable"],
    [200, "<html>welcome</html>", "unavailable"],
    [200, '{"Commands": [', "unavailable"],
  ])("HTTP %i with %s is %s", async (status, body, kind, cause = causes[kind]) => {
    const { port } = await portTo((_, response) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(body);
    });
    const failure = await failureOf(port.listCommands({ commandId: "c" }, page));
    expect(failure.message).toContain("ListCommands failed");
    expect([failure.kind, failure.knownCause ?? undefined], failure.message).toEqual([kind, cause]);
  });

  it.each<[number, string, string, Cause?]>([
    [503, "<html><body>Service Unavailable</body></html>", "unavailable"],
    [400, "<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>", "throttled"],
    [403, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>", "denied"],
    [
      403,
      "<ErrorResponse><Error><Code>ExpiredToken</Code></Error></ErrorResponse>",
      "denied",
      "credentials",
    ],
  ])("of Auto Scaling, HTTP %i with %s is %s", async (status, body, kind, cause = causes[kind]) => {
    const { port } = await portTo((_, response) => {
      response.writeHead(status, { "content-type": "text/xml" }).end(body);
    });
    const failure = await failureOf(port.describeGroup("group", call));
    expect([failure.kind, failure.knownCause ?? undefined]).toEqual([kind, cause]);
  });
});

describe("a group", () => {
  /** What `group` is where Auto Scaling answers with one group. */
  async function described(...members: readonly string[]) {
    const { port } = await portTo((_, response) => {
      const body = `<R><DescribeAutoScalingGroupsResult><AutoScalingGroups><member>${members.join("")}</member></AutoScalingGroups></DescribeAutoScalingGroupsResult></R>`;
      response.writeHead(200, { "content-type": "text/xml" }).end(body);
    });
    return port.describeGroup("group", call);
  }
  const named = (name: string) => `<AutoScalingGroupName>${name}</AutoScalingGroupName>`;
  const [least, desired] = ["<MinSize>1</MinSize>", "<DesiredCapacity>2</DesiredCapacity>"];

  it("is the one of exactly that name", async () => {
    expect(await described(named("group-b"), least, desired)).toBeUndefined();
    expect(await described(named("group"), least, desired)).toMatchObject({
      minimumSize: 1,
      desiredCapacity: 2,
    });
  });

  it.each([
    ["minimum", desired],
    ["desired capacity", least],
  ])("without its %s is no answer", async (_, size) => {
    const failure = await failureOf(described(named("group"), size));
    expect(failure.kind).toBe("unavailable");
    expect(failure.message).toContain("gave no minimum or no desired capacity");
  });
});

describe("a request without an end", () => {
  const short = { ...call, timeoutMs: 300 };

  it.each<[string, RequestListener]>([
    ["no answer", () => undefined],
    ["an answer that stops after its headers", (_, response) => response.writeHead(200).write("{")],
    [
      "an answer that never stops",
      (_, response) => {
        const timer = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(timer));
      },
    ],
  ])("is really ended: %s", async (_, listener) => {
    let closed: Promise<unknown> | undefined;
    const { port } = await portTo((request, response) => {
      closed = once(response, "close");
      listener(request, response);
    });
    const failure = await failureOf(port.listCommands({ commandId: "c" }, { ...page, ...short }));
    expect([failure.kind, failure.knownCause]).toEqual(["unavailable", "aws-unreachable"]);
    expect(failure.message).toContain("no answer within 0.3 s");
    await closed;
  });

  it("ends at once when nobody waits any more", async () => {
    const stop = new AbortController();
    const { port } = await portTo(() => stop.abort("interrupt"));
    const listed = port.listCommands({ commandId: "c" }, { ...page, signal: stop.signal });
    expect((await failureOf(listed)).kind).toBe("unavailable");
  });

  it("isn't begun to be waited for when nobody waits any more", async () => {
    const { port } = await portTo(() => undefined);
    const listed = port.listCommands({ commandId: "c" }, { ...page, signal: AbortSignal.abort() });
    expect((await failureOf(listed)).message).toContain("interrupted");
  });

  it("has its answer waited for when it is a send", async () => {
    const stop = new AbortController();
    const { port } = await portTo((_, response) => {
      stop.abort("interrupt");
      setTimeout(() => response.end('{"Command": {"CommandId": "c"}}'), 200);
    });
    const sent = await port.sendCommand(request, { ...call, signal: stop.signal });
    expect(sent.commandId).toBe("c");
  });
});

const request = {
  documentName: "d",
  documentVersion: "1",
  documentHash: "0",
  documentHashType: "Sha256",
  to: { environmentId: "e" },
  comment: "c",
  maxConcurrency: 1,
  maxErrors: 0,
  deliveryTimeoutSeconds: 60,
  logGroupName: "l",
} as const;

it("makes one attempt of a send that is reset, and calls an answer without a command id unclear", async () => {
  let attempts = 0;
  const { port } = await portTo((_, response) => {
    attempts += 1;
    response.socket?.destroy();
  });
  expect((await failureOf(port.sendCommand(request, call))).kind).toBe("unavailable");
  expect(attempts).toBe(1);

  const { port: vague } = await portTo((_, response) => response.end("{}"));
  expect((await failureOf(vague.sendCommand(request, call))).kind).toBe("unavailable");
});

it("honours AWS_ENDPOINT_URL_SSM", async () => {
  const { url } = await portTo((_, response) => response.end('{"Commands": []}'));
  vi.stubEnv("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
  vi.stubEnv("AWS_ENDPOINT_URL_SSM", url);
  const port = realPort();
  expect(await port.listCommands({ commandId: "c" }, page)).toEqual({
    items: [],
    nextToken: undefined,
  });
});

it("has a remedy where there are no credentials", async () => {
  const { port: _, url } = await portTo((__, response) => response.end("{}"));
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, undefined);
  for (const name of ["AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"])
    vi.stubEnv(name, "/nonexistent");
  vi.stubEnv("AWS_ENDPOINT_URL", url);
  const port = realPort();
  const failure = await failureOf(port.listCommands({ commandId: "c" }, page));
  expect(failure).toMatchObject({ kind: "denied" });
  expect(failure.message).toContain("Log in anew");
});
