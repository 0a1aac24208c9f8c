import { expect, it } from "vitest";
import { CallFailure } from "../../../../../src/operations/aws/call";
import { faultsOf, type Operation } from "../../../../support/fake-ssm/faults";
import { failure, instance, success } from "../../../../support/fake-ssm/instances";
import { classesOf, Simulation, startRequest } from "../simulated";

const a = instance("i-0000000000000000a");
const b = instance("i-0000000000000000b");

it("asks for one thing in a poll, lists invocations when counts move, and polls ever more slowly", async () => {
  const lasting = { ...success, lastsMs: 600_000 };
  const simulation = new Simulation({ instances: [{ ...a, runs: [lasting] }] });
  const times: number[] = [];
  const { port, clock } = simulation;
  const listCommands: typeof port.listCommands = (query, page) => {
    times.push(clock.now());
    return port.listCommands(query, page);
  };
  await simulation.run(startRequest(), { port: { ...port, listCommands } as typeof port });
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(gaps.at(-3)).toBeGreaterThan(10_000);
  expect(Math.max(...gaps)).toBeLessThan(16_000);
  expect(times.length).toBeLessThan(90);
  // Pending, in progress, and the end.
  expect(port.calls.count("ListCommandInvocations")).toBeLessThanOrEqual(3);
  expect(port.calls.count("GetCommandInvocation")).toBe(0);
});

it("reports at most one poll interval after the last instance's end", async () => {
  const simulation = new Simulation({ instances: [a] });
  await simulation.run(startRequest({ pollIntervalMs: 2_000 }));
  const [command] = simulation.world.commands;
  const ended = command?.props.invocations[0]?.endsAt ?? 0;
  expect(simulation.clock.now() - ended).toBeLessThan(2_000 + 500);
});

it("fetches the output of those that failed, and of no others", async () => {
  const simulation = new Simulation({
    instances: [a, { ...b, runs: [failure] }],
    target: { maxErrors: 1 },
  });
  const report = await simulation.run();
  expect(simulation.port.calls.count("GetCommandInvocation")).toBe(1);
  expect(report.instances).toMatchObject([
    { instanceId: a.id, outputTail: null, durationSeconds: 5 },
    {
      instanceId: b.id,
      outputTail: expect.stringMatching(/\n\S+ EXIT CODE 3: .*\nfailed to run commands/),
      durationSeconds: 4,
      responseCode: 3,
    },
  ]);
});

it("reports without the output when that is refused", async () => {
  const simulation = new Simulation({
    instances: [{ ...a, runs: [failure] }],
    faults: faultsOf({ GetCommandInvocation: ["denied"] }),
  });
  const report = await simulation.run();
  expect(report.outcome).toBe("FAILED");
  expect(report.notes.join()).toContain("GetCommandInvocation: denied");
});

it("takes pages that are empty or repeat each other", async () => {
  const instances = Array.from({ length: 7 }, (_, index) => instance(`i-0000000000000000${index}`));
  const simulation = new Simulation({
    instances,
    paging: { size: 2, withEmptyPages: true, withDuplicates: true },
  });
  const report = await simulation.run();
  expect(report.outcome).toBe("SUCCEEDED");
  expect(report.instances.map(({ instanceId }) => instanceId)).toEqual(
    instances.map(({ id }) => id),
  );
});

it("waits for a command that isn't visible yet, for up to 30 s", async () => {
  const late = new Simulation({ instances: [a], visibleAfterMs: 25_000 });
  expect((await late.run()).outcome).toBe("SUCCEEDED");

  const never = new Simulation({ instances: [a], visibleAfterMs: 3_600_000 });
  const report = await never.run();
  expect(report).toMatchObject({ outcome: "UNKNOWN", instances: [{ class: "unknown" }] });
  expect(report.commandIds).toHaveLength(1);
  expect(report.reason).toContain("is not listed after 30 s");
});

it("waits for invocations that are counted and not listed yet", async () => {
  const simulation = new Simulation({ instances: [a, b] });
  const { port, clock } = simulation;
  const listInvocations: typeof port.listInvocations = async (commandId, page) => {
    const { items, nextToken } = await port.listInvocations(commandId, page);
    const isLate = clock.elapsed() < 25_000;
    return { items: isLate ? items.slice(0, 1) : items, nextToken };
  };
  const changed = { port: { ...port, listInvocations } as typeof port };
  const report = await simulation.run(startRequest(), changed);
  expect(report).toMatchObject({ outcome: "SUCCEEDED", unaccountedInvocations: 0 });
  expect(report.commandIds).toHaveLength(1);
});

const watching: Operation[] = ["ListCommands", "ListCommandInvocations"];

it.each(watching)(
  "is UNKNOWN when %s is refused after the send, and isn't asked again",
  async (refused) => {
    let sent = false;
    let refusals = 0;
    const simulation = new Simulation({
      instances: [a],
      faults: (operation) => {
        if (operation === "SendCommand") sent = true;
        if (!sent || operation !== refused) return undefined;
        refusals += 1;
        return "denied";
      },
    });
    const report = await simulation.run();
    expect(report).toMatchObject({ outcome: "UNKNOWN", instances: [{ class: "unknown" }] });
    expect(report.nextSteps.join()).toContain(`--resume ${report.commandIds[0]}`);
    expect(refusals).toBe(1);
  },
);

it.each(watching)("goes on through throttling and lost answers of %s", async (operation) => {
  const simulation = new Simulation({
    instances: [a],
    faults: (each, nth) =>
      each === operation && nth > 1 && nth % 3 !== 0 ? "throttled" : undefined,
  });
  expect((await simulation.run()).outcome).toBe("SUCCEEDED");
});

it("is UNKNOWN when watching is never answered, with a time limit or without", async () => {
  const never = (): Simulation =>
    new Simulation({
      instances: [a],
      faults: (operation, nth) =>
        operation === "ListCommands" && nth > 1 ? "html 503" : undefined,
    });
  expect((await never().run()).outcome).toBe("UNKNOWN");
  expect((await never().run(startRequest({ watchTimeoutMs: 20_000 }))).outcome).toBe("UNKNOWN");
});

it("ends at the time limit, which covers everything after the send", async () => {
  const endless = { ...success, lastsMs: 3_600_000 };
  const simulation = new Simulation({ instances: [{ ...a, runs: [endless] }] });
  const report = await simulation.run(startRequest({ watchTimeoutMs: 30_000 }));
  expect(report).toMatchObject({ outcome: "IN_PROGRESS", instances: [{ class: "still going" }] });
  expect(simulation.clock.elapsed()).toBeLessThan(31_000);
  expect(simulation.world.executing()).toHaveLength(1);
});

it("says what is known when the time limit ends with every command terminal", async () => {
  const simulation = new Simulation({
    instances: [a, { ...b, runs: [failure] }],
    target: { maxErrors: 1 },
    faults: (operation, nth) =>
      operation === "DescribeAutoScalingGroups" && nth > 1 ? "throttled" : undefined,
  });
  const report = await simulation.run(startRequest({ watchTimeoutMs: 30_000 }));
  expect(report.outcome).toBe("PARTIAL");
  expect(classesOf(report)).toEqual({ [a.id]: "updated", [b.id]: "failed" });
});

it("doesn't call it a success when the group could not be listed again", async () => {
  const simulation = new Simulation({
    instances: [a],
    faults: (operation, nth) =>
      operation === "DescribeAutoScalingGroups" && nth > 1 ? "denied" : undefined,
  });
  const report = await simulation.run();
  expect(report).toMatchObject({ outcome: "UNKNOWN", instances: [{ class: "updated" }] });
  expect(report.nextSteps).not.toEqual([]);
});

it("tells of each instance as it changes", async () => {
  const simulation = new Simulation({ instances: [a, b], countsLate: false });
  await simulation.run();
  const told = simulation.progress.flatMap((each) =>
    each.kind === "instance" ? [`${each.instanceId} ${each.statusDetails} ${each.class}`] : [],
  );
  expect(told.filter((text) => text.startsWith(a.id)).at(-1)).toBe(`${a.id} Success updated`);
  expect(new Set(told).size).toBe(told.length);
  const phases = simulation.progress.flatMap((each) => (each.kind === "phase" ? [each.phase] : []));
  expect(phases).toEqual(["PREFLIGHT", "RESTORE_POINT", "SEND", "WATCH", "RECONCILE", "REPORT"]);
});

it("knows nothing of instances that it never saw when the credentials expire in between", async () => {
  const long = { ...success, lastsMs: 60_000 };
  const simulation = new Simulation({
    instances: [
      { ...a, runs: [long] },
      { ...b, runs: [long] },
    ],
    faults: (operation) =>
      operation === "ListCommands" && simulation.clock.elapsed() > 20_000 ? "expired" : undefined,
  });
  const { port } = simulation;
  const listInvocations: typeof port.listInvocations = async (...call) => {
    const { items, nextToken } = await port.listInvocations(...call);
    return { items: items.filter(({ instanceId }) => instanceId === a.id), nextToken };
  };
  const changed = { port: { ...port, listInvocations } as typeof port };
  const report = await simulation.run(startRequest(), changed);
  expect(report.outcome).toBe("UNKNOWN");
  expect(classesOf(report)).toEqual({ [a.id]: "still going", [b.id]: "unknown" });
});

it("knows what a page has said when the credentials expire before the next one", async () => {
  const simulation = new Simulation({
    instances: [
      a,
      { ...b, runs: [failure] },
      instance("i-0000000000000000c", { runs: [{ ...success, lastsMs: 600_000 }] }),
    ],
    target: { maxConcurrency: 3, maxErrors: 3 },
    paging: { size: 2, withEmptyPages: false, withDuplicates: false },
  });
  const { port } = simulation;
  let haveEnded = false;
  const listInvocations: typeof port.listInvocations = async (commandId, page) => {
    if (page.nextToken !== undefined && haveEnded)
      throw new CallFailure("denied", "ListCommandInvocations: expired");
    const listed = await port.listInvocations(commandId, page);
    haveEnded = listed.items.every(({ status }) => status !== "InProgress");
    return listed;
  };
  const changed = { port: { ...port, listInvocations } as typeof port };
  const report = await simulation.run(startRequest(), changed);
  expect(report.outcome).toBe("UNKNOWN");
  expect(Object.values(classesOf(report))).toEqual(["updated", "failed", "still going"]);
});
