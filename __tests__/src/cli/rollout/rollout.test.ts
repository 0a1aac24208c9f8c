import { describe, expect, it } from "vitest";
import { rolloutReportSchema } from "../../../../src/operations/rollout/report";
import { failure, instance } from "../../../support/fake-ssm/instances";
import { Account, a, b, c, slow, environmentId as uat } from "./rollout-account";

const bad = { ...b, runs: [failure] };
const allReports = ["--json", "report.json", "--markdown", "report.md", "--junit", "report.xml"];

describe.concurrent("testapp rollout", () => {
  it("sends once, shows each instance's changes, and ends 0 when all are updated", async () => {
    await using account = await Account.with([a, b, c]);
    const { status, stdout, stderr } = await account.run([uat, ...allReports]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^SUCCEEDED uat-us-east-1: every instance is updated\n/);
    expect(stdout).toContain("No drift check gates this rollout: --drift-report FILE would\n");
    expect(stderr).toContain("3 instances in service\n");
    expect(stdout + stderr, "colours are for terminals").not.toContain("\u001b");
    for (const { id } of [a, b, c]) {
      expect(stdout).toContain(`    updated  ${id}: Success, exit code 0, 5.0 s\n`);
      expect(stderr).toContain(`\n${id}: updated (Success, exit code 0)\n`);
    }
    expect(account.received("SendCommand")).toEqual([
      expect.objectContaining({ Targets: [{ Key: "tag:EnvironmentId", Values: [uat] }] }),
    ]);

    const report = rolloutReportSchema.parse(JSON.parse(account.folder.read("report.json")));
    expect(report).toMatchObject({ outcome: "SUCCEEDED", environment: uat });
    expect(report.instances.map(({ class: known }) => known)).toEqual(Array(3).fill("updated"));
    expect(account.folder.read("report.md")).toMatch(/^# Rollout of `uat-us-east-1`: SUCCEEDED\n/);
    expect(account.folder.read("report.xml")).toContain('tests="4" failures="0" errors="0"');
  });

  it("ends 2 with the output of an instance that failed, in every report", async () => {
    await using account = await Account.with([a, bad, c]);
    const { status, stdout } = await account.run([uat, ...allReports]);
    expect(status).toBe(2);
    expect(stdout).toMatch(/^PARTIAL uat-us-east-1: /);
    expect(stdout).toContain(`    failed       ${b.id}: Failed, exit code 3, 4.0 s\n`);
    expect(JSON.parse(account.folder.read("report.json")).instances).toContainEqual(
      expect.objectContaining({ instanceId: b.id, class: "failed", responseCode: 3 }),
    );
    const reports = ["report.json", "report.md", "report.xml"].map((name) =>
      account.folder.read(name),
    );
    for (const text of [stdout, ...reports])
      expect(text).toContain("the health endpoint did not answer");
  });

  it("calls an instance unknown where the exit code is perhaps the agent's, and sends nobody to the vendor", async () => {
    const killed = { ...failure, code: 1, printed: "2026-03-01T08:00:00Z running the updater\n" };
    await using account = await Account.with([{ ...b, runs: [killed] }]);
    const { status, stdout } = await account.run([uat]);
    expect(status).toBe(2);
    expect(stdout).toMatch(/^FAILED uat-us-east-1: /);
    expect(stdout).toContain(`    unknown      ${b.id}: Failed, exit code 1, 4.0 s\n`);
    expect(stdout).toContain("      | failed to run commands: exit status 1\n");
    expect(stdout).toContain(`"Without the script's last line" and "FAILED"`);
    expect(stdout).not.toContain("Exit code of the updater");
  });

  it("--dry-run shows the expected instances and what would be sent, and sends nothing", async () => {
    await using account = await Account.with([a, b]);
    const { status, stdout } = await account.run([uat, "--dry-run"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^DRY_RUN uat-us-east-1: nothing was sent\n {2}Would make a restore point of i-\S+, and then send .*version 7/,
    );
    for (const { id } of [a, b]) expect(stdout).toContain(`    expected  ${id}\n`);
    expect(account.received("SendCommand")).toEqual([]);
  });

  it("reaches each service at an endpoint of its own where there is one", async () => {
    await using account = await Account.with([a]);
    const { status, stdout } = await account.run([uat, "--dry-run"], {
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ENDPOINT_URL_SSM: account.server.url,
      AWS_ENDPOINT_URL_AUTO_SCALING: account.server.url,
      AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: account.server.url,
    });
    expect(status, stdout).toBe(0);
  });

  it("begins with an instance that can't be reached only when it is told to", async () => {
    await using account = await Account.with([a, instance(b.id, { agent: "ConnectionLost" })]);
    const refused = await account.run([uat]);
    expect(refused).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("--allow-offline"),
    });
    expect(account.received("SendCommand")).toEqual([]);

    const allowed = await account.run([uat, "--allow-offline"]);
    expect(allowed.stdout).toMatch(/^PARTIAL /);
    expect(allowed.status).toBe(2);
  });

  it("ends 4 when another rollout is running, and sends nothing", async () => {
    await using account = await Account.with([slow]);
    const other = account.world.sendByOther();
    const { status, stdout } = await account.run([uat]);
    expect(status).toBe(4);
    expect(stdout).toMatch(/^CONFLICT /);
    expect(stdout).toContain(other.props.commandId);
    expect(account.received("SendCommand")).toEqual([]);
  });

  it("polls as often as it is told to", async () => {
    const looksWith = async (seconds: string) => {
      await using account = await Account.with([slow]);
      const limits = ["--poll-interval", seconds, "--watch-timeout", "10"];
      expect(await account.run([uat, ...limits])).toMatchObject({ status: 3 });
      return account.received("ListCommands").filter(({ CommandId }) => CommandId).length;
    };
    const looks = await Promise.all(["60", "0.05"].map(looksWith));
    // With the default interval there would be a few.
    expect(looks[0]).toBe(1);
    expect(looks[1]).toBeGreaterThan(7);
  });
});
