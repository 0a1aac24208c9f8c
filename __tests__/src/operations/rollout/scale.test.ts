import { expect, it } from "vitest";
import { defaultWatchLimits } from "../../../../src/operations/rollout/rollout";
import {
  type FakeInstance,
  failure,
  instance,
  instanceId,
  success,
} from "../../../support/fake-ssm/instances";
import { Simulation, startRequest } from "./simulated";

const fleetSize = 1_000;
const limits = { ...defaultWatchLimits, watchTimeoutMs: 10 * 3_600_000 };

function fleet(changes: (index: number) => Partial<FakeInstance>): FakeInstance[] {
  return Array.from({ length: fleetSize }, (_, index) =>
    instance(instanceId(index), changes(index)),
  );
}

it("rolls out to 1,000 instances with as many calls as there are pages, polls and moves", async () => {
  const simulation = new Simulation({
    instances: fleet(() => ({ runs: [{ ...success, lastsMs: 30_000 }] })),
    target: { maxConcurrency: 500 },
  });
  const report = await simulation.run(startRequest(limits));
  expect(report.outcome, report.reason).toBe("SUCCEEDED");
  expect(report.instances).toHaveLength(fleetSize);
  const pages = fleetSize / 50;
  const { calls } = simulation.port;
  expect(calls.count("DescribeInstanceInformation")).toBe(pages);
  // The counts move when a half ends, and once or twice as the parent's own status changes.
  expect(calls.count("ListCommandInvocations")).toBeLessThanOrEqual(5 * pages);
  expect(calls.count("ListCommands")).toBeLessThan(60);
  expect(calls.count("GetCommandInvocation")).toBe(0);
});

it("fetches the output of a few of 1,000 failed instances, and says so", async () => {
  const simulation = new Simulation({
    instances: fleet(() => ({ runs: [failure] })),
    target: { maxConcurrency: fleetSize, maxErrors: fleetSize },
  });
  const report = await simulation.run(startRequest(limits));
  expect(report.outcome, report.reason).toBe("FAILED");
  expect(simulation.port.calls.count("GetCommandInvocation")).toBe(50);
  expect(report.notes.join()).toContain("50 of 1000");
});
