import { describe, expect, it } from "vitest";
import type { Cause } from "../../../../../src/operations/report/causes";
import type { Gate } from "../../../../../src/operations/rollout/gate";
import { account } from "../../../../../src/systems/configuration/account";
import { application } from "../../../../../src/systems/test-app/application";
import { faultsOf } from "../../../../support/fake-ssm/faults";
import { instance } from "../../../../support/fake-ssm/instances";
import { classesOf, Simulation, type SimulationProps, startRequest } from "../simulated";

type StartRequest = Parameters<typeof startRequest>[0];

const a = instance("i-0000000000000000a");
const b = instance("i-0000000000000000b");
const closed: Gate = {
  open: false,
  reasons: ["The drift check says DRIFTED"],
  cause: "drift-report-refused",
};

const refusals: [string, SimulationProps, StartRequest, string, string, (Cause | null)?][] = [
  [
    "a closed gate",
    { instances: [a] },
    { gate: closed },
    "ERROR",
    "DRIFTED",
    "drift-report-refused",
  ],
  [
    "no group",
    { instances: [a], hasGroup: false },
    {},
    "ERROR",
    "no auto scaling group",
    "not-applied",
  ],
  [
    "another account",
    { instances: [a], accountId: "999999999999" },
    {},
    "ERROR",
    `are of the account 999999999999, and the configuration is of ${account.id}`,
    "wrong-account",
  ],
  [
    "a hold",
    { instances: [a], updates: "held: 1.9 is bad (by somebody)" },
    {},
    "CONFLICT",
    "Nothing was sent, because updates are held: 1.9 is bad (by somebody)",
    "updates-held",
  ],
  [
    "no parameter that enables updates",
    { instances: [a], updates: undefined },
    {},
    "CONFLICT",
    "missing or can't be read, which counts as held",
    "updates-held",
  ],
  [
    "a parameter that says something else",
    { instances: [a], updates: "disabled" },
    {},
    "CONFLICT",
    "doesn't say enabled",
    "updates-held",
  ],
  [
    "a parameter that may not be read",
    { instances: [a], faults: faultsOf({ GetParameter: ["denied"] }) },
    {},
    "CONFLICT",
    "counts as held (GetParameter: denied)",
    "updates-held",
  ],
  [
    "nobody in service",
    { instances: [], desiredCapacity: 3 },
    {},
    "ERROR",
    "and 3 should be",
    "nobody-in-service",
  ],
  [
    "nobody but an instance in standby",
    { instances: [{ ...a, lifecycleState: "Standby" }] },
    {},
    "ERROR",
    "No instance",
    "nobody-in-service",
  ],
  [
    "a fleet of which too few would serve",
    { instances: [a, b], target: { leastInService: 2 } },
    {},
    "ERROR",
    `2 instances of ${application}-production-us-east-1 are in service, and 1 would be out at the same time: at least 2 must stay`,
    "too-few-in-service",
  ],
  ...(["", "unused", "draining", "unhealthy", "initial"] as const).map(
    (state): (typeof refusals)[number] => [
      `an instance in service that the load balancer calls ${state || "nothing"}`,
      { instances: [a, { ...b, target: state }] },
      {},
      "ERROR",
      `The load balancer sends no requests to ${b.id} (${state || "not registered"}): wait until`,
      "too-few-in-service",
    ],
  ),
  ...["Pending", "InProgress", "Cancelling", "RollbackInProgress", "Baking"].map(
    (status): (typeof refusals)[number] => [
      `an instance refresh that is ${status}, on the last of many pages,`,
      {
        instances: [a],
        refreshes: ["Successful", "Failed", "Cancelled", "RollbackSuccessful", status],
        paging: { size: 1, withEmptyPages: true, withDuplicates: false },
      },
      {},
      "ERROR",
      `isn't over, it is ${status}: wait for its end`,
      "instance-refresh-running",
    ],
  ),
  [
    "target health that may not be read",
    { instances: [a], faults: faultsOf({ DescribeTargetHealth: ["denied"] }) },
    {},
    "ERROR",
    "DescribeTargetHealth: denied",
  ],
  [
    "instance refreshes that may not be read",
    { instances: [a], faults: faultsOf({ DescribeInstanceRefreshes: ["denied"] }) },
    {},
    "ERROR",
    "DescribeInstanceRefreshes: denied",
  ],
  [
    "an agent that lost its connection",
    { instances: [a, { ...b, agent: "ConnectionLost" }] },
    {},
    "ERROR",
    "i-0000000000000000b (ConnectionLost)",
    "agent-offline",
  ],
  [
    "an agent that never registered",
    { instances: [a, { ...b, agent: "" }] },
    {},
    "ERROR",
    "i-0000000000000000b (not registered)",
    "agent-offline",
  ],
  [
    "a document that is being made",
    { instances: [a], documentStatus: "Creating" },
    {},
    "ERROR",
    "is Creating",
    "not-applied",
  ],
  [
    "a denied call",
    { instances: [a], faults: faultsOf({ DescribeDocument: ["denied"] }) },
    {},
    "ERROR",
    "DescribeDocument: denied",
  ],
  [
    "an outage",
    {
      instances: [a],
      faults: (operation) => (operation === "ListCommands" ? "html 503" : undefined),
    },
    {},
    "ERROR",
    "ListCommands: html 503",
  ],
];

describe("before anything is sent", () => {
  it.each(refusals)("%s ends it", async (_, props, request, outcome, reason, cause = null) => {
    for (const dryRun of [false, true]) {
      const simulation = new Simulation(props);
      const report = await simulation.run(startRequest({ ...request, dryRun }));
      expect(report).toMatchObject({ outcome, cause, commandIds: [] });
      expect(report.reason).toContain(reason);
      expect(simulation.world.requests).toEqual([]);
    }
  });

  it("says what it expected, where it got so far", async () => {
    const report = await new Simulation({ instances: [a, { ...b, agent: "" }] }).run();
    expect(classesOf(report)).toEqual({ [a.id]: "expected", [b.id]: "expected" });
  });

  it.each([true, false])(
    "has nothing to do with a desired capacity of 0 (dry run: %s)",
    async (dryRun) => {
      const simulation = new Simulation({ instances: [], desiredCapacity: 0 });
      const report = await simulation.run(startRequest({ dryRun }));
      expect(report).toMatchObject({ outcome: dryRun ? "DRY_RUN" : "SUCCEEDED", instances: [] });
      expect(simulation.world.requests).toEqual([]);
    },
  );

  it("is in conflict with a command of the document that is executing", async () => {
    const simulation = new Simulation({ instances: [a] });
    const other = simulation.world.sendByOther();
    for (const dryRun of [false, true]) {
      const report = await simulation.run(startRequest({ dryRun }));
      expect(report).toMatchObject({ outcome: "CONFLICT", commandIds: [] });
      expect(report.reason).toContain(other.props.commandId);
    }
    expect(simulation.world.requests).toEqual([]);
  });

  it("isn't in conflict with commands that have ended, or of another document", async () => {
    const simulation = new Simulation({ instances: [a] });
    simulation.world.sendByOther();
    simulation.clock.advance(60_000);
    simulation.world.sendByOther({ documentName: "AWS-RunPatchBaseline", targets: [] });
    expect((await simulation.run()).outcome).toBe("SUCCEEDED");
  });

  it("says in a dry run what would be sent, and to which instances", async () => {
    const simulation = new Simulation({ instances: [a, b] });
    const report = await simulation.run(startRequest({ dryRun: true }));
    expect(report).toMatchObject({ outcome: "DRY_RUN", runId: null, documentVersion: "7" });
    expect(report.reason).toContain("version 7");
    expect(classesOf(report)).toEqual({ [a.id]: "expected", [b.id]: "expected" });
    expect(simulation.port.calls.count("SendCommand")).toBe(0);
  });

  it("leaves out what is offline only when that is allowed, and doesn't call it updated", async () => {
    const simulation = new Simulation({ instances: [a, { ...b, agent: "ConnectionLost" }] });
    const report = await simulation.run(startRequest({ allowOffline: true }));
    expect(report.notes.join()).toContain("allowed by --allow-offline");
    expect(report.outcome).toBe("PARTIAL");
    expect(classesOf(report)).toEqual({ [a.id]: "updated", [b.id]: "not updated" });
  });

  it("asks again when it is throttled, and when an answer is lost", async () => {
    const faults = faultsOf({
      DescribeAutoScalingGroups: ["throttled", "html 503", "reset"],
      ListCommands: ["throttled"],
    });
    expect((await new Simulation({ instances: [a], faults }).run()).outcome).toBe("SUCCEEDED");
  });
});

it("begins after instance refreshes that are over", async () => {
  const refreshes = ["Successful", "Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed"];
  const report = await new Simulation({ instances: [a], refreshes }).run();
  expect(report.outcome).toBe("SUCCEEDED");
});

it("begins where no instance serves, and says so: it may be what mends them", async () => {
  const instances = [
    { ...a, target: "unhealthy" },
    { ...b, target: "" },
  ];
  const report = await new Simulation({ instances }).run();
  expect(report.outcome).toBe("SUCCEEDED");
  expect(report.notes.join()).toContain(
    `The load balancer calls no instance healthy: ${a.id} (unhealthy), ${b.id} (not registered)`,
  );
});

it.each([false, true])(
  "names an instance in standby, which doesn't count (dry run: %s)",
  async (dryRun) => {
    const apart = { ...b, lifecycleState: "Standby", agent: "ConnectionLost" };
    const report = await new Simulation({ instances: [a, apart] }).run(startRequest({ dryRun }));
    expect(report.outcome).toBe(dryRun ? "DRY_RUN" : "SUCCEEDED");
    expect(report.notes).toContain(`In standby, and not counted: ${b.id}`);
  },
);
