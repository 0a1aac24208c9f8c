import { expect, it } from "vitest";
import { faultsOf } from "../../../support/fake-ssm/faults";
import { failure, instance, instanceId } from "../../../support/fake-ssm/instances";
import { classesOf, resumeRequest, Simulation, startRequest } from "./simulated";

const a = instance("i-0000000000000000a");
const b = instance("i-0000000000000000b");
const late = instance("i-0000000000000000f", { joins: 4_000 });
const overlooked = new Set([b.id]);

it("sends to what was launched since, by its id, with the same document and run id", async () => {
  const simulation = new Simulation({ instances: [a, late] });
  const report = await simulation.run();
  expect(report.outcome).toBe("SUCCEEDED");
  expect(classesOf(report)).toEqual({ [a.id]: "updated", [late.id]: "updated" });
  const [first, second, ...others] = simulation.world.requests;
  expect(second).toEqual({
    ...first,
    to: { instanceIds: [late.id] },
    comment: "testapp rollout run-1 pass 1",
  });
  expect(others).toEqual([]);
  expect(report.commandIds).toHaveLength(2);
});

it("sends to what was simply not reached", async () => {
  const report = await new Simulation({ instances: [a, b], overlooked }).run();
  expect(report.outcome).toBe("SUCCEEDED");
  expect(report.commandIds).toHaveLength(2);
});

it("makes two passes at the most", async () => {
  const launched = [4_000, 9_000, 15_000].map((joins, index) =>
    instance(`i-0000000000000001${index}`, { joins }),
  );
  const simulation = new Simulation({ instances: [a, ...launched] });
  const report = await simulation.run();
  expect(simulation.world.requests).toHaveLength(3);
  expect(report.outcome).toBe("PARTIAL");
  expect(Object.values(classesOf(report))).toContain("not updated");
});

it("calls not updated what can't be reached, or sent to", async () => {
  const mute = new Simulation({ instances: [a, { ...late, agent: "ConnectionLost" }] });
  expect(classesOf(await mute.run())).toEqual({ [a.id]: "updated", [late.id]: "not updated" });
  expect(mute.world.requests).toHaveLength(1);

  const faults = faultsOf({ SendCommand: [undefined, "invalid"] });
  const refused = await new Simulation({ instances: [a, late], faults }).run();
  expect(refused.outcome).toBe("PARTIAL");
  expect(classesOf(refused)).toEqual({ [a.id]: "updated", [late.id]: "not updated" });
  expect(refused.notes.join()).toContain("SendCommand: invalid");
});

it("calls unknown what it was perhaps sent to", async () => {
  const simulation = new Simulation({
    instances: [a, late],
    faults: (operation, nth) => {
      if (operation === "SendCommand" && nth === 2) return "reset";
      const sent = simulation.port.calls.count("SendCommand");
      return operation === "ListCommands" && sent > 1 ? "denied" : undefined;
    },
  });
  const report = await simulation.run();
  // It may run now, so nothing has ended.
  expect(report.outcome).toBe("UNKNOWN");
  expect(report.nextSteps.join()).toContain(`--resume ${report.commandIds[0]}`);
  expect(classesOf(report)).toEqual({ [a.id]: "updated", [late.id]: "unknown" });
});

it("doesn't carry a bad release further than the error threshold let it", async () => {
  const simulation = new Simulation({ instances: [{ ...a, runs: [failure] }, late] });
  const report = await simulation.run();
  expect(report.outcome).toBe("FAILED");
  expect(classesOf(report)).toEqual({ [a.id]: "failed", [late.id]: "not updated" });
  expect(simulation.world.requests).toHaveLength(1);
});

it.each(["RateExceeded", "Rate Exceeded", "AccessDenied"])(
  "sends no pass after a command that ended with %s, and says so",
  async (refusal) => {
    const simulation = new Simulation({ instances: [a, b], refusal });
    const report = await simulation.run();
    expect(report).toMatchObject({ outcome: "FAILED", cause: "command-refused" });
    expect(report.reason).toContain(`ended the command ${report.commandIds[0]} with ${refusal}`);
    expect(simulation.world.requests).toHaveLength(1);
  },
);

it("sends a pass by ids where the tag reached nobody", async () => {
  const overlookedAll = new Set([a.id, b.id]);
  const report = await new Simulation({ instances: [a, b], overlooked: overlookedAll }).run();
  expect(report.outcome).toBe("SUCCEEDED");
});

it("goes on after fewer failures than the threshold", async () => {
  const simulation = new Simulation({
    instances: [{ ...a, runs: [failure] }, late],
    target: { maxErrors: 1 },
  });
  expect(classesOf(await simulation.run())).toEqual({ [a.id]: "failed", [late.id]: "updated" });
});

it("gives way to a rollout that began before the pass", async () => {
  const simulation = new Simulation({ instances: [a, late] });
  simulation.clock.at(6_000, () => simulation.world.sendByOther({ targets: [late.id] }));
  const report = await simulation.run();
  expect(report.outcome).toBe("CONFLICT");
  expect(simulation.world.requests).toHaveLength(1);
});

it("sends no more than 50 ids in one command", async () => {
  const launched = Array.from({ length: 120 }, (_, index) =>
    instance(instanceId(256 + index), { joins: 4_000 }),
  );
  const simulation = new Simulation({
    instances: [a, ...launched],
    target: { maxConcurrency: 50 },
  });
  expect((await simulation.run(startRequest())).outcome).toBe("SUCCEEDED");
  const sizes = simulation.world.requests.map(
    ({ to }) => "instanceIds" in to && to.instanceIds.length,
  );
  expect(sizes).toEqual([false, 50, 50, 20]);
});

it("gives way to a rollout that was sent at the same time as the pass", async () => {
  const elsewhere = instance("i-0000000000000000e", { tagged: false, lifecycleState: "Standby" });
  const simulation = new Simulation({ instances: [a, late, elsewhere] });
  const { port, world } = simulation;
  const sendCommand: typeof port.sendCommand = async (request, call) => {
    const own = await port.sendCommand(request, call);
    const requestedAt = (own.requestedAt ?? 0) - 1;
    if ("instanceIds" in request.to) world.sendByOther({ requestedAt, targets: [elsewhere.id] });
    return own;
  };
  const report = await simulation.run(undefined, { port: { ...port, sendCommand } as typeof port });
  expect(report.outcome).toBe("CONFLICT");
  expect(classesOf(report)).toEqual({ [a.id]: "updated", [late.id]: "unknown" });
  expect(port.calls.count("CancelCommand")).toBe(1);
});

it("calls unknown what has no invocation while one that is counted isn't listed", async () => {
  const simulation = new Simulation({
    instances: [a, { ...b, agent: "" }],
    phantomTargets: 1,
  });
  const report = await simulation.run(startRequest({ allowOffline: true }));
  expect(report).toMatchObject({ outcome: "PARTIAL", unaccountedInvocations: 1 });
  expect(classesOf(report)).toEqual({ [a.id]: "updated", [b.id]: "unknown" });
});

it("makes no pass when it is cancelled after its end", async () => {
  const simulation = new Simulation({ instances: [a, b], overlooked });
  simulation.clock.at(2_000, () => simulation.stop.abort("interrupt"));
  const { commandIds } = await simulation.run();
  simulation.clock.advance(60_000);
  const signal = new AbortController().signal;
  const report = await simulation.run(resumeRequest(commandIds[0] ?? "", "cancel"), {
    stop: signal,
  });
  expect(report.outcome).toBe("PARTIAL");
  expect(classesOf(report)).toEqual({ [a.id]: "updated", [b.id]: "not updated" });
  expect(simulation.world.requests).toHaveLength(1);
  expect(simulation.port.calls.count("CancelCommand")).toBe(0);
});

it("makes no pass when it is cancelled", async () => {
  const simulation = new Simulation({ instances: [a, b], overlooked });
  simulation.clock.at(2_000, () => simulation.stop.abort("interrupt"));
  const { commandIds } = await simulation.run();
  const signal = new AbortController().signal;
  const report = await simulation.run(resumeRequest(commandIds[0] ?? "", "cancel"), {
    stop: signal,
  });
  expect(report.outcome).toBe("FAILED");
  expect(classesOf(report)).toEqual({ [a.id]: "unknown", [b.id]: "not updated" });
  expect(simulation.world.requests).toHaveLength(1);
});

it("knows nothing of the group after a pass, unless it has listed it again", async () => {
  const simulation = new Simulation({
    instances: [a, late],
    faults: (operation, nth) =>
      operation === "DescribeAutoScalingGroups" && nth > 2 ? "denied" : undefined,
  });
  const report = await simulation.run();
  expect(report.commandIds).toHaveLength(2);
  expect(report.outcome).toBe("UNKNOWN");
});
