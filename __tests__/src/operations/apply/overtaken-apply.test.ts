import { beforeEach, expect, it, vi } from "vitest";
import { applyDeployment } from "../../../../src/operations/apply/apply";
import { applyPlan } from "../../../../src/operations/apply/apply-plan";
import type { Answer, Approval } from "../../../../src/operations/apply/decision";
import type { FleetPort } from "../../../../src/operations/apply/fleet/aws";
import { withJudgedPlan } from "../../../../src/operations/apply/judged-plan";
import type { ApplyOptions } from "../../../../src/operations/apply/options";
import type { EnvironmentReport } from "../../../../src/operations/drift/report";
import { VirtualClock } from "../../../support/fake-ssm/clock";
import { anEnvironment } from "../drift/reports/sample-reports";

// Terraform is what these two start.
vi.mock("../../../../src/operations/apply/judged-plan", () => ({ withJudgedPlan: vi.fn() }));
vi.mock("../../../../src/operations/apply/apply-plan", () => ({ applyPlan: vi.fn() }));

const fingerprint = `sha256:${"a".repeat(64)}`;
const pending = anEnvironment({ verdict: "PENDING", planFingerprint: fingerprint });
const less = anEnvironment({ verdict: "PENDING", planFingerprint: `sha256:${"b".repeat(64)}` });
const inSync = anEnvironment({ verdict: "IN_SYNC", planFingerprint: null });
const approved: Approval = { kind: "approved", fingerprint };

beforeEach(() => {
  vi.mocked(applyPlan).mockReset().mockResolvedValue({
    outcome: "ERROR",
    reason: "Terraform has not begun, and nothing was applied",
    overtaken: true,
  });
});

/** An apply that is overtaken each time; what is planned, one after the other, and the last one again. */
function overtaken(approval: Approval, ...plans: readonly EnvironmentReport[]) {
  return applied({ approval }, ...plans);
}

async function applied(given: Partial<ApplyOptions>, ...plans: readonly EnvironmentReport[]) {
  const told: unknown[] = [];
  let planned = 0;
  vi.mocked(withJudgedPlan).mockImplementation((_, use) => {
    const report = plans[Math.min(planned, plans.length - 1)] ?? pending;
    planned += 1;
    const folder = { output: "", stack: "", plan: "", control: "" };
    return use({ report, folder, sensitive: () => [] });
  });
  const report = await applyDeployment({
    deployment: {
      id: "foundation-us-east-1",
      region: "us-east-1",
      settles: [],
      standIns: [],
    },
    approval: { kind: "plan only" },
    synthesized: undefined,
    lockTimeoutSeconds: 1,
    planTimeoutSeconds: 1,
    pollIntervalMs: 1,
    watchTimeoutMs: 1,
    judge: async () => pending,
    fleet: {} as FleetPort,
    services: undefined as never,
    clock: new VirtualClock(),
    signal: new AbortController().signal,
    onProgress: (progress) => told.push(progress),
    ...given,
  });
  return { report, planned, told, applied: vi.mocked(applyPlan).mock.calls.length };
}

it("an apply that is overtaken plans again, and what is left may be nothing", async () => {
  const { report, planned, applied, told } = await overtaken(approved, pending, inSync);
  expect([report.outcome, planned, applied]).toEqual(["NOTHING_TO_DO", 2, 1]);
  expect(told).toContainEqual({ notice: expect.stringContaining("Somebody else was faster") });
});

it("what was approved is no approval of another plan", async () => {
  const { report, applied } = await overtaken(approved, pending, less);
  expect([report.outcome, report.fingerprint, applied]).toEqual([
    "NOT_APPROVED",
    less.planFingerprint,
    1,
  ]);
});

it("whoever is asked is asked about each plan", async () => {
  const ask = vi.fn(
    async (plan: EnvironmentReport): Promise<Answer> => (plan === pending ? "yes" : "no"),
  );
  const { report, applied } = await overtaken({ kind: "ask", ask }, pending, less);
  expect([report.outcome, applied]).toEqual(["DECLINED", 1]);
  expect(ask.mock.calls).toEqual([[pending], [less]]);
});

it("an apply that is overtaken again and again ends", async () => {
  const { report, planned } = await overtaken(approved, pending);
  expect([report.outcome, planned, report.applied]).toEqual(["ERROR", 5, null]);
  expect(report.reason).toBe(
    "Somebody else applied foundation-us-east-1 between plan and apply, 5 times: wait until that has ended",
  );
});

it("what is to be done for a plan is said beside what is wrong with what runs", async () => {
  const standIn = { name: "digest", value: "0", severity: "failed", refused: true } as const;
  const { report } = await applied(
    {
      deployment: {
        id: "tally-production",
        region: "us-east-1",
        settles: [{ by: "ecs services", cluster: "tally", services: [] }],
        standIns: [{ ...standIn, because: "nothing has it", remedy: "push it" }],
      },
      services: { describeServices: () => Promise.reject(new Error("ECS is away")) } as never,
    },
    pending,
  );
  // Nothing that somebody could approve: no approval would have it applied.
  expect([report.outcome, report.fingerprint]).toEqual(["PLANNED", null]);
  expect(report.nextSteps).toEqual([
    'digest is still "0": nothing has it. To go on, push it',
    expect.stringContaining("see how the services go on"),
  ]);
});
