import { expect } from "vitest";
import type { RolloutReport } from "../../../../src/operations/rollout/report";
import type { FakeCode, Release } from "../../../support/fake-ssm/code";
import type { World } from "../../../support/fake-ssm/world";
import { change, type Json, plan } from "../drift/written-plans";

export const first: Release = { name: "1.7", works: true };
const good: Release = { name: "1.8", works: true };
/** Its update lasts long enough to interrupt the watch: tests of the CLI let time pass 50 times as fast. */
const bad: Release = { name: "1.9", works: false, updateMs: 240_000 };
const mended: Release = { name: "1.10", works: true };

/** What an operator can do; each is done again until it has come to an end. */
export interface Operator {
  rollout(step: string): Promise<{ readonly outcome: string; readonly reason: string }>;
  hold(reason: string): Promise<{ readonly outcome: string }>;
  rollback(): Promise<{ readonly outcome: string; readonly nextSteps: readonly string[] }>;
  /** Of this plan, once the change is committed. */
  driftCheck(plan: Json): Promise<{ readonly verdict: string; readonly held: string | null }>;
  release(): Promise<{ readonly outcome: string }>;
}

/** Whether a rollout needs no further try: a hold that nobody could read is none to give way to. */
export const isOver = ({ outcome, reason }: Pick<RolloutReport, "outcome" | "reason">) =>
  outcome === "SUCCEEDED" || outcome === "FAILED" || reason.includes("updates are held: ");

/**
 * A bad release, from its first wave to the mended one: at each step with the code that each instance runs.
 *
 * @returns what is there at the end
 */
export async function story(world: World, code: FakeCode, operator: Operator) {
  const runs = () => names(world.serving().map((id) => code.on(id)));
  const [applied = ""] = world.images.versions;

  code.published = good;
  expect(await operator.rollout("a good release")).toMatchObject({ outcome: "SUCCEEDED" });
  expect(runs()).toEqual(["1.8", "1.8", "1.8"]);

  code.published = bad;
  const failed = await operator.rollout("a bad release");
  expect(failed).toMatchObject({
    outcome: "FAILED",
    reason: expect.stringMatching(/2 not updated/),
  });
  expect(runs()).toEqual(["1.8", "1.8", "1.9"]);
  const details = world.commands.at(-1)?.props.invocations.map((each) => each.details);
  expect(details).toEqual(["Failed", "Terminated", "Terminated"]);
  expect(world.healthy()).toHaveLength(2);

  // The group launches one before somebody holds updates, and one after.
  world.launches.launch();
  expect(runs()).toEqual(["1.8", "1.8", "1.9", "1.9"]);
  expect(await operator.hold("1.9 is bad")).toMatchObject({ outcome: "HELD" });
  world.launches.launch();
  expect(runs()).toEqual(["1.7", "1.8", "1.8", "1.9", "1.9"]);
  expect(world.healthy()).toHaveLength(3);
  const sent = world.commands.length;
  expect(await operator.rollout("another try")).toMatchObject({
    outcome: "CONFLICT",
    reason: expect.stringContaining("held: 1.9 is bad"),
  });
  expect(world.commands).toHaveLength(sent);

  const back = await operator.rollback();
  expect(back).toMatchObject({ outcome: "SUCCEEDED" });
  expect(runs()).toEqual(["1.8", "1.8", "1.8", "1.8", "1.8"]);
  expect(world.healthy()).toHaveLength(5);
  const launchedFrom = world.serving().map((id) => world.launches.versionOf(id));
  expect(new Set(launchedFrom)).toEqual(new Set(["2"]));
  world.launches.launch();
  expect(runs()).toEqual(["1.8", "1.8", "1.8", "1.8", "1.8", "1.8"]);

  const [, committed = ""] = /machineImage: \{ owner: "\d+", id: "(\S+)" \}/.exec(
    back.nextSteps[0] ?? "",
  ) ?? ["", ""];
  expect(code.inImage(committed).name).toBe("1.8");
  const stillHeld = { held: expect.stringContaining("held: 1.9 is bad") };
  expect(await operator.driftCheck(planned(world, applied))).toMatchObject({
    verdict: "DRIFTED",
    ...stillHeld,
  });
  expect(await operator.release()).toMatchObject({ outcome: "ERROR" });
  expect(world.mayUpdate()).toBe(false);
  expect(await operator.driftCheck(planned(world, applied, committed))).toMatchObject({
    verdict: "IN_SYNC",
    ...stillHeld,
  });

  code.published = mended;
  expect(await operator.release()).toMatchObject({ outcome: "RELEASED" });
  world.launches.launch();
  expect(runs()).toEqual(["1.10", "1.8", "1.8", "1.8", "1.8", "1.8", "1.8"]);
  expect(await operator.rollout("the mended release")).toMatchObject({ outcome: "SUCCEEDED" });
  expect(runs()).toEqual(Array(7).fill("1.10"));

  for (const { by, left } of world.takenOut) expect(left, by).toBeGreaterThanOrEqual(2);
  return {
    updates: world.updates,
    launchesFrom: world.images.versions.map((id) => code.inImage(id).name),
    groupsVersion: world.launches.version,
    refreshes: world.launches.all.map(({ status }) => status),
    commands: world.commands.length,
    serving: world.healthy().length,
  };
}

function names(releases: readonly Release[]): string[] {
  return releases.map(({ name }) => name).sort();
}

/**
 * What Terraform would plan of the two things that a rollback touches.
 *
 * @param applied the image that the last apply left
 * @param committed that the code names
 */
function planned({ images, updates = "" }: World, applied: string, committed = applied): Json {
  const template = (image_id: string | undefined): Json => ({ name: "test-app", image_id });
  const name = "/test-app/uat-us-east-1/updates";
  const parameter = (insecure_value: string): Json => ({ name, insecure_value });
  const inCloud = images.versions.at(-1);
  const [updated, held] = ["aws_launch_template.this", "aws_ssm_parameter.updates_this"];
  return plan({
    changes: [
      change(
        [inCloud === committed ? "no-op" : "update"],
        updated,
        template(inCloud),
        template(committed),
      ),
      change(["no-op"], held, parameter(updates), parameter(updates)),
    ],
    drift: [
      change(["update"], updated, template(applied), template(inCloud)),
      change(["update"], held, parameter("enabled"), parameter(updates)),
    ],
    resources: [
      {
        address: updated,
        mode: "managed",
        type: "aws_launch_template",
        name: "this",
        expressions: { image_id: { constant_value: committed } },
      },
    ],
    plan: { applyable: inCloud !== committed, timestamp: new Date().toISOString() },
  });
}
