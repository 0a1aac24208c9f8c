import { expect, it } from "vitest";
import { CallFailure } from "../../../../src/operations/aws/call";
import { outputOf } from "../../../../src/operations/rollout/output";
import { instanceSections } from "../../../../src/operations/rollout/sections";
import { shown } from "../../../../src/operations/rollout/shown";
import { verdict } from "../../../support/fake-ssm/agent";
import { type FakeRun, failure, instance, success } from "../../../support/fake-ssm/instances";
import { classesOf, resumeRequest, Simulation, type SimulationProps } from "./simulated";

const a = instance("i-0000000000000000a");
const b = instance("i-0000000000000000b");

const started = "2026-03-01T08:00:00Z running the updater\n";
const talk = Array.from(
  { length: 40 },
  (_, index) => `2026-03-01T08:00:04Z   | ${index} ${"x".repeat(380)}\n`,
);
const talkative = `${started}${talk.join("")}`;
const ran: FakeRun = { details: "Failed", code: 1, delayMs: 200, lastsMs: 1_000 };

/** What a rollout to one instance says of it. */
async function after(run: FakeRun, props: Partial<SimulationProps> = {}) {
  const simulation = new Simulation({ instances: [{ ...a, runs: [run] }], ...props });
  const report = await simulation.run();
  const { outcome, notes } = report;
  const [only] = report.instances;
  return { ...only, outcome, notes: notes.join(), readOn: shown(report).readOn, simulation };
}

const { updater, killed, withoutVerdict, skipped } = instanceSections;

it.each<[string, FakeRun, string, string, string]>([
  ["the updater failed", { ...ran, code: 3 }, "failed", "FAILED", updater],
  [
    "the updater failed and said much",
    { ...ran, code: 3, printed: `${talkative}${verdict(3)}` },
    "failed",
    "FAILED",
    updater,
  ],
  ["the script failed", { ...ran, code: 215 }, "failed", "FAILED", "Exit code 215"],
  [
    "the worker was killed after the updater had succeeded",
    { ...ran, printed: started },
    "unknown",
    "UNKNOWN",
    withoutVerdict,
  ],
  [
    "the worker was killed behind the script's last line",
    { ...ran, printed: verdict(0) },
    "unknown",
    "UNKNOWN",
    withoutVerdict,
  ],
  [
    "the disk of the agent's folder is full",
    { ...ran, printed: "" },
    "unknown",
    "UNKNOWN",
    withoutVerdict,
  ],
  [
    "the agent's folder is mounted noexec",
    { ...ran, code: 126, printed: "" },
    "unknown",
    "UNKNOWN",
    withoutVerdict,
  ],
  [
    "the script was killed",
    { ...ran, code: -1, printed: started },
    "unknown",
    "UNKNOWN",
    withoutVerdict,
  ],
  [
    "an updater that speaks as the script does",
    { ...ran, printed: `2026-03-01T08:00:04Z   | ${verdict(1)}` },
    "unknown",
    "UNKNOWN",
    withoutVerdict,
  ],
  [
    "the step ran into its time limit",
    { ...ran, details: "Execution Timed Out", code: 137, printed: started },
    "failed",
    "FAILED",
    killed,
  ],
  [
    "the step's precondition is not met",
    { ...success, isSkipped: true },
    "not updated",
    "FAILED",
    skipped,
  ],
  [
    "a success without the script's last line",
    { ...success, printed: started },
    "unknown",
    "UNKNOWN",
    withoutVerdict,
  ],
  [
    "more was printed than Systems Manager keeps",
    { ...success, printed: `${"x".repeat(24_000)}\n${verdict(0)}` },
    "unknown",
    "UNKNOWN",
    withoutVerdict,
  ],
])("%s", async (_, run, known, outcome, section) => {
  const report = await after(run);
  expect(report).toMatchObject({ class: known, outcome, responseCode: run.code });
  expect(report.readOn).toContain(section);
});

it("takes a success whose last line the list cuts off", async () => {
  const report = await after({ ...success, printed: `${talkative}${verdict(0)}` });
  expect(report).toMatchObject({ class: "updated", outcome: "SUCCEEDED", outputTail: null });
  expect(report.simulation.port.calls.count("GetCommandInvocation")).toBe(1);
});

it("doesn't know it when that line can't be read", async () => {
  const report = await after({ ...success, printed: `${talkative}${verdict(0)}` }, denied);
  expect(report).toMatchObject({ class: "unknown", outcome: "UNKNOWN" });
  expect(report.notes).toContain("GetCommandInvocation: denied");
});

const denied = {
  faults: (operation: string) =>
    operation === "GetCommandInvocation" ? ("denied" as const) : undefined,
};

it("shows the agent's own sentence, which stands in the list alone", async () => {
  const report = await after({ ...success, isSkipped: true });
  expect(report.outputTail).toContain("Step execution skipped due to unsatisfied preconditions");
});

it("shows the updater's last lines and the script's, with the agent's words behind them", async () => {
  const report = await after({ ...ran, code: 3, printed: `${talkative}${verdict(3)}` });
  expect(report.outputTail).toMatch(
    /\| 39 x+\n\S+ EXIT CODE 3: .*\nfailed to run commands: exit status 3$/,
  );
});

it("doesn't take a code for the end while the step goes on", async () => {
  const simulation = new Simulation({ instances: [{ ...a, runs: [failure] }] });
  simulation.clock.at(4_100, () => simulation.stop.abort("interrupt"));
  const report = await simulation.run();
  expect(report).toMatchObject({
    outcome: "IN_PROGRESS",
    instances: [{ class: "still going", responseCode: null, statusDetails: "In Progress" }],
  });
});

it("says of a cancelled command that the script was killed, and the updater goes on", async () => {
  const long = { ...success, lastsMs: 60_000, printed: `${started}${verdict(0)}` };
  const simulation = new Simulation({ instances: [{ ...a, runs: [long] }, b] });
  simulation.clock.at(5_000, () => simulation.stop.abort("interrupt"));
  const { commandIds } = await simulation.run();
  const stop = new AbortController().signal;
  const report = await simulation.run(resumeRequest(commandIds[0] ?? "", "cancel"), { stop });
  expect(classesOf(report)).toEqual({ [a.id]: "unknown", [b.id]: "unknown" });
  expect(report.instances[0]).toMatchObject({
    statusDetails: "Cancelled",
    responseCode: 137,
    outputTail: started.trimEnd(),
  });
  expect(report.notes).toContain(
    `The agent killed the script, and an updater that ran goes on, and holds the lock until it ends: ${a.id}`,
  );
  expect(shown(report).readOn).toContain(killed);

  // The next rollout finds the lock held.
  const next = await simulation.run(undefined, { stop });
  expect(next.instances[0]).toMatchObject({ class: "failed", responseCode: 210 });
});

it("does not let an instance pass that is gone after its worker was killed", async () => {
  const report = await after(
    { ...ran, printed: started },
    { instances: [{ ...a, runs: [{ ...ran, printed: started }], leaves: 2_000 }, b] },
  );
  expect(report).toMatchObject({ class: "unknown" });
});

it("carries a release no further after a failure that it can't attribute", async () => {
  const late = instance("i-0000000000000000f", { joins: 1_000 });
  const simulation = new Simulation({
    instances: [{ ...a, runs: [{ ...ran, printed: "" }] }, late],
  });
  expect(classesOf(await simulation.run())).toEqual({
    [a.id]: "unknown",
    [late.id]: "not updated",
  });
});

it("reads the output again while it may be late", async () => {
  const simulation = new Simulation({ instances: [a] });
  const { port, clock } = simulation;
  const empty = { verdict: undefined, tail: "" };
  const readOutput: typeof port.readOutput = async (...call) =>
    clock.elapsed() < 15_000 ? empty : port.readOutput(...call);
  const listInvocations: typeof port.listInvocations = async (...call) => {
    const { items, nextToken } = await port.listInvocations(...call);
    return { items: items.map((each) => ({ ...each, output: empty })), nextToken };
  };
  const changed = { port: { ...port, readOutput, listInvocations } as typeof port };
  expect((await simulation.run(undefined, changed)).outcome).toBe("SUCCEEDED");
});

/** A success of which the list cuts off the script's last line. */
const cutOff: FakeRun = { ...success, printed: `${talkative}${verdict(0)}` };
const together = { maxConcurrency: 4, maxErrors: 4 };

it.each<[string, FakeRun, Record<string, string>]>([
  ["a success behind it", cutOff, { [a.id]: "unknown", [b.id]: "updated" }],
  ["a failure behind it", failure, { [a.id]: "unknown", [b.id]: "failed" }],
])("reads past an output that isn't there, and says so once: %s", async (_, run, classes) => {
  const instances = [
    { ...a, runs: [cutOff] },
    { ...b, runs: [run] },
  ];
  const simulation = new Simulation({ instances, target: together });
  const read = new Set<string>();
  const { port } = simulation;
  const readOutput: typeof port.readOutput = async (commandId, invocation, call) => {
    if (invocation.instanceId === a.id) throw new CallFailure("not found", "no such invocation");
    read.add(invocation.instanceId);
    return port.readOutput(commandId, invocation, call);
  };
  const report = await simulation.run(undefined, { port: { ...port, readOutput } as typeof port });
  expect(classesOf(report)).toEqual(classes);
  expect([...read]).toEqual([b.id]);
  expect(report.notes.filter((note) => note.includes("is missing"))).toEqual([
    `The output of ${a.id} is missing: no such invocation`,
  ]);
});

it("keeps the script's last line of the list when the whole output lacks it", async () => {
  const simulation = new Simulation({ instances: [{ ...a, runs: [failure] }] });
  const { port } = simulation;
  const readOutput: typeof port.readOutput = async () =>
    outputOf("", "failed to run commands: exit status 3");
  const report = await simulation.run(undefined, { port: { ...port, readOutput } as typeof port });
  expect(report).toMatchObject({
    outcome: "FAILED",
    instances: [{ class: "failed", outputTail: expect.stringContaining("EXIT CODE 3: ") }],
  });
});

it("knows what the list has said when it is interrupted while it reads an output", async () => {
  const instances = [cutOff, success, failure, { ...success, lastsMs: 600_000 }].map((run, index) =>
    instance(`i-0000000000000000${index}`, { runs: [run] }),
  );
  const simulation = new Simulation({ instances, target: together });
  const { port, stop } = simulation;
  const readOutput: typeof port.readOutput = async () => {
    stop.abort("interrupt");
    throw new CallFailure("unavailable", "aborted");
  };
  const report = await simulation.run(undefined, { port: { ...port, readOutput } as typeof port });
  expect(report.outcome).toBe("IN_PROGRESS");
  expect(Object.values(classesOf(report))).toEqual(["unknown", "updated", "failed", "still going"]);
});

it("says where the script and the agent contradict each other, and looks at the whole output", async () => {
  const report = await after({ ...ran, printed: verdict(0) });
  expect(report.notes).toContain(
    `The script's last line says exit code 0, and the agent says 1, so it was not seen which is true: ${a.id}`,
  );
  expect(report.simulation.port.calls.count("GetCommandInvocation")).toBeGreaterThan(0);
});
