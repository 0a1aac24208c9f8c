import { afterAll, describe, expect, it } from "vitest";
import { reserveMs } from "../../lambda/autoupdater";
import { rolloutReportSchema } from "../../src/operations/rollout/report";
import { application } from "../../src/systems/test-app/application";
import { Simulation, type SimulationProps } from "../src/operations/rollout/simulated";
import { type Fault, faultsOf, type Operation } from "../support/fake-ssm/faults";
import { type FakeInstance, failure, instance, success } from "../support/fake-ssm/instances";
import { type FakeServer, startServer } from "../support/fake-ssm/server";
import { credentials, DeployedFunction, type Invocation, type Invoked } from "./deployed-function";

const deployed = new DeployedFunction();
afterAll(() => deployed[Symbol.dispose]());

const atOnce = { delayMs: 0, lastsMs: 0 };
const quick = { ...success, ...atOnce };
const endless = { ...success, lastsMs: Number.POSITIVE_INFINITY };

/** Three instances: with fewer a rollout is refused. The others do as the last. */
function fleet(...runs: FakeInstance["runs"]): FakeInstance[] {
  return [0, 1, 2].map((index) => {
    const run = runs[Math.min(index, runs.length - 1)];
    return instance(`i-0000000000000000${index}`, run && { runs: [run] });
  });
}

interface Invocations extends SimulationProps {
  readonly event?: unknown;
  readonly prepare?: (simulation: Simulation) => void;
}

/** Invokes the function in a simulated account. */
async function invoked(
  { event = {}, prepare, ...props }: Invocations,
  changes: Partial<Invocation> = {},
): Promise<Invoked & { readonly simulation: Simulation; readonly server: FakeServer }> {
  const simulation = new Simulation(props);
  prepare?.(simulation);
  const server = await startServer(simulation.world, props.faults, props.paging);
  try {
    const result = await deployed.invoke({ event, url: server.url, ...changes });
    return { ...result, simulation, server };
  } finally {
    await server.close();
  }
}

const toldTo = ({ received }: FakeServer) =>
  received.flatMap(({ operation, input }) => (operation === "PutMetricData" ? [input] : []));

const denied = (operation: Operation) => faultsOf({ [operation]: Array<Fault>(9).fill("denied") });

describe.concurrent("the function, as it is deployed", () => {
  it("rolls out with {}, and returns the report", async () => {
    const { returned, server } = await invoked({ instances: fleet(quick, quick) });
    expect(rolloutReportSchema.parse(returned)).toMatchObject({
      outcome: "SUCCEEDED",
      environment: "production-us-east-1",
      instances: Array(3).fill(expect.objectContaining({ class: "updated" })),
    });
    const [sent] = server.received.filter(({ operation }) => operation === "SendCommand");
    expect(sent?.input).toMatchObject({
      DocumentName: `${application}-production-us-east-1-autoupdater`,
      Comment: expect.stringContaining(returned.runId),
      MaxConcurrency: "1",
      MaxErrors: "0",
      TimeoutSeconds: 600,
    });
  });

  it.each([
    ["good", {}, fleet(quick), undefined, 0],
    ["bad", {}, fleet({ ...failure, ...atOnce }, quick), undefined, 2],
    ["unknown", {}, fleet(quick), denied("ListCommandInvocations"), 1],
    ["nothing of a dry run, which has none", { dryRun: true }, fleet(quick), undefined, null],
  ])("tells CloudWatch the outcome: %s", async (_, event, instances, faults, value) => {
    const { server } = await invoked({ event, instances, ...(faults && { faults }) });
    expect(toldTo(server)).toEqual(
      value === null
        ? []
        : [
            {
              Namespace: "testapp/outcomes",
              MetricData: [
                {
                  MetricName: "Rollout",
                  Dimensions: [{ Name: "EnvironmentId", Value: "production-us-east-1" }],
                  Value: value,
                },
              ],
            },
          ],
    );
  });

  it("returns the same report where CloudWatch refuses, and logs why", async () => {
    const faults = denied("PutMetricData");
    const { returned, log } = await invoked({ instances: fleet(quick), faults });
    expect(returned).toMatchObject({ outcome: "SUCCEEDED" });
    expect(log.at(-1)).toMatchObject({
      level: "ERROR",
      kind: "untold outcome",
      reason: expect.stringContaining("PutMetricData failed, AccessDeniedException"),
    });
  });

  it("ends before its time is over where CloudWatch is silent", async () => {
    const faults = faultsOf({
      DescribeAutoScalingGroups: Array<Fault>(9).fill("denied"),
      PutMetricData: Array<Fault>(9).fill("hangs"),
    });
    const { thrown, log } = await invoked(
      { instances: fleet(quick), faults },
      { remainingMs: 6_000 },
    );
    expect(thrown?.message).toMatch(/^ERROR in production-us-east-1/);
    expect(log.at(-1)).toMatchObject({ kind: "untold outcome" });
  });

  it("writes JSON lines with the request, the environment, the run id and no credentials", async () => {
    const { log, stdout, returned } = await invoked({ instances: fleet(quick) });
    for (const line of log) {
      expect(line).toMatchObject({
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        level: "INFO",
        requestId: "request-1",
        environmentId: "production-us-east-1",
        runId: returned.runId,
      });
    }
    expect(log.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["phase", "expected", "sent", "instance", "report"]),
    );
    expect(log.at(-1)).toMatchObject({ kind: "report", report: returned });
    for (const secret of Object.values(credentials)) expect(stdout).not.toContain(secret);
  });

  it("says with dryRun what it would send, and sends nothing", async () => {
    const event = { dryRun: true };
    const { returned, server } = await invoked({ event, instances: fleet(quick) });
    expect(returned).toMatchObject({ outcome: "DRY_RUN", commandIds: [] });
    expect(server.calls.count("SendCommand")).toBe(0);
  });

  it("returns near its deadline with the command to resume, which it leaves alone", async () => {
    const { returned, server, simulation } = await invoked(
      { instances: fleet(endless) },
      // Time enough for a busy machine to begin the watch.
      { remainingMs: reserveMs + 10_000 },
    );
    const [command] = simulation.world.commands;
    const commandId = command?.props.commandId;
    expect(returned).toMatchObject({
      outcome: "IN_PROGRESS",
      commandIds: [commandId],
      reason: "the time of the function is over",
    });
    expect(returned.nextSteps[0]).toContain(`{"commandId": "${commandId}"}`);
    expect(server.calls.count("CancelCommand")).toBe(0);
    expect(toldTo(server)).toEqual([]);
    expect(command?.isExecuting(simulation.clock.now())).toBe(true);
  });

  it("resumes a rollout by its command, and logs that rollout's run id", async () => {
    const commandId = "3f6c1d52-8e0b-4a94-9d3e-5b7a2c1f0e68";
    const { returned, log, server } = await invoked({
      event: { commandId },
      instances: fleet(quick),
      prepare: ({ world }) => world.sendByOther({ commandId, comment: "testapp rollout run-7" }),
    });
    expect(returned).toMatchObject({ outcome: "SUCCEEDED", runId: "run-7" });
    expect(log.at(-1)).toMatchObject({ kind: "report", runId: "run-7" });
    expect(server.calls.count("SendCommand")).toBe(0);
  });

  it("throws when a release is bad, with all that an operator needs", async () => {
    const bad = { ...failure, ...atOnce };
    const { returned, thrown, log } = await invoked({ instances: fleet(bad, quick) });
    expect(returned).toBeUndefined();
    expect(thrown?.name).toBe("RolloutNotSucceeded");
    const { level, report } = log.at(-1);
    expect(level).toBe("ERROR");
    expect(report).toMatchObject({ outcome: "FAILED", commandIds: [expect.any(String)] });
    for (const part of [report.outcome, report.reason, report.commandIds[0], report.runId])
      expect(thrown?.message).toContain(part);
  });

  it("throws when it can't be learnt what happened, with how to go on", async () => {
    const faults = denied("ListCommandInvocations");
    const { thrown, simulation } = await invoked({ instances: fleet(quick), faults });
    const [command] = simulation.world.commands;
    expect(thrown?.message).toMatch(/^UNKNOWN in production-us-east-1/);
    expect(thrown?.message).toContain(`{"commandId": "${command?.props.commandId}"}`);
  });

  it("throws when nothing could be sent", async () => {
    const faults = denied("DescribeAutoScalingGroups");
    const { thrown, simulation } = await invoked({ instances: fleet(quick), faults });
    expect(thrown?.message).toMatch(/^ERROR in production-us-east-1.*Commands: none/);
    expect(simulation.world.commands).toEqual([]);
  });

  it("throws when another rollout is running", async () => {
    const { thrown, simulation } = await invoked({
      instances: fleet(endless),
      prepare: ({ world }) => world.sendByOther(),
    });
    expect(thrown?.message).toMatch(/^CONFLICT in production-us-east-1/);
    expect(simulation.world.requests).toEqual([]);
  });

  it.each([
    ["an event that it doesn't know", { event: { dryRun: "yes" } }, "EventError"],
    ["another environment's id", { variables: { ENVIRONMENT_ID: "uat" } }, "VariablesError"],
  ])("refuses %s before it calls anything", async (_, changes, name) => {
    const { thrown, server } = await invoked({ instances: fleet(quick) }, changes);
    expect(thrown?.name).toBe(name);
    expect(server.received).toEqual([]);
  });
});
