import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { loadEnvironments } from "../../../src/config/environments";
import { namesOf } from "../../../src/config/names";
import { FakeAutoScaling, type FakeRefresh } from "../../support/fake-auto-scaling";
import type { Thing } from "../drift/small-app/code";
import type { StandInProject } from "../drift/stand-in";
import { describeDriftCheck, uat } from "../drift/suite";
import { apply, fingerprintOfNow, longTest } from "./suite";

const { base: groupName } = namesOf(loadEnvironments()[uat]);
const template: Thing = { content: "as written" };
const code = { template, fleet: { launches: "template" } };
const old: FakeRefresh = { id: "old", status: "Failed", startedAt: "2026-01-01T00:00:00Z" };

describeDriftCheck("an apply that refreshes the fleet", [uat], (project) => {
  /** An account that begins a refresh once the provider has updated the group. */
  async function account(here: StandInProject, ends: readonly FakeRefresh[]) {
    const { revision } = here.cloud(uat).read("template");
    return FakeAutoScaling.start(groupName, {
      refreshes: (nth) =>
        here.cloud(uat).read("template").revision === revision
          ? [old]
          : [ends[Math.min(nth - 2, ends.length - 1)] ?? old, old],
      group: (nth) => ({
        desiredCapacity: 3,
        instances: [
          "InService Healthy",
          "InService Healthy",
          nth < 2 ? "Pending Healthy" : "InService Healthy",
        ],
      }),
    });
  }

  function changeTemplate(here: StandInProject, content: string): void {
    here.write(uat, { ...code, template: { content } });
  }

  test("waits for it, and says how it ended", { timeout: longTest }, async () => {
    const here = project();
    here.write(uat, code);
    await here.apply(uat);
    changeTemplate(here, "good");
    const approved = await fingerprintOfNow(here);
    using good = await account(here, [
      { id: "new", status: "Pending" },
      { id: "new", status: "InProgress", percent: 33, reason: "one is warming up" },
      { id: "new", status: "Successful", percent: 100 },
    ]);
    const args = ["--approved", approved, "--poll-interval", "0.02"];
    const applied = await apply(here, args, { AWS_ENDPOINT_URL_AUTO_SCALING: good.url });
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
    // What the README shows.
    const shown = applied.stderr.slice(applied.stderr.indexOf(`APPLIED ${uat}`));
    const readme = readFileSync(path.resolve(__dirname, "../../../README.md"), "utf8");
    expect(withoutChance(readme)).toContain(`\n${withoutChance(shown).trimEnd()}\n\`\`\``);

    changeTemplate(here, "bad");
    const next = await fingerprintOfNow(here);
    using bad = await account(here, [
      { id: "new", status: "InProgress", percent: 0 },
      { id: "new", status: "Failed", reason: "no healthy instance" },
    ]);
    const failed = await apply(here, ["--approved", next, "--poll-interval", "0.02"], {
      AWS_ENDPOINT_URL_AUTO_SCALING: bad.url,
    });
    expect([failed.status, failed.report.outcome]).toEqual([2, "UNSETTLED"]);
    expect(failed.report.reason).toContain("new has ended as Failed: no healthy instance");
    expect(failed.report).toMatchObject({ checkAfter: null, fleet: { settled: false } });
  });

  test("applies nothing when it could not watch", { timeout: longTest }, async () => {
    const here = project();
    changeTemplate(here, "other");
    const approved = await fingerprintOfNow(here);
    const before = await here.state(uat);
    using denied = await FakeAutoScaling.start(groupName, {
      refreshes: () => ({ status: 403, code: "AccessDenied" }),
      group: () => undefined,
    });
    const { status, report } = await apply(here, ["--approved", approved], {
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
