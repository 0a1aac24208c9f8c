import { expect, it } from "vitest";
import { application } from "../../../../../src/systems/test-app/application";
import { type Fault, faultsOf } from "../../../../support/fake-ssm/faults";
import { ended, failure, instance } from "../../../../support/fake-ssm/instances";
import { classesOf, resumeRequest, type SimulationProps } from "../simulated";
import { overHttp } from "./over-http";

const a = instance("i-0000000000000000a");
const b = instance("i-0000000000000000b");
const late = instance("i-0000000000000000f", { joins: 4_000 });

async function rolledOut(props: SimulationProps) {
  const all = await overHttp(props);
  const report = await all.simulation.run(undefined, { port: all.port });
  return { ...all, report };
}

it("sends what the API reference asks for, and once", async () => {
  const { server, report } = await rolledOut({ instances: [a, b] });
  expect(report.outcome, report.reason).toBe("SUCCEEDED");
  const sent = server.received.filter(({ operation }) => operation === "SendCommand");
  expect(sent.map(({ input }) => input)).toEqual([
    {
      DocumentName: `${application}-production-us-east-1-autoupdater`,
      DocumentVersion: "7",
      DocumentHash: "0".repeat(64),
      DocumentHashType: "Sha256",
      Targets: [{ Key: "tag:EnvironmentId", Values: ["production-us-east-1"] }],
      Comment: "testapp rollout run-1",
      MaxConcurrency: "1",
      MaxErrors: "0",
      TimeoutSeconds: 600,
      CloudWatchOutputConfig: {
        CloudWatchLogGroupName: `/${application}/production-us-east-1/autoupdater`,
        CloudWatchOutputEnabled: true,
      },
    },
  ]);
});

it("lists with the limits and filters that the API reference has", async () => {
  const { server } = await rolledOut({ instances: [a] });
  const inputs = (name: string) =>
    server.received.filter(({ operation }) => operation === name).map(({ input }) => input);
  expect(inputs("DescribeAutoScalingGroups")).toContainEqual(
    expect.objectContaining({ name: `${application}-production-us-east-1` }),
  );
  expect(inputs("DescribeInstanceInformation")).toEqual([
    { Filters: [{ Key: "tag:EnvironmentId", Values: ["production-us-east-1"] }], MaxResults: 50 },
  ]);
  expect(inputs("ListCommandInvocations")[0]).toMatchObject({ Details: true, MaxResults: 50 });
  expect(inputs("ListCommands")).toContainEqual({
    Filters: [
      { key: "DocumentName", value: `${application}-production-us-east-1-autoupdater` },
      { key: "ExecutionStage", value: "Executing" },
    ],
    MaxResults: 50,
  });
  expect(inputs("ListCommands").at(-1).Filters[1]).toEqual({
    key: "InvokedAfter",
    value: "2026-03-01T07:45:00Z",
  });
});

it("accounts for every status, through pages that are empty or repeat each other", async () => {
  const { report } = await rolledOut({
    instances: [
      a,
      { ...b, runs: [failure] },
      instance("i-00000000000000001", { runs: [ended("Success", 7)] }),
      instance("i-00000000000000002", { runs: [ended("Delivery Timed Out")] }),
      instance("i-00000000000000003", { runs: [ended("Undeliverable")] }),
      instance("i-00000000000000004", { runs: [ended("InvalidPlatform")] }),
      instance("i-00000000000000005", { runs: [ended("Something New", 0)] }),
    ],
    paging: { size: 2, withEmptyPages: true, withDuplicates: true },
    target: { maxConcurrency: 3, maxErrors: 5 },
  });
  expect(report.outcome).toBe("PARTIAL");
  expect(classesOf(report)).toEqual({
    [a.id]: "updated",
    [b.id]: "failed",
    "i-00000000000000001": "failed",
    "i-00000000000000002": "unknown",
    "i-00000000000000003": "not updated",
    "i-00000000000000004": "misconfigured",
    "i-00000000000000005": "failed",
  });
  expect(report.instances[1]).toMatchObject({
    responseCode: 3,
    durationSeconds: 4,
    outputTail: `${failure.printed}failed to run commands: exit status 3`,
  });
});

it.each<Fault>(["reset after", "html 503 after", "unparsable after"])(
  "a send that ends with %s is found by its run id",
  async (fault) => {
    const faults = faultsOf({ SendCommand: [fault] });
    const { simulation, server, report } = await rolledOut({ instances: [a], faults });
    expect(report.outcome, report.reason).toBe("SUCCEEDED");
    expect(server.calls.count("SendCommand")).toBe(1);
    expect(simulation.world.commands).toHaveLength(1);
  },
);

it("goes through an outage of everything", async () => {
  const { report } = await rolledOut({
    instances: [a],
    faults: (operation, nth) =>
      operation !== "SendCommand" && nth < 3
        ? (["throttled", "html 503", "reset"] as const)[nth % 3]
        : undefined,
  });
  expect(report.outcome, report.reason).toBe("SUCCEEDED");
});

it.each<[Fault, string]>([
  ["denied", "grant it"],
  ["expired", "Log in anew"],
])("ends before the send when it is %s, with the remedy", async (fault, remedy) => {
  for (const operation of ["DescribeAutoScalingGroups", "DescribeDocument"] as const) {
    const faults = faultsOf({ [operation]: [fault] });
    const { report, server } = await rolledOut({ instances: [a], faults });
    expect(report).toMatchObject({ outcome: "ERROR", commandIds: [] });
    expect(report.reason).toContain(operation);
    expect(report.reason).toContain(remedy);
    expect(server.calls.count(operation)).toBe(1);
  }
});

it("refuses another account, which the group's ARN names", async () => {
  const { report, server } = await rolledOut({ instances: [a], accountId: "999999999999" });
  expect(report).toMatchObject({ outcome: "ERROR", commandIds: [] });
  expect(report.reason).toContain("999999999999");
  expect(server.calls.count("SendCommand")).toBe(0);
});

it("sends further passes, resumes and cancels", async () => {
  const { simulation, port, server, report } = await rolledOut({ instances: [a, late] });
  expect(report.outcome, report.reason).toBe("SUCCEEDED");
  const sent = server.received.filter(({ operation }) => operation === "SendCommand");
  expect(sent[1]?.input).toMatchObject({ InstanceIds: [late.id] });
  expect(sent[1]?.input.Targets).toBeUndefined();
  for (const kind of ["resume", "cancel"] as const) {
    const again = await simulation.run(resumeRequest(report.commandIds[0] ?? "", kind), { port });
    expect(again.instances).toEqual(report.instances);
  }
});
