import { describe, expect, it } from "vitest";
import { rollbackReportSchema } from "../../../../src/operations/rollback/report";
import { describeWithTools } from "../../../support/external-tools";
import { faultsOf } from "../../../support/fake-ssm/faults";
import { earlier } from "../../../support/fake-ssm/images";
import { anEnvironment } from "../../operations/drift/reports/sample-reports";
import { expectWrongUsage } from "../command-line";
import { repositoryIn } from "../repository";
import {
  Account,
  type AccountProps,
  a,
  b,
  c,
  slow,
  environmentId as uat,
} from "../rollout/rollout-account";

/** Three instances, and the restore point of the rollout `run-1`. */
async function accountWithPoint(props: AccountProps = {}, fleet = [a, b, c]) {
  const account = await Account.with(fleet, props);
  const { images, clock } = account.world;
  const image = earlier(images, uat, "run-1", clock.now() - 86_400_000);
  return Object.assign(account, { image });
}

const rolledBack = (account: Account, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  account.startCommand("rollback", args, env).ended;

describe.concurrent("testapp rollback", () => {
  it("holds updates, replaces all instances, and says what to commit, in every report", async () => {
    await using account = await accountWithPoint();
    const { status, stdout, stderr } = await rolledBack(account, [
      ...[uat, "--yes", "--reason", "1.9 is bad"],
      ...["--json", "report.json", "--markdown", "report.md", "--junit", "report.xml"],
    ]);
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/^SUCCEEDED uat-us-east-1: every instance in service runs the restore/);
    expect(stderr).toContain("test-app-uat-us-east-1: InProgress");
    const written = `machineImage: { owner: "111122223333", id: "${account.image}" },`;
    expect(stdout).toContain(written);
    expect(stdout.match(/^ {4}restored +i-/gm)).toHaveLength(3);
    for (const { id } of [a, b, c]) expect(stdout).toMatch(new RegExp(`^ {4}replaced +${id}`, "m"));
    expect(account.world.updates).toMatch(
      /^held: 1\.9 is bad \(by arn:aws:sts::111122223333:assumed-role\/operator\/ann, /,
    );
    expect(account.received("CreateLaunchTemplateVersion")).toMatchObject([
      { SourceVersion: "1", "LaunchTemplateData.ImageId": account.image },
    ]);
    const policy = "DesiredConfiguration.MixedInstancesPolicy.LaunchTemplate";
    expect(account.received("StartInstanceRefresh")).toMatchObject([
      {
        [`${policy}.LaunchTemplateSpecification.Version`]: "2",
        [`${policy}.Overrides.member.1.InstanceType`]: "c6in.large",
        "Preferences.MinHealthyPercentage": "100",
        "Preferences.SkipMatching": "false",
      },
    ]);
    const report = rollbackReportSchema.parse(JSON.parse(account.folder.read("report.json")));
    expect(report).toMatchObject({ outcome: "SUCCEEDED", restorePoint: { runId: "run-1" } });
    expect(account.folder.read("report.md")).toContain(`machineImage: { owner: "111122223333"`);
    expect(account.folder.read("report.xml")).toContain('failures="0" errors="0"');
  });

  it("--dry-run shows what it would do, and changes nothing", async () => {
    await using account = await accountWithPoint();
    const { status, stdout } = await rolledBack(account, [uat, "--dry-run"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^DRY_RUN uat-us-east-1: nothing was changed\n {2}Would hold updates/);
    expect(stdout).toContain(account.image);
    const asked = new Set(account.server.received.map(({ operation }) => operation));
    expect([...asked].filter((each) => !/^(Describe|Get|List)/.test(each))).toEqual([]);
  });

  it("without a terminal and without --yes nothing begins, and it says how", async () => {
    await using account = await accountWithPoint();
    const { status, stdout, stderr } = await rolledBack(account, [uat]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^ERROR uat-us-east-1: .*\n {2}Nobody agreed, so nothing was changed\n/);
    expect(stderr).toContain("There is no terminal to ask on: --yes begins without asking");
    expect(account.world.updates).toBe("enabled");
  });

  it("an interrupt ends the watch, and the same command goes on", async () => {
    await using account = await accountWithPoint();
    const { child, ended } = account.startCommand("rollback", [uat, "--yes"]);
    child.stderr?.on("data", (text) => {
      if (String(text).includes("InProgress")) child.kill("SIGINT");
    });
    const { status, stdout, stderr } = await ended;
    expect(status, stdout + stderr).toBe(3);
    expect(stdout).toMatch(/^IN_PROGRESS uat-us-east-1: /);
    expect(stdout).toContain(`watch on: bin/testapp rollback ${uat} --to run-1\n`);
    expect(stderr).toContain("SIGINT: the watch ends, and an instance refresh that was started");
    const again = await rolledBack(account, [uat, "--to", "run-1"]);
    expect(again.status, again.stdout).toBe(0);
    expect(account.received("StartInstanceRefresh")).toHaveLength(1);
  });

  it("bears throttling, a connection that is cut and answers that were lost", async () => {
    const lost = ["throttled", "reset after"] as const;
    await using account = await accountWithPoint({
      faults: faultsOf({
        PutParameter: lost,
        CreateLaunchTemplateVersion: lost,
        StartInstanceRefresh: lost,
        DescribeInstanceRefreshes: ["throttled", "html 503"],
      }),
    });
    const { status, stdout } = await rolledBack(account, [uat, "--yes"]);
    expect(status, stdout).toBe(0);
    expect(account.world.images.versions).toHaveLength(2);
    expect(account.world.launches.all).toHaveLength(1);
  });

  it("says which permission is missing, and that no instance was replaced", async () => {
    await using account = await accountWithPoint({
      faults: (operation) => (operation === "StartInstanceRefresh" ? "denied" : undefined),
    });
    const { status, stdout } = await rolledBack(account, [uat, "--yes"]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^ERROR uat-us-east-1: no instance is known to be replaced\n/);
    expect(stdout).toMatch(/No instance was replaced: .*StartInstanceRefresh/);
    expect(stdout).toContain("updates are held: ");
  });

  it("ends 4 where a rollout is running, and names it", async () => {
    await using account = await accountWithPoint({}, [slow, b, c]);
    const { props } = account.world.sendByOther();
    const { status, stdout } = await rolledBack(account, [uat, "--yes"]);
    expect(status).toBe(4);
    expect(stdout).toContain(`bin/testapp rollout ${uat} --cancel ${props.commandId}`);
    expect(account.received("StartInstanceRefresh")).toEqual([]);
    // Instances that the rollout has not reached keep the old code.
    expect(account.world.updates).toMatch(/^held: /);
  });

  it("--hold only holds updates", async () => {
    await using account = await accountWithPoint();
    const { status, stdout } = await rolledBack(account, [uat, "--hold", "1.9 is bad"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^HELD uat-us-east-1: /);
    expect(account.world.updates).toContain("held: 1.9 is bad (by arn:");
    expect(account.received("StartInstanceRefresh")).toEqual([]);
  });

  it.each<[string, readonly string[], string]>([
    ["an unknown environment", ["uat"], 'unknown environment "uat"'],
    ["no reason", [uat, "--hold", " "], "--hold"],
    ["two things at once", [uat, "--hold", "x y z", "--release-hold"], "cannot be used with"],
    ["no drift report", [uat, "--release-hold"], "--release-hold needs --drift-report FILE"],
    ["a run id that is none", [uat, "--to", "a b"], "--to"],
  ])("%s is wrong usage, and nothing is asked", async (_, args, message) => {
    await using account = await accountWithPoint();
    expectWrongUsage(await rolledBack(account, args), "rollback", message);
    expect(account.server.received).toEqual([]);
  });
});

const hold = "held: 1.9 is bad (by ann)";

describeWithTools("the end of a hold", ["git"], () => {
  it.concurrent.each([
    ["IN_SYNC", `updates are ${hold}`, 0, "RELEASED", "enabled"],
    ["DRIFTED", `updates are ${hold}`, 1, "ERROR", hold],
    // Of before the hold, and so perhaps of before a rollback that nobody has committed.
    ["IN_SYNC", null, 1, "ERROR", hold],
  ] as const)("with a drift report that says %s and %s ends %i", async (...row) => {
    const [verdict, held, code, outcome, value] = row;
    await using account = await Account.with([a], { updates: hold });
    const { commit, env } = repositoryIn(account.folder);
    const plannedAt = new Date(Date.now() - 60_000).toISOString();
    account.folder.write("drift.json", { ...anEnvironment({ commit, plannedAt, held }), verdict });
    const args = [uat, "--release-hold", "--drift-report", "drift.json"];
    const { status, stdout } = await rolledBack(account, args, env);
    expect(status, stdout).toBe(code);
    expect(stdout).toMatch(new RegExp(`^${outcome} uat-us-east-1: `));
    expect(account.world.updates).toBe(value);
  });
});
