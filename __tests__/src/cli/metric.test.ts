import { describe, expect, it } from "vitest";
import { allIds, loadDeployments } from "../../../src/estate/deployments";
import { Program } from "../../e2e/drift/program";
import { type Fault, faultsOf } from "../../support/fake-ssm/faults";
import { failure, instance } from "../../support/fake-ssm/instances";
import { ScriptedAws } from "../../support/scripted-aws";
import { Folder, testapp, variablesFor } from "./command-line";
import { inSync } from "./plans";
import { Account, a, environmentId as uat } from "./rollout/rollout-account";

/** What an alarm reads: a value under these names. */
const told = (metric: string, value: number, id = uat) => ({
  Namespace: "testapp/outcomes",
  MetricData: [
    {
      MetricName: metric,
      Dimensions: [{ Name: "EnvironmentId", Value: id }],
      Value: value,
    },
  ],
});

describe.concurrent("testapp rollout --metric", () => {
  it("tells a good outcome once, and none that nobody asks for", async () => {
    await using account = await Account.with([a]);
    const { status, stderr } = await account.run([uat, "--metric"]);
    expect([status, stderr.includes("CloudWatch")]).toEqual([0, false]);
    expect(account.received("PutMetricData")).toEqual([told("Rollout", 0)]);

    await account.run([uat]);
    expect(account.received("PutMetricData")).toHaveLength(1);
  });

  it("tells a bad one", async () => {
    await using account = await Account.with([instance(a.id, { runs: [failure] })]);
    const { status } = await account.run([uat, "--metric"]);
    expect(status).toBe(2);
    expect(account.received("PutMetricData")).toEqual([told("Rollout", 2)]);
  });

  it("tells one that isn't known", async () => {
    const faults = faultsOf({ ListCommandInvocations: Array<Fault>(9).fill("denied") });
    await using account = await Account.with([a], { faults });
    const { status } = await account.run([uat, "--metric"]);
    expect(status).toBe(3);
    expect(account.received("PutMetricData")).toEqual([told("Rollout", 1)]);
  });

  it("keeps its exit code and its report where the outcome can't be told, and says so", async () => {
    const faults = faultsOf({ PutMetricData: ["denied"] });
    await using account = await Account.with([a], { faults });
    const { status, stdout, stderr } = await account.run([uat, "--metric", "--json", "r.json"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^SUCCEEDED uat-us-east-1: /);
    expect(JSON.parse(account.folder.read("r.json")).outcome).toBe("SUCCEEDED");
    expect(stderr).toContain(
      `CloudWatch doesn't know the outcome of ${uat}: PutMetricData failed, AccessDeniedException (HTTP 400): not authorized to perform`,
    );
  });

  it("sends what isn't answered again", async () => {
    const faults = faultsOf({ PutMetricData: ["html 503", "throttled"] });
    await using account = await Account.with([a], { faults });
    const { status, stderr } = await account.run([uat, "--metric"]);
    expect([status, stderr.includes("CloudWatch")]).toEqual([0, false]);
    expect(account.received("PutMetricData")).toHaveLength(3);
  });

  it("is wrong usage of a dry run, which has no outcome", async () => {
    await using account = await Account.with([a]);
    const { status, stderr } = await account.run([uat, "--metric", "--dry-run"]);
    expect([status, account.server.received]).toEqual([64, []]);
    expect(stderr).toContain("--metric");
  });
});

describe("testapp drift-check --metric", () => {
  it("tells of each in its region that it could not be checked", async () => {
    await using aws = await ScriptedAws.before();
    const received: unknown[] = [];
    aws.answers("PutMetricData", ({ headers }, body) => {
      received.push([/\/([a-z0-9-]+)\/monitoring\//.exec(`${headers.authorization}`)?.[1], body]);
      return { body: {} };
    });
    using folder = new Folder();
    await using program = new Program(testapp, ["drift-check", "--all", "--metric"], {
      cwd: folder.path,
      env: { ...variablesFor(aws.url), TERRAFORM_BINARY_NAME: `${folder.path}/terraform` },
    });
    const { status, stdout } = await program.ended;
    expect(status, stdout).toBe(1);
    const checked = loadDeployments().filter(({ id }) => allIds.includes(id));
    const expected = checked.map(({ id, region }) => [
      region,
      JSON.stringify(told("DriftCheck", 2, id)),
    ]);
    expect(received.sort()).toEqual(expected.sort());
  });

  it("is wrong usage of a saved plan, which is judged offline", () => {
    using folder = new Folder();
    folder.write("plan.json", inSync);
    const { status, stderr } = folder.run(["drift-check", "--plan", "plan.json", "--metric", uat]);
    expect(status).toBe(64);
    expect(stderr).toContain("--metric");
  });

  it("is wrong usage of half a check, which could be good where a whole one isn't", () => {
    using folder = new Folder();
    const { status, stderr } = folder.run(["drift-check", uat, "--metric", "--no-additions"]);
    expect(status).toBe(64);
    expect(stderr).toContain("'--metric' cannot be used with option '--no-additions'");
  });
});
