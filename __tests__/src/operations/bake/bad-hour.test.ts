import { expect, it, vi } from "vitest";
import { loadDeployment } from "../../../../src/estate/deployments";
import { Clients } from "../../../../src/operations/aws/clients";
import { bakePort } from "../../../../src/operations/bake/aws";
import { bake } from "../../../../src/operations/bake/bake";
import { type BakeReport, outcomes } from "../../../../src/operations/bake/report";
import { loadEnvironments } from "../../../../src/systems/test-app/environments";
import { belowMinimumSeconds } from "../../../../src/systems/test-app/updater-run";
import { documentOf } from "../../../runbooks/documents";
import { sectionIn } from "../../../stacks/invariants/alarms";
import { ringing, type Series } from "../../../support/alarm-states";
import { FakeHealthAccount } from "../../../support/fake-health";
import { VirtualClock } from "../../../support/fake-ssm/clock";
import { type SynthesizedStack, synthesizeInventory } from "../../../support/synthesized";
import { dummyCredentials } from "../rollout/aws/over-http";

const id = "production-us-east-1";
const stack = (await synthesizeInventory())[id] as SynthesizedStack;
const { groupName, alarmName } = loadDeployment(id).health as {
  readonly groupName: string;
  readonly alarmName: string;
};

/** In minutes. */
const day = 24 * 60;

/** A release that answers its health check, and nothing else well, is there from the 20th to the 40th minute. */
const isBad = (minute: number) => minute >= 20 && minute < 40;
const badHour: Series = (metric, minute) => {
  const values: Readonly<Record<string, number | undefined>> = {
    HTTPCode_Target_5XX_Count: isBad(minute) ? 300 : undefined,
    TargetResponseTime: isBad(minute) ? 0.02 : 0.2,
    HealthyHostCount: 3,
    UnHealthyHostCount: 0,
    GroupInServiceInstances: 3,
    CPUUtilization: 40,
    FreeStorageSpace: 60 * 2 ** 30,
    DatabaseConnections: 30,
    // The night's check was good.
    DriftCheck: minute % day === 0 ? 0 : undefined,
  };
  return values[metric];
};

/** What a bake reports that begins at a minute of that hour and takes the environment's time. */
async function bakedFrom(begin: number): Promise<BakeReport> {
  const pollIntervalMs = 15_000;
  using account = await FakeHealthAccount.start(groupName, (look) => ({
    targets: { "i-1": "healthy", "i-2": "healthy", "i-3": "healthy" },
    alarm: names(begin + Math.floor((look - 1) / 4)).includes(alarmName) ? "ALARM" : "OK",
  }));
  dummyCredentials();
  vi.stubEnv("AWS_ENDPOINT_URL", account.url);
  using aws = new Clients("us-east-1");
  const surroundings = {
    port: bakePort(aws),
    clock: new VirtualClock(),
    chance: { fraction: () => 1, newRunId: () => "run" },
    stop: new AbortController().signal,
    onProgress: () => {},
  };
  const target = { environment: id, groupName, alarmName };
  return await bake(target, { bakeTimeMs: 900_000, pollIntervalMs }, surroundings);
}

const names = (minute: number): string[] =>
  ringing(stack, badHour, minute).map(({ alarm_name }) => alarm_name);

it("rings for a bad release within its bake, names the section to read, and is quiet once it is gone", async () => {
  expect(names(20)).toEqual([]);
  expect(names(25)).toEqual([alarmName, `${groupName}-target-errors`]);
  expect(names(40)).toEqual([alarmName, `${groupName}-target-errors`]);
  expect(names(45)).toEqual([]);

  expect((await bakedFrom(2)).outcome).toBe("HEALTHY");
  const bad = await bakedFrom(19);
  expect(bad).toMatchObject({
    outcome: "UNHEALTHY",
    alarm: { name: alarmName, state: "ALARM" },
  });
  expect(bad.troubles.join()).toContain(alarmName);
  expect((await bakedFrom(45)).outcome).toBe("HEALTHY");

  // From the alarm and from the bake whoever is called comes to the same section.
  const told = ringing(stack, badHour, 25).map((each) => sectionIn(each.alarm_description));
  const section = outcomes.UNHEALTHY.section;
  expect(told[0]).toBe(section);
  const headings = documentOf("RUNBOOK-investigate.md").headings.map(({ title }) => title);
  for (const each of told) expect(headings).toContain(each);
});

it("rings for a night without a drift check, and for a check that isn't good", () => {
  const at = (minute: number, check: (minute: number) => number | undefined) =>
    ringing(stack, (...of) => (of[0] === "DriftCheck" ? check(of[1]) : badHour(of[0], 0)), minute)
      .map((each) => each.alarm_name.replace(`${groupName}-`, ""))
      .sort();
  const last = (minute: number) => (minute === 0 ? 0 : undefined);
  expect(at(26 * 60, last)).toEqual([]);
  expect(at(27 * 60, last)).toEqual(["drift-check-missing", "foundation-drift-check-missing"]);
  const hourly = (kind: number) => (minute: number) =>
    minute % 60 === 0 ? (minute === 0 ? kind : 0) : undefined;
  expect(at(1, hourly(0))).toEqual([]);
  for (const kind of [1, 2])
    expect(at(1, hourly(kind))).toEqual(["drift-check", "foundation-drift-check"]);
});

it("rings for an empty target group, of which CloudWatch says nothing", () => {
  const empty: Series = (metric, minute) =>
    metric === "HealthyHostCount" && minute >= 10 ? undefined : badHour(metric, 0);
  const at = (minute: number) => ringing(stack, empty, minute).map((each) => each.alarm_name);
  expect(at(14)).toEqual([]);
  expect(at(15)).toEqual([alarmName, `${groupName}-too-few-healthy`]);
});

/** One of three instances doesn't serve in these minutes. */
const oneIsOut =
  (from: number, to: number): Series =>
  (metric, minute) =>
    metric === "HealthyHostCount" && minute >= from && minute < to ? 2 : badHour(metric, 0);

it("rings for one instance that stays out of its target group, and condemns no release for it", () => {
  const rings = (minute: number) => ringing(stack, oneIsOut(10, 999), minute);
  expect(rings(30)).toEqual([]);
  expect(rings(45).map((each) => each.alarm_name)).toEqual([`${groupName}-below-minimum`]);
  expect(sectionIn(rings(45)[0]?.alarm_description)).toBe("Out of its target group");
});

it("doesn't ring while a rollout updates one instance after the other, each in all the time that it may take", () => {
  const minutes = belowMinimumSeconds(loadEnvironments()[id]) / 60;
  const during = oneIsOut(10, 10 + Math.ceil(minutes));
  for (let minute = 10; minute < 60; minute += 1)
    expect(ringing(stack, during, minute)).toEqual([]);
});
