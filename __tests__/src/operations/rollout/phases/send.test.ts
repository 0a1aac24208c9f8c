import { describe, expect, it } from "vitest";
import { application } from "../../../../../src/systems/test-app/application";
import type { Fault } from "../../../../support/fake-ssm/faults";
import { faultsOf } from "../../../../support/fake-ssm/faults";
import { instance } from "../../../../support/fake-ssm/instances";
import { Simulation, startRequest, target } from "../simulated";

const instances = [instance("i-0000000000000000a")];

function simulated(
  sends: (Fault | undefined)[],
  changes: { readonly visibleAfterMs?: number } = {},
) {
  return new Simulation({ instances, faults: faultsOf({ SendCommand: sends }), ...changes });
}

it("sends the one document, with everything explicit, to the environment's tag", async () => {
  const simulation = simulated([]);
  await simulation.run();
  expect(simulation.world.requests).toEqual([
    {
      documentName: `${application}-production-us-east-1-autoupdater`,
      documentVersion: "7",
      documentHash: "0".repeat(64),
      documentHashType: "Sha256",
      to: { environmentId: "production-us-east-1" },
      comment: "testapp rollout run-1",
      maxConcurrency: target.maxConcurrency,
      maxErrors: target.maxErrors,
      deliveryTimeoutSeconds: target.deliveryTimeoutSeconds,
      logGroupName: `/${application}/production-us-east-1/autoupdater`,
    },
  ]);
});

describe("an ambiguous send", () => {
  it.each<Fault>(["reset after", "html 503 after", "unparsable after"])(
    "%s: the command is found and taken up",
    async (fault) => {
      const simulation = simulated([fault], { visibleAfterMs: 9_000 });
      const report = await simulation.run();
      expect(report).toMatchObject({ outcome: "SUCCEEDED", runId: "run-1" });
      expect(simulation.world.commands).toHaveLength(1);
      expect(report.commandIds).toEqual([simulation.world.commands[0]?.props.commandId]);
    },
  );

  it.each<Fault>(["reset", "html 503", "hangs"])("%s: it is sent once more", async (fault) => {
    const simulation = simulated([fault]);
    expect(await simulation.run()).toMatchObject({ outcome: "SUCCEEDED" });
    expect(simulation.port.calls.count("SendCommand")).toBe(2);
  });

  it("is an ERROR when it can't be found after the second send either", async () => {
    const simulation = simulated(["reset", "html 503", "reset"]);
    const report = await simulation.run();
    expect(report).toMatchObject({ outcome: "ERROR", commandIds: [] });
    expect(report.reason).toContain("run-1");
    expect(simulation.port.calls.count("SendCommand")).toBe(2);
  });

  it("finds the first command after a second send that is refused", async () => {
    const simulation = simulated(["reset after", "denied"], { visibleAfterMs: 20_000 });
    expect(await simulation.run()).toMatchObject({ outcome: "SUCCEEDED" });
    expect(simulation.world.commands).toHaveLength(1);
  });

  it("is UNKNOWN when looking fails, and says how to find out", async () => {
    const simulation = new Simulation({
      instances,
      faults: (operation, nth) => {
        if (operation === "SendCommand") return "reset after";
        return operation === "ListCommands" && nth > 1 ? "denied" : undefined;
      },
    });
    const report = await simulation.run();
    expect(report).toMatchObject({ outcome: "UNKNOWN", commandIds: [] });
    expect(report.instances).toMatchObject([{ class: "unknown" }]);
    expect(report.nextSteps.join()).toContain("run-1");
    expect(simulation.port.calls.count("SendCommand")).toBe(1);
  });

  it("accounts for both commands where both exist after all", async () => {
    const simulation = simulated(["reset after"], { visibleAfterMs: 17_000 });
    const report = await simulation.run();
    expect(simulation.world.commands).toHaveLength(2);
    expect([...report.commandIds].sort()).toEqual(
      simulation.world.commands.map(({ props }) => props.commandId),
    );
    expect(report.outcome).toBe("SUCCEEDED");
  });

  it("does not make a failure of the lock that kept the second command from running", async () => {
    const slow = instance("i-0000000000000000a", {
      runs: [{ details: "Success", code: 0, delayMs: 200, lastsMs: 60_000 }],
    });
    const simulation = new Simulation({
      instances: [slow],
      faults: faultsOf({ SendCommand: ["reset after"] }),
      visibleAfterMs: 17_000,
    });
    const report = await simulation.run();
    expect(simulation.world.commands).toHaveLength(2);
    expect(report.instances).toMatchObject([{ class: "updated", responseCode: 0 }]);
  });
});

describe("a throttled send", () => {
  it("did not happen, and is sent again three times at the most", async () => {
    const three = simulated(["throttled", "throttled", "throttled"]);
    expect(await three.run()).toMatchObject({ outcome: "SUCCEEDED" });
    const four = simulated(["throttled", "throttled", "throttled", "throttled"]);
    expect(await four.run()).toMatchObject({ outcome: "ERROR", commandIds: [] });
    expect(four.port.calls.count("SendCommand")).toBe(4);
  });
});

it.each<Fault>(["denied", "expired", "invalid"])("%s: nothing is sent again", async (fault) => {
  const simulation = simulated([fault]);
  expect(await simulation.run()).toMatchObject({ outcome: "ERROR", commandIds: [] });
  expect(simulation.port.calls.count("SendCommand")).toBe(1);
});

describe("an interrupt", () => {
  it("before the send is an ERROR", async () => {
    const simulation = simulated([]);
    simulation.clock.at(50, () => simulation.stop.abort("interrupt"));
    expect(await simulation.run()).toMatchObject({ outcome: "ERROR", commandIds: [] });
    expect(simulation.world.commands).toEqual([]);
  });

  it("between two throttled sends is an ERROR", async () => {
    const simulation = simulated(["throttled", "throttled", "throttled"]);
    simulation.clock.at(300, () => simulation.stop.abort("interrupt"));
    expect(await simulation.run()).toMatchObject({ outcome: "ERROR" });
    expect(simulation.world.commands).toEqual([]);
  });

  it("during an ambiguous send is UNKNOWN", async () => {
    const simulation = simulated(["reset after"], { visibleAfterMs: 60_000 });
    simulation.clock.at(5_000, () => simulation.stop.abort("interrupt"));
    const report = await simulation.run();
    expect(report).toMatchObject({ outcome: "UNKNOWN", commandIds: [] });
    expect(report.nextSteps).not.toEqual([]);
  });

  it.each(["interrupt", "deadline"])("(%s) after the send is IN_PROGRESS", async (why) => {
    const simulation = simulated([]);
    simulation.clock.at(1_000, () => simulation.stop.abort(why));
    const report = await simulation.run(startRequest());
    const [commandId] = report.commandIds;
    expect(report).toMatchObject({ outcome: "IN_PROGRESS", instances: [{ class: "still going" }] });
    expect(report.nextSteps.join()).toContain(`--resume ${commandId}`);
    expect(report.nextSteps.join()).toContain(`--cancel ${commandId}`);
    expect(simulation.port.calls.count("CancelCommand")).toBe(0);
    expect(simulation.world.executing()).toHaveLength(1);
  });
});
