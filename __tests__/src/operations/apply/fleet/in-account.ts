import { vi } from "vitest";
import type { Approval, Ending } from "../../../../../src/operations/apply/decision";
import { fleetPort } from "../../../../../src/operations/apply/fleet/aws";
import type { ApplyOptions, ApplyProgress } from "../../../../../src/operations/apply/options";
import { servicesPort } from "../../../../../src/operations/apply/services/aws";
import { Clients } from "../../../../../src/operations/aws/clients";
import type { EnvironmentReport, Finding } from "../../../../../src/operations/drift/report";
import {
  FakeAutoScaling,
  type FakeFleet,
  type FakeGroup,
  type FakeRefresh,
} from "../../../../support/fake-auto-scaling";
import { VirtualClock } from "../../../../support/fake-ssm/clock";
import { aFinding, anAttribute, anEnvironment } from "../../drift/reports/sample-reports";
import { dummyCredentials } from "../../rollout/aws/over-http";

export const groupName = "test-app-uat-us-east-1";
const deployment: ApplyOptions["deployment"] = {
  id: "uat-us-east-1",
  region: "us-east-1",
  settles: [{ by: "instance refresh", groupName }],
  standIns: [],
};
const version = anAttribute({ path: "launch_template[0].version", unknown: true });
const group = aFinding({
  address: "aws_autoscaling_group.fleet",
  cause: "pending",
  change: "update",
  attributes: [version],
});
export const resized = { ...group, attributes: [anAttribute({ path: "max_size" })] };
export const created = { ...group, change: "create" as const };
export const old: FakeRefresh = { id: "old", status: "Failed", startedAt: "2026-01-01T00:00:00Z" };
export const whole: FakeGroup = { desiredCapacity: 1, instances: ["InService Healthy"] };
export const outdated: FakeGroup = {
  desiredCapacity: 2,
  instances: ["InService Healthy 1", "InService Healthy"],
};

export interface Settled extends Ending {
  readonly clock: VirtualClock;
  readonly told: readonly ApplyProgress[];
  readonly operations: readonly string[];
}

export interface Situation extends Partial<FakeFleet> {
  /** What the plan does to the group (default: it launches from another template). */
  readonly findings?: readonly Finding[];
  /** Whether the deployment has a fleet that settles (default: true). */
  readonly hasFleet?: boolean;
  readonly approval?: Approval;
  readonly watchTimeoutMs?: number;
}

/** Something that is done in an account, over HTTP and in simulated time. */
export async function inAccount(
  fake: FakeFleet,
  {
    findings = [group],
    hasFleet = true,
    approval = { kind: "plan only" },
    watchTimeoutMs = 3_600_000,
  }: Situation,
  stop: AbortSignal,
  act: (plan: EnvironmentReport, options: ApplyOptions) => Promise<Ending>,
): Promise<Settled> {
  using server = await FakeAutoScaling.start(groupName, fake);
  dummyCredentials();
  vi.stubEnv("AWS_ENDPOINT_URL_AUTO_SCALING", server.url);
  using aws = new Clients("us-east-1");
  const told: ApplyProgress[] = [];
  const clock = new VirtualClock();
  const plan = anEnvironment({ findings: [...findings] });
  const ended = await act(plan, {
    deployment: hasFleet ? deployment : { ...deployment, settles: [] },
    approval,
    synthesized: undefined,
    lockTimeoutSeconds: 1,
    planTimeoutSeconds: 1,
    pollIntervalMs: 15_000,
    watchTimeoutMs,
    judge: async () => plan,
    fleet: fleetPort(aws),
    services: servicesPort(aws),
    clock,
    signal: stop,
    onProgress: (progress) => void ("kind" in progress && told.push(progress)),
  });
  return { ...ended, clock, told, operations: server.operations };
}
