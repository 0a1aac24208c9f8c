import { describe, expect, it } from "vitest";
import { faultsOf } from "../../../support/fake-ssm/faults";
import { instance } from "../../../support/fake-ssm/instances";
import { classesOf, resumeRequest, Simulation, type SimulationProps } from "./simulated";

const a = instance("i-0000000000000000a");
const b = instance("i-0000000000000000b");
const late = instance("i-0000000000000000f", { joins: 4_000 });

/** A rollout that was interrupted, and its first command. */
async function interrupted(props: SimulationProps, afterMs = 1_000) {
  const simulation = new Simulation(props);
  simulation.clock.at(afterMs, () => simulation.stop.abort("interrupt"));
  const report = await simulation.run();
  const stop = new AbortController().signal;
  return { simulation, report, commandId: report.commandIds[0] ?? "", stop };
}

describe.each(["resume", "cancel"] as const)("--%s", (kind) => {
  it.each([
    ["an unknown id", "11111111-1111-4111-8111-111111111111", {}, "There is no command"],
    [
      "another environment's",
      undefined,
      { documentName: "test-app-uat-us-east-1-autoupdater" },
      "has",
    ],
    ["another document's", undefined, { documentName: "AWS-RunShellScript" }, "AWS-RunShellScript"],
    ["one that no rollout sent", undefined, { comment: "by hand, sorry" }, "holds no run id"],
  ])("refuses %s", async (_, unknownId, changes, reason) => {
    const simulation = new Simulation({ instances: [a] });
    const command = simulation.world.sendByOther({ targets: [a.id], ...changes });
    const report = await simulation.run(resumeRequest(unknownId ?? command.props.commandId, kind));
    expect(report).toMatchObject({
      outcome: "ERROR",
      cause: "command-not-found",
      commandIds: [],
    });
    expect(report.reason).toContain(reason);
    expect(simulation.port.calls.count("CancelCommand")).toBe(0);
  });

  it("refuses what AWS says can't be a command's id", async () => {
    const faults = faultsOf({ ListCommands: ["invalid"] });
    const report = await new Simulation({ instances: [a], faults }).run(resumeRequest("x", kind));
    expect(report).toMatchObject({ outcome: "ERROR", commandIds: [] });
  });

  it("is UNKNOWN when nobody may look", async () => {
    const faults = faultsOf({ ListCommands: ["expired"] });
    const report = await new Simulation({ instances: [a], faults }).run(resumeRequest("x", kind));
    expect(report).toMatchObject({ outcome: "UNKNOWN", commandIds: ["x"] });
  });
});

it("goes on where the watch was interrupted, further passes included", async () => {
  const { simulation, report, commandId, stop } = await interrupted({ instances: [a, late] });
  expect(report).toMatchObject({ outcome: "IN_PROGRESS", cause: "interrupted" });
  const resumed = await simulation.run(resumeRequest(commandId), { stop });
  expect(resumed).toMatchObject({ outcome: "SUCCEEDED", runId: report.runId });
  expect(resumed.commandIds[0]).toBe(commandId);
  expect(resumed.commandIds).toHaveLength(2);
  expect(classesOf(resumed)).toEqual({ [a.id]: "updated", [late.id]: "updated" });
});

it("takes up the passes that were sent before, by any of the command ids", async () => {
  const { simulation, report, stop } = await interrupted({ instances: [a, late] }, 8_000);
  expect(report.commandIds).toHaveLength(2);
  for (const commandId of report.commandIds) {
    const resumed = await simulation.run(resumeRequest(commandId), { stop });
    expect(resumed.outcome).toBe("SUCCEEDED");
    expect([...resumed.commandIds].sort()).toEqual(report.commandIds);
  }
  expect(simulation.world.requests).toHaveLength(2);
});

it("says the same once more when everything has ended", async () => {
  const simulation = new Simulation({ instances: [a, b] });
  const first = await simulation.run();
  simulation.clock.advance(3_600_000);
  const again = await simulation.run(resumeRequest(first.commandIds[0] ?? ""));
  expect(again.instances).toEqual(first.instances);
  expect(again.outcome).toBe(first.outcome);
});

it("cancels, watches to the end, and says what happened on each instance", async () => {
  const { simulation, commandId, stop } = await interrupted({ instances: [a, b] }, 6_500);
  const report = await simulation.run(resumeRequest(commandId, "cancel"), { stop });
  expect(report.outcome).toBe("PARTIAL");
  expect(classesOf(report)).toEqual({ [a.id]: "updated", [b.id]: "unknown" });
  expect(simulation.world.executing()).toEqual([]);
});

it("cancels the pass that is under way, by the id of the rollout's first command", async () => {
  const { simulation, report, stop } = await interrupted({ instances: [a, late] }, 8_000);
  const [first = "", second] = report.commandIds;
  const cancelled = await simulation.run(resumeRequest(first, "cancel"), { stop });
  expect(cancelled.notes.join()).toContain(`told to cancel the command ${second}`);
  expect(simulation.world.executing()).toEqual([]);
  expect(classesOf(cancelled)).toEqual({ [a.id]: "updated", [late.id]: "unknown" });
});

it("says that a refused cancellation has stopped nothing", async () => {
  const { simulation, commandId, stop } = await interrupted({
    instances: [a],
    faults: faultsOf({ CancelCommand: ["denied"] }),
  });
  const report = await simulation.run(resumeRequest(commandId, "cancel"), { stop });
  expect(report.outcome).toBe("UNKNOWN");
  expect(report.reason).toContain("CancelCommand: denied");
  expect(simulation.world.executing()).toHaveLength(1);
});

it("leaves alone what somebody else has sent with the same word for a comment", async () => {
  const simulation = new Simulation({ instances: [a] });
  const send = () => simulation.world.sendByOther({ targets: [a.id], comment: "deploy" });
  const [first, second] = [send(), send()];
  const report = await simulation.run(resumeRequest(first.props.commandId, "cancel"));
  expect(report.commandIds).toEqual([first.props.commandId]);
  expect(simulation.port.calls.count("CancelCommand")).toBe(1);
  expect(second.asListed(simulation.clock.now()).status).not.toBe("Cancelled");
});
