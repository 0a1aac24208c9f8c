import { expect, it } from "vitest";
import { invocationOf } from "../../../../src/operations/rollout/aws";
import { invocationClass } from "../../../../src/operations/rollout/status";
import { ended, instance } from "../../../support/fake-ssm/instances";
import { Simulation } from "./simulated";

const id = "i-0000000000000000a";

/** The class of the only instance, and whether its output was asked for. */
async function classAfter(details: string, code: number | null) {
  const simulation = new Simulation({
    instances: [instance(id, { runs: [ended(details, code)] })],
  });
  const report = await simulation.run();
  const [only] = report.instances;
  return { ...only, outcome: report.outcome };
}

it.each([
  ["Success", 0, "updated"],
  ["Success", 1, "failed"],
  ["Success", 194, "failed"],
  ["Failed", 3, "failed"],
  ["Failed", 0, "failed"],
  ["Failed", null, "unknown"],
  ["ExecutionTimedOut", null, "failed"],
  ["Execution Timed Out", null, "failed"],
  ["TimedOut", 137, "failed"],
  ["DeliveryTimedOut", null, "unknown"],
  ["Delivery Timed Out", null, "unknown"],
  ["delivery-timed-out", null, "unknown"],
  ["Cancelled", null, "unknown"],
  ["Canceled", null, "unknown"],
  ["Undeliverable", null, "not updated"],
  ["Terminated", null, "not updated"],
  ["InvalidPlatform", null, "misconfigured"],
  ["Invalid Platform", null, "misconfigured"],
  ["AccessDenied", null, "misconfigured"],
  ["Access Denied", null, "misconfigured"],
  ["Quarantined", 0, "failed"],
  ["Success With Doubts", 0, "failed"],
  ["toString", 0, "failed"],
])("%s with the response code %s is %s", async (details, code, expected) => {
  const known = await classAfter(details, code);
  expect(known).toMatchObject({
    instanceId: id,
    class: expected,
    responseCode: code,
    statusDetails: details,
  });
  // Systems Manager gives times of what never ran, too.
  const { startedAt = null, endedAt = null, durationSeconds } = known;
  if (["not updated", "misconfigured"].includes(expected))
    expect([startedAt, endedAt, durationSeconds]).toEqual([null, null, null]);
  else
    expect(Date.parse(`${endedAt}`) - Date.parse(`${startedAt}`)).toBe(
      Number(durationSeconds) * 1000,
    );
});

it("doesn't call updated what its own status contradicts", () => {
  const [command] = [new Simulation({ instances: [instance(id)] }).world.sendByOther()];
  const [scheduled] = command.props.invocations;
  if (scheduled === undefined) throw new Error("nothing was scheduled");
  const ok = invocationOf(command.listed(scheduled, scheduled.endsAt));
  expect(invocationClass(ok, true)).toBe("updated");
  expect(invocationClass({ ...ok, status: "" }, true)).toBe("updated");
  expect(invocationClass({ ...ok, statusDetails: "" }, true)).toBe("updated");
  expect(invocationClass({ ...ok, status: "Failed" }, true)).toBe("failed");
});

it("doesn't know what became of a success without a response code", async () => {
  expect(await classAfter("Success", null)).toMatchObject({ class: "unknown", outcome: "UNKNOWN" });
});

it.each(["Pending", "InProgress", "In Progress", "Delayed", "Cancelling"])(
  "%s is still going, and when the command has ended nobody knows",
  async (details) => {
    expect(await classAfter(details, null)).toMatchObject({ class: "unknown", outcome: "UNKNOWN" });
  },
);

it("is still going while the command is, whatever an unknown status says", async () => {
  const simulation = new Simulation({
    instances: [
      instance(id, { runs: [{ ...ended("Quarantined"), lastsMs: 1_000 }] }),
      instance("i-0000000000000000b", { runs: [{ ...ended("Success", 0), lastsMs: 60_000 }] }),
    ],
    target: { maxConcurrency: 2 },
  });
  simulation.clock.at(30_000, () => simulation.stop.abort("interrupt"));
  const report = await simulation.run();
  const seen = report.instances.map((each) => [each.class, each.statusDetails, each.endedAt]);
  expect(seen).toEqual([
    ["still going", "Quarantined", null],
    ["still going", "In Progress", null],
  ]);
  expect(report.instances[1]?.startedAt).not.toBeNull();
});
