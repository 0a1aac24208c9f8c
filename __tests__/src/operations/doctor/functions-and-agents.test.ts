import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Aws } from "../../../../src/operations/doctor/aws";
import { rolloutTarget } from "../../../../src/operations/rollout/surroundings";
import { releasable } from "../../../../src/systems/test-app/functions/rollout-settings";
import { VirtualClock } from "../../../support/fake-ssm/clock";
import { instance } from "../../../support/fake-ssm/instances";
import { startServer } from "../../../support/fake-ssm/server";
import { World, type WorldProps } from "../../../support/fake-ssm/world";
import { ScriptedAws } from "../../../support/scripted-aws";
import { dummyCredentials, findIn, names, uat } from "./examined-account";

/** The region behind a server. */
function awsAt(url: string): Aws {
  vi.stubEnv("AWS_ENDPOINT_URL", url);
  vi.stubEnv("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
  const aws = new Aws("us-east-1", dummyCredentials);
  onTestFinished(() => {
    aws.destroy();
    vi.unstubAllEnvs();
  });
  return aws;
}

describe("what keeps updates from happening", () => {
  async function findWith(updates: string | undefined, hasGroup = true) {
    const target = rolloutTarget(releasable(uat));
    const world = new World(new VirtualClock(), { ...target, updates, hasGroup });
    const server = await startServer(world);
    onTestFinished(() => server.close());
    return await findIn(awsAt(server.url), "updates", uat);
  }

  it("is nothing while the parameter says so", async () => {
    expect(await findWith("enabled")).toMatchObject([{ status: "ok" }]);
  });

  it("is somebody's hold, which somebody should look at", async () => {
    expect(await findWith("held: 1.9 is bad")).toMatchObject([
      {
        status: "warning",
        message: expect.stringContaining("updates are held: 1.9 is bad: nothing rolls out"),
        remedy: expect.stringContaining("RUNBOOK-rollback.md"),
      },
    ]);
  });

  it("is a parameter that is missing, once the environment is deployed", async () => {
    expect(await findWith(undefined)).toMatchObject([{ status: "warning" }]);
    expect(await findWith(undefined, false)).toMatchObject([{ status: "note" }]);
  });
});

describe("the executions that functions reserve", () => {
  /** @param reserved by the functions that are there */
  async function findWith(unreserved: number | undefined, reserved: readonly string[] = []) {
    await using scripted = await ScriptedAws.before();
    scripted.answers("GetAccountSettings", {
      body: { AccountLimit: { UnreservedConcurrentExecutions: unreserved } },
    });
    scripted.answers("GetFunctionConcurrency", ({ url = "" }) =>
      reserved.some((name) => url.includes(`/${name}/`))
        ? { body: { ReservedConcurrentExecutions: 1 } }
        : { status: 404, body: { __type: "ResourceNotFoundException", message: "not found" } },
    );
    return await findIn(awsAt(scripted.url), "lambda-concurrency", uat);
  }

  it("leave as many as Lambda asks for", async () => {
    expect(await findWith(102)).toEqual([
      {
        status: "ok",
        message:
          "102 executions are unreserved in us-east-1, and 100 once 2 functions have reserved one each",
        remedy: null,
      },
    ]);
    expect(await findWith(101)).toMatchObject([
      { status: "warning", message: expect.stringContaining("may insist on 100") },
    ]);
    expect(await findWith(12)).toMatchObject([{ status: "warning" }]);
    expect(await findWith(11)).toMatchObject([
      {
        status: "failed",
        message:
          "11 executions are unreserved in us-east-1, and 9 once 2 functions have reserved one each: Lambda insists on 10 at the least",
        remedy: expect.stringMatching(/^AWS console in us-east-1: Service Quotas → /),
      },
    ]);
  });

  it("are counted once: what has been reserved already isn't asked for again", async () => {
    expect(await findWith(11, [names.autoupdaterFunction])).toMatchObject([{ status: "warning" }]);
    const both = [names.autoupdaterFunction, names.database.userFunction];
    expect(await findWith(10, both)).toMatchObject([
      { status: "ok", message: "the functions have theirs, and 10 executions are unreserved" },
    ]);
  });

  it("are unknown where Lambda doesn't say", async () => {
    expect(await findWith(undefined)).toMatchObject([{ status: "unchecked" }]);
  });
});

describe("the agents of the instances in service", () => {
  async function findWith(props: Partial<WorldProps>) {
    const world = new World(new VirtualClock(), { ...rolloutTarget(releasable(uat)), ...props });
    const server = await startServer(world);
    try {
      return await findIn(awsAt(server.url), "ssm-agents", uat);
    } finally {
      await server.close();
    }
  }
  const one = instance("i-0f0a5c1d2e3b4a697");
  const lost = instance("i-0f0a5c1d2e3b4a698", { agent: "ConnectionLost" });
  const never = instance("i-0f0a5c1d2e3b4a699", { agent: "" });

  it("are all online", async () => {
    expect(await findWith({ instances: [one] })).toEqual([
      {
        status: "ok",
        message: "1 of 1 instances in service are online in Systems Manager",
        remedy: null,
      },
    ]);
  });

  it("are named where they aren't", async () => {
    expect(await findWith({ instances: [one, lost, never] })).toMatchObject([
      {
        status: "failed",
        message: `2 of 3 instances in service are not online in Systems Manager: ${lost.id}, ${never.id}`,
        remedy: expect.stringContaining(`--instance-id ${lost.id} `),
      },
    ]);
  });

  it("don't count outside of service, of which there must be one, or before anything is deployed", async () => {
    const pending = instance(lost.id, { agent: "", lifecycleState: "Pending" });
    expect(await findWith({ instances: [one, pending] })).toMatchObject([{ status: "ok" }]);
    expect(await findWith({ instances: [pending] })).toMatchObject([
      {
        status: "failed",
        message: `no instance of ${names.base} is in service, and a rollout would be refused`,
      },
    ]);
    expect(await findWith({ hasGroup: false })).toMatchObject([
      { status: "note", message: `not deployed yet: ${names.base} isn't there` },
    ]);
  });
});
