import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Deployment } from "../../../../src/estate/deployment";
import {
  environmentIds,
  loadDeployment,
  loadDeployments,
} from "../../../../src/estate/deployments";
import { CallFailure } from "../../../../src/operations/aws/call";
import { Unanswered } from "../../../../src/operations/doctor/aws";
import {
  checkTimeoutMs,
  type Finding,
  failed,
  findingsOf,
  note,
  ok,
  unchecked,
  warning,
} from "../../../../src/operations/doctor/check";
import { thisMachine } from "../../../../src/operations/doctor/checks/machine";
import { examine } from "../../../../src/operations/doctor/examine";
import { outcomeOf } from "../../../../src/operations/doctor/report";
import { account } from "../../../../src/systems/configuration/account";
import { ScriptedAws } from "../../../support/scripted-aws";
import { dummyCredentials, ofEnvironments } from "./examined-account";

const all = environmentIds.map(loadDeployment);
const regions = [...new Set(all.map(({ region }) => region))];

describe("the outcome", () => {
  const bad = failed("x", "y");
  const unknown = unchecked("x", "y");
  it.each<[string, readonly Finding[], string]>([
    [
      "is READY when all was seen, warnings or not",
      [ok("x"), note("x"), warning("x", "y")],
      "READY",
    ],
    ["is UNKNOWN when something could not be checked", [ok("x"), unknown], "UNKNOWN"],
    [
      "is NOT_READY when something failed, whatever is unknown",
      [unknown, bad, ok("x")],
      "NOT_READY",
    ],
    ["is UNKNOWN when nothing was checked", [], "UNKNOWN"],
  ])("%s", (_, findings, outcome) => {
    expect(outcomeOf(findings)).toBe(outcome);
  });
});

describe("a check", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("that doesn't end is no success", async () => {
    vi.useFakeTimers();
    const found = findingsOf(() => new Promise(() => {}));
    await vi.advanceTimersByTimeAsync(checkTimeoutMs);
    expect(await found).toMatchObject([{ status: "unchecked", message: "no result within 20 s" }]);
  });

  it.each<[string, Error, string, string]>([
    [
      "AWS throttles",
      new Unanswered("ec2:DescribeVpcs", new CallFailure("throttled", "slow down")),
      "slow down",
      "AWS throttles the account",
    ],
    [
      "nobody answers",
      new Unanswered("ec2:DescribeVpcs", new CallFailure("unavailable", "no answer")),
      "no answer",
      "look at the network and the proxy",
    ],
    ["it breaks", new TypeError("x is undefined"), "an unexpected TypeError: x is", "mistake of"],
  ])("that can't look because %s is unchecked", async (_, error, message, remedy) => {
    const run = () => Promise.reject(error);
    expect(await findingsOf(run)).toMatchObject([
      {
        status: "unchecked",
        message: expect.stringContaining(message),
        remedy: expect.stringContaining(remedy),
      },
    ]);
  });

  it("never repeats a secret of the environment's", async () => {
    vi.stubEnv("AWS_SESSION_TOKEN", "a-token-that-opens-nothing");
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const run = () => Promise.reject(new Error("sent a-token-that-opens-nothing"));
    const [finding] = await findingsOf(run);
    expect(finding?.message).toBe("an unexpected Error: sent (withheld)");
  });
});

describe("an examination", () => {
  async function examined(accountId: string, deployments: readonly Deployment[] = all) {
    await using aws = await ScriptedAws.before();
    vi.stubEnv("AWS_ENDPOINT_URL", aws.url);
    vi.stubEnv("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    aws.answers("GetCallerIdentity", {
      body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::${accountId}:user/agent</Arn><Account>${accountId}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    });
    aws.deniesOthers();
    const progress: { done: number; total: number }[] = [];
    const report = await examine({
      deployments,
      machine: thisMachine(),
      credentials: dummyCredentials,
      onProgress: (each) => progress.push(each),
    });
    return { report, progress, operations: aws.operations };
  }

  it("of another account looks at nothing but whose the credentials are", async () => {
    const { report, operations } = await examined("444455556666");
    expect(operations).toEqual(["GetCallerIdentity"]);
    expect(report).toMatchObject({
      outcome: "NOT_READY",
      identity: "arn:aws:iam::444455556666:user/agent",
    });
    const inCloud = report.findings.filter(
      ({ scope, check }) => scope !== "machine" && check !== "credentials",
    );
    // 2 of the account, 5 of each region, and those of each environment.
    expect(inCloud).toHaveLength(2 + regions.length * 5 + ofEnvironments);
    for (const finding of inCloud)
      expect(finding).toMatchObject({
        status: "unchecked",
        message: "the credentials are another account's",
        remedy: "see credentials",
      });
  });

  it("makes once what environments and foundations have in common", async () => {
    // A region that has no environment yet has its own findings.
    const deployments = loadDeployments().filter(({ region }) => regions.includes(region));
    const { report } = await examined("444455556666", deployments);
    expect(report.environments).toEqual(deployments.map(({ id }) => id));
    expect(report.environments.length).toBeGreaterThan(all.length);
    // But the topic of costs and the repository on GitHub, which one foundation has.
    const { findings } = (await examined("444455556666")).report;
    expect(report.findings).toHaveLength(findings.length + 2);
    const foundation = await examined("444455556666", [loadDeployment("foundation-us-west-2")]);
    expect(foundation.report.findings.map(({ subject, check }) => `${subject}: ${check}`)).toEqual([
      "this machine: node",
      "this machine: terraform",
      "this machine: lock-file",
      "this machine: stand-ins",
      `${account.id}: credentials`,
      `${account.id}: regions`,
      "us-west-2: default-vpc",
      "us-west-2: state-bucket",
      "us-west-2: log-bucket",
    ]);
  });

  it("makes every check once, of each region and each environment, and counts them", async () => {
    const { report, progress, operations } = await examined(account.id);
    const { findings } = report;
    const subjects = (check: string) =>
      findings.filter((each) => each.check === check).map(({ subject }) => subject);
    expect(subjects("credentials")).toEqual([account.id]);
    expect(subjects("default-vpc")).toEqual(regions);
    expect(subjects("certificate")).toEqual(all.map(({ id }) => id));
    expect(report.environments).toEqual(all.map(({ id }) => id));
    expect(operations).toContain("DescribeVpcs");
    const total = 4 + 1 + 2 + regions.length * 5 + ofEnvironments;
    expect(progress).toEqual(
      Array.from({ length: total }, (_, index) => ({ done: index + 1, total })),
    );
  });
});
