import { describe, expect, it } from "vitest";
import { givesWay } from "../../../../../src/operations/rollout/phases/conflict";
import { instance } from "../../../../support/fake-ssm/instances";
import { classesOf, Simulation } from "../simulated";

const a = instance("i-0000000000000000a");
const b = instance("i-0000000000000000b");

/** Where the other rollout's command is under way. */
const elsewhere = instance("i-0000000000000000e", { tagged: false, lifecycleState: "Standby" });

/** Another rollout's command appears between the look before our send and the one after it. */
async function race(changes: {
  readonly commandId: string;
  readonly laterMs: number;
  /** How often lists don't show it yet. */
  readonly hiddenFor?: number;
}) {
  const simulation = new Simulation({ instances: [a, b, elsewhere] });
  const { port, clock, world } = simulation;
  const sendCommand: typeof port.sendCommand = async (request, call) => {
    const own = await port.sendCommand(request, call);
    const requestedAt = (own.requestedAt ?? 0) + changes.laterMs;
    const { commandId } = changes;
    world.sendByOther({ commandId, requestedAt, targets: [elsewhere.id] });
    clock.advance(1_000);
    return own;
  };
  let looks = 0;
  const listCommands: typeof port.listCommands = async (query, page) => {
    const listed = await port.listCommands(query, page);
    const isVisible = !("executing" in query) || looks >= (changes.hiddenFor ?? 0);
    if (world.commands.length > 0 && "executing" in query) looks += 1;
    if (isVisible) return listed;
    return { ...listed, items: listed.items.filter((one) => one.commandId !== changes.commandId) };
  };
  const changed = { ...port, sendCommand, listCommands } as typeof port;
  const report = await simulation.run(undefined, { port: changed });
  return { simulation, report };
}

const smaller = "00000000-0000-0000-0000-000000000000";
const greater = "ffffffff-ffff-ffff-ffff-ffffffffffff";

describe("of two rollouts that were sent at the same time", () => {
  it.each([
    ["the later one", greater, -1_000],
    ["with the same time the greater id", smaller, 0],
  ])("%s gives way, and says what it did", async (_, commandId, laterMs) => {
    const { simulation, report } = await race({ commandId, laterMs });
    const [own] = simulation.world.commands;
    expect(report).toMatchObject({ outcome: "CONFLICT", commandIds: [own?.props.commandId] });
    expect(report.reason).toContain(commandId);
    // It had begun on the first instance when it was cancelled.
    expect(classesOf(report)).toEqual({ [a.id]: "unknown", [b.id]: "unknown" });
    expect(own?.asListed(simulation.clock.now()).status).toBe("Cancelled");
    expect(simulation.world.requests).toHaveLength(1);
  });

  it("the later one gives way also when lists show the other only some time after", async () => {
    const { report } = await race({ commandId: greater, laterMs: -1_000, hiddenFor: 1 });
    expect(report.outcome).toBe("CONFLICT");
  });

  it.each([
    ["the earlier one", smaller, 1_000],
    ["with the same time the smaller id", greater, 0],
  ])("%s goes on", async (_, commandId, laterMs) => {
    const { simulation, report } = await race({ commandId, laterMs });
    expect(report.outcome).not.toBe("CONFLICT");
    expect(simulation.port.calls.count("CancelCommand")).toBe(0);
  });
});

it("decides so that of any two exactly one gives way", () => {
  const command = (commandId: string, requestedAt: number | undefined) => ({
    ...new Simulation({ instances: [] }).world.sendByOther().asListed(0),
    commandId,
    requestedAt,
  });
  const commands = [
    command("a", 1),
    command("b", 1),
    command("c", 2),
    command("d", undefined),
    command("e", undefined),
  ];
  for (const one of commands)
    for (const other of commands)
      if (one !== other) expect(givesWay(one, other)).toBe(!givesWay(other, one));
});

it("is the other's, where its own was cancelled and the end could not be seen, while it goes on", async () => {
  const simulation = new Simulation({
    instances: [a],
    faults: (operation) => (operation === "CancelCommand" ? "denied" : undefined),
  });
  const { port, world } = simulation;
  const sendCommand: typeof port.sendCommand = async (request, call) => {
    const own = await port.sendCommand(request, call);
    world.sendByOther({ requestedAt: (own.requestedAt ?? 0) - 1 });
    return own;
  };
  const report = await simulation.run(undefined, { port: { ...port, sendCommand } as typeof port });
  expect(report.outcome).toBe("UNKNOWN");
  expect(report.nextSteps).not.toEqual([]);
});
