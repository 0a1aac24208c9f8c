import { describe, expect, it, vi } from "vitest";
import { type Ending, ending } from "../../../../../src/operations/apply/decision";
import { fleetPort } from "../../../../../src/operations/apply/fleet/aws";
import type { ApplyOptions, ApplyProgress } from "../../../../../src/operations/apply/options";
import { servicesPort } from "../../../../../src/operations/apply/services/aws";
import {
  servicesBefore,
  settleServices,
} from "../../../../../src/operations/apply/settle-services";
import { Clients } from "../../../../../src/operations/aws/clients";
import type { EnvironmentReport } from "../../../../../src/operations/drift/report";
import { type FakeCluster, FakeEcs, type FakeService } from "../../../../support/fake-ecs";
import { VirtualClock } from "../../../../support/fake-ssm/clock";
import { aFinding, anEnvironment } from "../../drift/reports/sample-reports";
import { dummyCredentials } from "../../rollout/aws/over-http";

const settled: FakeService = { deployments: [{ runs: "tally-display:5" }] };
const going: FakeService = {
  deployments: [{ runs: "tally-display:5", state: "IN_PROGRESS" }],
  running: 1,
};
const before: FakeService = { deployments: [{ runs: "tally-display:4" }] };
const rolledBack: FakeService = {
  deployments: [
    { runs: "tally-display:4", reason: "ECS deployment circuit breaker: rolling back" },
    { status: "ACTIVE", runs: "tally-display:5", state: "FAILED", reason: "tasks failed to start" },
  ],
};
const stopped: FakeCluster["stopped"] = [
  ["tally-display:5", "Task failed ELB health checks in (target-group tg)"],
  ["tally-display:5", "Essential container in task exited", 1],
  ["tally-display:5", "Essential container in task exited", 1],
  ["tally-display:4", "Scaling activity initiated by deployment"],
];

/** The states that DescribeServices gives, one after the other; the last one stays. */
const display = (...states: readonly FakeService[]): FakeCluster => ({
  newest: { "tally-display": "tally-display:5" },
  services: (nth) => ({ display: states[Math.min(nth, states.length) - 1] as FakeService }),
  stopped,
});

interface Watched extends Ending {
  readonly told: readonly ApplyProgress[];
  readonly operations: readonly string[];
}

/** Something that is done in an account, over HTTP and in simulated time. */
async function inAccount(
  cluster: FakeCluster,
  act: (options: ApplyOptions) => Promise<Ending>,
  own: Partial<ApplyOptions> = {},
): Promise<Watched> {
  using server = await FakeEcs.start(cluster);
  dummyCredentials();
  vi.stubEnv("AWS_ENDPOINT_URL_ECS", server.url);
  using aws = new Clients("us-east-1");
  const told: ApplyProgress[] = [];
  const ended = await act({
    deployment: {
      id: "tally-production",
      region: "us-east-1",
      settles: [
        {
          by: "ecs services",
          cluster: "tally",
          services: [{ name: "display", family: "tally-display" }],
        },
      ],
      standIns: [],
    },
    approval: { kind: "plan only" },
    synthesized: undefined,
    lockTimeoutSeconds: 1,
    planTimeoutSeconds: 1,
    pollIntervalMs: 15_000,
    watchTimeoutMs: 3_600_000,
    judge: async () => anEnvironment({}),
    fleet: fleetPort(aws),
    services: servicesPort(aws),
    clock: new VirtualClock(),
    signal: new AbortController().signal,
    onProgress: (progress) => void ("kind" in progress && told.push(progress)),
    ...own,
  });
  return { ...ended, told, operations: server.operations };
}

const applied = ending("APPLIED", "The plan was applied");
const afterApply = (cluster: FakeCluster, own?: Partial<ApplyOptions>) =>
  inAccount(cluster, (options) => settleServices(applied, options), own);

describe("services after an apply", () => {
  it("have settled once the primary deployment is completed and runs what was planned", async () => {
    const ended = await afterApply(display(before, going, going, settled));
    expect(ended.outcome).toBe("APPLIED");
    expect(ended.reason).toBe("The plan was applied, and the services have settled");
    expect(ended.services).toMatchObject([
      { service: "display", rolloutState: "COMPLETED", runningTasks: 2, settled: true },
    ]);
    const lines = ended.told.flatMap((each) => (each.kind === "service" ? each.text : []));
    expect(lines).toEqual([
      "display: COMPLETED, 2 of 2 tasks, is to run tally-display:4, and tally-display:5 was planned",
      "display: IN_PROGRESS, 1 of 2 tasks, runs tally-display:5 as planned",
      "display: COMPLETED, 2 of 2 tasks, runs tally-display:5 as planned",
    ]);
  });

  it("are waited for while a completed deployment lacks a task", async () => {
    const ended = await afterApply(display({ ...settled, running: 1 }, settled));
    expect([ended.outcome, ended.operations.length]).toEqual(["APPLIED", 3]);
  });

  it("are UNSETTLED when the circuit breaker has rolled back, with why the planned tasks stopped", async () => {
    const ended = await afterApply(display(going, rolledBack));
    expect(ended.outcome).toBe("UNSETTLED");
    expect(ended.reason).toContain("display: FAILED (tasks failed to start)");
    expect(ended.reason).toContain("is to run tally-display:4, and tally-display:5 was planned");
    expect(ended.services?.[0]?.stoppedTasks).toEqual([
      "Task failed ELB health checks in (target-group tg)",
      "Essential container in task exited",
      "container service: exit code 1",
    ]);
    for (const why of ended.services?.[0]?.stoppedTasks ?? []) expect(ended.reason).toContain(why);
    expect(ended.reason).not.toContain("Scaling activity");
    expect(ended.nextSteps?.[0]).toContain("aws ecs describe-services --region us-east-1");
  });

  it("are UNSETTLED when ECS shows nothing of the failed deployment any more", async () => {
    const ended = await afterApply(display(before));
    expect([ended.outcome, ended.services?.[0]?.settled]).toEqual(["UNSETTLED", false]);
  });

  it("are UNSETTLED when one of them isn't there", async () => {
    const ended = await afterApply({ ...display(settled), services: () => ({}) });
    expect([ended.outcome, ended.cause]).toEqual(["UNSETTLED", "not-applied"]);
    expect(ended.reason).toContain("The cluster tally has no service display in this region");
  });

  it("are IN_PROGRESS at the end of the watch, and UNKNOWN when ECS refuses to tell", async () => {
    const slow = await afterApply(display(going), { watchTimeoutMs: 60_000 });
    expect([slow.outcome, slow.services?.[0]?.rolloutState]).toEqual([
      "IN_PROGRESS",
      "IN_PROGRESS",
    ]);
    const refused = await afterApply({ ...display(settled), refuses: 400 });
    expect(refused.outcome).toBe("UNKNOWN");
  });

  it("aren't looked for where a deployment has none", async () => {
    const deployment = { id: "uat-us-east-1", region: "us-east-1", settles: [], standIns: [] };
    const ended = await afterApply(display(before), { deployment });
    expect([ended.outcome, ended.operations]).toEqual(["APPLIED", []]);
    expect(ended.services).toBeUndefined();
  });
});

describe("services that nothing is applied to", () => {
  const asTheyAre = (
    cluster: FakeCluster,
    known: Ending,
    plan: EnvironmentReport = anEnvironment({}),
  ) => inAccount(cluster, (options) => servicesBefore(plan, known, options));
  const nothing = ending("NOTHING_TO_DO", "The cloud is what the code says");
  const planned = ending("PLANNED", "There is something to apply");

  it("are told to be unsettled where an apply before was rolled back", async () => {
    const ended = await asTheyAre(display(rolledBack), nothing);
    expect([ended.outcome, ended.services?.[0]?.settled]).toEqual(["UNSETTLED", false]);
    expect((await asTheyAre(display(settled), nothing)).outcome).toBe("NOTHING_TO_DO");
  });

  it("leave a plan to be approved, and say what is wrong beside it", async () => {
    const ended = await asTheyAre(display(rolledBack), planned);
    expect(ended.outcome).toBe("PLANNED");
    expect(ended.reason).toContain("the services aren't what the code says");
    expect((await asTheyAre(display(going), planned)).reason).toContain("A deployment goes on");
  });

  it("aren't looked at while the plan makes them", async () => {
    const made = aFinding({
      address: "aws_ecs_service.display",
      change: "create",
      cause: "pending",
    });
    const ended = await asTheyAre(display(before), planned, anEnvironment({ findings: [made] }));
    expect([ended.outcome, ended.operations]).toEqual(["PLANNED", []]);
  });
});
