import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { loadEnvironments } from "../../../src/systems/test-app/environments";
import { namesOf } from "../../../src/systems/test-app/names";
import { FakeAutoScaling, type FakeRefresh } from "../../support/fake-auto-scaling";
import type { Thing } from "../drift/small-app/code";
import type { StandInProject } from "../drift/stand-in";
import { describeDriftCheck, uat } from "../drift/suite";
import { apply } from "./suite";

const { base: groupName } = namesOf(loadEnvironments()[uat]);
const template: Thing = { content: "as written" };
const code = { template, fleet: { launches: "template" } };
const allWell = ["InService Healthy", "InService Healthy", "InService Healthy"];
const old: FakeRefresh = { id: "old", status: "Failed", startedAt: "2026-01-01T00:00:00Z" };

describeDriftCheck("an apply that refreshes the fleet", [uat], (project) => {
  beforeAll(() => project().useQuickCdktf());

  /**
   * An account that begins a refresh once the provider has updated the group.
   *
   * @param ends the refresh at each look
   * @param instances once it is updated (default: all are well)
   */
  async function account(
    here: StandInProject,
    ends: readonly FakeRefresh[],
    instances: readonly string[] = allWell,
  ) {
    const { revision } = here.cloud(uat).read("template");
    const isUpdated = () => here.cloud(uat).read("template").revision !== revision;
    let looks = 0;
    let described = 0;
    return FakeAutoScaling.start(groupName, {
      refreshes: () => {
        if (!isUpdated()) return [old];
        looks += 1;
        return [ends[Math.min(looks, ends.length) - 1] ?? old, old];
      },
      group: () => {
        if (!isUpdated()) return { desiredCapacity: 3, instances: allWell };
        described += 1;
        const atFirst = instances.toSpliced(-1, 1, "Pending Healthy");
        return { desiredCapacity: 3, instances: described === 1 ? atFirst : instances };
      },
    });
  }

  /** The fingerprint of what an apply would do now. */
  async function planned(here: StandInProject, { url }: FakeAutoScaling): Promise<string> {
    const { report } = await apply(here, uat, ["--plan-only"], {
      AWS_ENDPOINT_URL_AUTO_SCALING: url,
    });
    expect([report.outcome, report.fleet?.settled], report.reason).toEqual(["PLANNED", true]);
    return `${report.fingerprint}`;
  }

  function applyTo({ url }: FakeAutoScaling, here: StandInProject, args: readonly string[]) {
    const env = { AWS_ENDPOINT_URL_AUTO_SCALING: url };
    return apply(here, uat, [...args, "--poll-interval", "0.02"], env);
  }

  function changeTemplate(here: StandInProject, content: string): void {
    here.write(uat, { ...code, template: { content } });
  }

  test("waits for it, and says how it ended", async () => {
    const here = project();
    here.write(uat, code);
    await here.apply(uat);
    changeTemplate(here, "good");
    using good = await account(here, [
      { id: "new", status: "Pending" },
      { id: "new", status: "InProgress", percent: 33, reason: "one is warming up" },
      { id: "new", status: "Successful", percent: 100 },
    ]);
    const approved = await planned(here, good);
    const applied = await applyTo(good, here, ["--approved", approved]);
    expect([applied.status, applied.report.outcome], applied.report.reason).toEqual([0, "APPLIED"]);
    expect(applied.report.fleet).toMatchObject({
      refreshId: "new",
      status: "Successful",
      healthyInService: 3,
      settled: true,
    });
    expect(applied.report.checkAfter?.verdict).toBe("IN_SYNC");
    for (const line of [
      "instance refresh new: InProgress, 33 %: one is warming up",
      "2 of 3 instances in service and healthy",
      "3 of 3 instances in service and healthy",
    ])
      expect(applied.stderr).toContain(line);
    const shown = applied.stderr.slice(applied.stderr.indexOf(`APPLIED ${uat}`));
    const report = readFileSync(path.resolve(__dirname, "fleet-report.txt"), "utf8");
    expect(withoutChance(shown).trimEnd()).toBe(withoutChance(report).trimEnd());

    changeTemplate(here, "bad");
    const mostlyOld = ["InService Healthy 1", "InService Healthy 1", "InService Healthy"];
    using bad = await account(
      here,
      [
        { id: "new", status: "InProgress", percent: 0 },
        { id: "new", status: "Failed", reason: "no healthy instance" },
      ],
      mostlyOld,
    );
    const next = await planned(here, bad);
    const failed = await applyTo(bad, here, ["--approved", next]);
    expect([failed.status, failed.report.outcome]).toEqual([2, "UNSETTLED"]);
    expect(failed.report.reason).toContain("new has ended as Failed: no healthy instance");
    expect(failed.report).toMatchObject({ checkAfter: null, fleet: { settled: false } });

    // Terraform has nothing left to do now, and the fleet is as it was.
    const left = await applyTo(bad, here, ["--plan-only"]);
    expect([left.status, left.report.outcome]).toEqual([2, "UNSETTLED"]);
    expect(left.report.verdict).toBe("IN_SYNC");
    const again = await applyTo(bad, here, ["--approved", next]);
    expect([again.status, again.report.outcome]).toEqual([2, "UNSETTLED"]);
    expect(again.report.reason).toContain("i-0, i-1 in service, but not launched from");
  });

  test("says after a failure how the fleet is to be seen, and resumes", async () => {
    const here = project();
    here.write(uat, code);
    await here.apply(uat);
    here.write(uat, { ...code, template: { content: "with an extra" }, extra: { content: "x" } });
    using started = await account(here, [
      { id: "new", status: "InProgress", percent: 33 },
      { id: "new", status: "InProgress", percent: 66 },
      { id: "new", status: "Successful", percent: 100 },
    ]);
    const approved = await planned(here, started);
    here.cloud(uat).behave({ thing: "extra", writes: true, fail: { summary: "Refused" } });
    const failed = await applyTo(started, here, ["--approved", approved]);
    here.cloud(uat).behave();
    expect([failed.status, failed.report.outcome], failed.report.reason).toEqual([2, "FAILED"]);
    expect(failed.report.nextSteps.join()).toContain("aws autoscaling describe-instance-refreshes");

    // The code is mended, and what the provider has started still goes on.
    changeTemplate(here, "with an extra");
    const env = { AWS_ENDPOINT_URL_AUTO_SCALING: started.url };
    const shown = await apply(here, uat, ["--plan-only"], env);
    expect(shown.report.fleet).toMatchObject({ refreshId: "new", settled: false });
    expect(shown.status).toBe(2);
    const resumed = await applyTo(started, here, ["--approved", `${shown.report.fingerprint}`]);
    expect(resumed.status, resumed.report.reason).toBe(0);
    expect(resumed.report.fleet).toMatchObject({ status: "Successful", settled: true });
    expect(resumed.stderr).toContain("instance refresh new: InProgress, 66 %");
  });

  test("applies nothing when it could not watch", async () => {
    const here = project();
    changeTemplate(here, "other");
    using healthy = await account(here, []);
    const approved = await planned(here, healthy);
    const before = await here.state(uat);
    using denied = await FakeAutoScaling.start(groupName, {
      refreshes: () => ({ status: 403, code: "AccessDenied" }),
      group: () => undefined,
    });
    const { status, report } = await apply(here, uat, ["--approved", approved], {
      AWS_ENDPOINT_URL_AUTO_SCALING: denied.url,
    });
    expect([status, report.outcome, report.applied]).toEqual([1, "ERROR", null]);
    expect(report.reason).toContain("DescribeInstanceRefreshes failed, AccessDenied");
    expect(await here.state(uat)).toBe(before);
  });
});

/** With one time, one fingerprint and one refresh in place of all: they are others in every run. */
function withoutChance(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME")
    .replaceAll(/sha256:[0-9a-f]{64}/g, "FINGERPRINT")
    .replaceAll(/instance refresh \S+:/g, "instance refresh ID:");
}
