import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Clients } from "../../../../src/operations/aws/clients";
import { accountPort } from "../../../../src/operations/bootstrap/aws";
import type { Region } from "../../../../src/systems/configuration/account";
import { StandIn } from "../../systems/test-app/scripts/stand-ins";
import { dummyCredentials } from "../rollout/aws/over-http";

interface Request {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly owner: string | string[] | undefined;
  readonly body: string;
}

/** The real clients before a server that answers everything with one status and body. */
async function account(status: number, body = "", region: Region = "us-east-1") {
  const requests: Request[] = [];
  const server = new StandIn((request: IncomingMessage, response: ServerResponse) => {
    const { method, url, headers } = request;
    text(request).then((sent) => {
      requests.push({ method, url, owner: headers["x-amz-expected-bucket-owner"], body: sent });
      response.writeHead(status, { "content-type": "application/xml" }).end(body);
    });
  });
  await server.start();
  onTestFinished(() => server.stop());
  dummyCredentials();
  vi.stubEnv("AWS_ENDPOINT_URL", server.url);
  const clients = new Clients(region);
  onTestFinished(() => clients[Symbol.dispose]());
  return { aws: accountPort(clients), requests };
}

const call = { signal: new AbortController().signal, timeoutMs: 10_000 };
const owner = "111122223333";
const s3Error = (code: string) => `<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
const queryError = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

describe("a bucket", () => {
  it.each([
    [200, "there"],
    [404, "missing"],
    [403, "closed"],
    [301, "in another region"],
  ])("that HeadBucket answers with %i is %s", async (status, found) => {
    const { aws, requests } = await account(status);
    expect(await aws.findBucket("the-bucket", owner, call)).toBe(found);
    expect(requests).toEqual([{ method: "HEAD", url: "/the-bucket/", owner, body: "" }]);
  });

  it("whose state can't be learnt is an error", async () => {
    const { aws, requests } = await account(503);
    await expect(aws.findBucket("the-bucket", owner, call)).rejects.toMatchObject({
      kind: "unavailable",
      message: expect.stringContaining("HeadBucket failed"),
    });
    // Who asks decides how often.
    expect(requests).toHaveLength(1);
  });

  it.each([
    ["us-east-1", false],
    ["us-west-2", true],
    ["eu-west-1", true],
  ] as const)("of %s is made with a constraint to the region: %s", async (region, constrained) => {
    const { aws, requests } = await account(200, "", region);
    expect(await aws.createBucket("the-bucket", call)).toBe("made");
    const [request] = requests;
    expect(request?.method).toBe("PUT");
    const constraint = `<LocationConstraint>${region}</LocationConstraint>`;
    expect(request?.body.includes(constraint)).toBe(constrained);
    expect(request?.body.includes("LocationConstraint")).toBe(constrained);
  });

  it.each([
    ["BucketAlreadyOwnedByYou", "there"],
    ["BucketAlreadyExists", "taken"],
  ])("that can't be made because of %s is %s", async (code, created) => {
    const { aws } = await account(409, s3Error(code));
    expect(await aws.createBucket("the-bucket", call)).toBe(created);
  });

  it("that somebody else is making is worth another attempt", async () => {
    const { aws } = await account(409, s3Error("OperationAborted"));
    await expect(aws.createBucket("the-bucket", call)).rejects.toMatchObject({ kind: "throttled" });
  });

  it("is closed to the public in four ways, if it is ours", async () => {
    const { aws, requests } = await account(200);
    await aws.blockPublicAccess("the-bucket", owner, call);
    expect(requests).toMatchObject([
      { method: "PUT", url: "/the-bucket/?publicAccessBlock=", owner },
    ]);
    expect(requests[0]?.body.match(/>true</g)).toHaveLength(4);
  });

  it.each([
    [404, "NoSuchBucket"],
    [409, "OperationAborted"],
  ])("that isn't to be closed yet, %i %s, is worth another attempt", async (status, code) => {
    const { aws } = await account(status, s3Error(code));
    await expect(aws.blockPublicAccess("the-bucket", owner, call)).rejects.toMatchObject({
      kind: "throttled",
    });
  });
});

describe("a service-linked role", () => {
  it("that nobody has is told from one that can't be looked at", async () => {
    const missing = await account(404, queryError("NoSuchEntity", "not found"));
    expect(await missing.aws.hasRole("the-role", call)).toBe(false);
    const denied = await account(403, queryError("AccessDenied", "not authorized"));
    await expect(denied.aws.hasRole("the-role", call)).rejects.toMatchObject({ kind: "denied" });
  });

  it("that was made meanwhile is there", async () => {
    const words =
      "Service role name AWSServiceRoleForAutoScaling has been taken in this account, please try a different suffix.";
    const { aws, requests } = await account(400, queryError("InvalidInput", words));
    expect(await aws.createServiceLinkedRole("autoscaling.amazonaws.com", call)).toBe(false);
    expect(requests[0]?.body).toContain("AWSServiceName=autoscaling.amazonaws.com");
  });

  it("that is refused for another reason isn't", async () => {
    const { aws } = await account(400, queryError("InvalidInput", "unknown service"));
    await expect(aws.createServiceLinkedRole("x", call)).rejects.toMatchObject({ kind: "invalid" });
  });
});
