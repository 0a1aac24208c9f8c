import { describe, expect, it } from "vitest";
import type { StandIn } from "../../../../src/estate/checks";
import { type Approval, decide } from "../../../../src/operations/apply/decision";
import type { Verdict } from "../../../../src/operations/drift/report";
import { missingImages } from "../../../../src/systems/tally/images";
import { anEnvironment } from "../drift/reports/sample-reports";

const fingerprint = `sha256:${"a".repeat(64)}`;
const other = `sha256:${"b".repeat(64)}`;
const approvals: Record<string, Approval> = {
  shown: { kind: "plan only" },
  same: { kind: "approved", fingerprint },
  other: { kind: "approved", fingerprint: other },
  yes: { kind: "ask", ask: async () => "yes" },
  no: { kind: "ask", ask: async () => "no" },
  interrupted: { kind: "ask", ask: async () => "interrupted" },
};

/** Of what doesn't do harm, the doctor alone speaks. */
const harmless: readonly StandIn[] = [
  {
    name: "domain",
    value: "example.com",
    severity: "failed",
    because: "it is reserved",
    remedy: "ask",
  },
];

it.each<[Verdict, string, string]>([
  ...(["PENDING", "DRIFTED", "DRIFTED_AND_PENDING"] as const).flatMap(
    (verdict): [Verdict, string, string][] => [
      [verdict, "shown", "PLANNED"],
      [verdict, "same", "apply"],
      [verdict, "other", "NOT_APPROVED"],
      [verdict, "yes", "apply"],
      [verdict, "no", "DECLINED"],
      [verdict, "interrupted", "INTERRUPTED"],
    ],
  ),
  ...Object.keys(approvals).flatMap((approval): [Verdict, string, string][] => [
    ["IN_SYNC", approval, "NOTHING_TO_DO"],
    ["ERROR", approval, "ERROR"],
    ["INCONCLUSIVE", approval, approval === "shown" ? "INCONCLUSIVE" : "ERROR, inconclusive"],
  ]),
])("a plan that is %s, %s: %s", async (verdict, approval, expected) => {
  // Even a fingerprint doesn't make a plan that can't be judged one that may be applied.
  const plan = anEnvironment({ verdict, planFingerprint: fingerprint });
  const decision = await decide(plan, approvals[approval] as Approval, harmless);
  const said = decision === "apply" ? [decision] : [decision.outcome, decision.cause ?? []].flat();
  expect(said.join(", ")).toBe(expected);
});

const counts = { drift: 0, pending: 0, unmanaged: 2, stateOnly: 0, destructive: 0, accepted: 0 };

it.each(Object.keys(approvals))(
  "where nothing differs but what was added, nobody is asked, and nothing is called done: %s",
  async (approval) => {
    const plan = anEnvironment({ verdict: "DRIFTED", planFingerprint: fingerprint, counts });
    expect(await decide(plan, approvals[approval] as Approval, harmless)).toMatchObject({
      outcome: "UNMANAGED",
      reason:
        "There is nothing to apply, and 2 things were added outside the code, which no apply takes away",
    });
  },
);

it("what there is to apply beside what was added may be applied", async () => {
  const plan = anEnvironment({
    verdict: "DRIFTED_AND_PENDING",
    planFingerprint: fingerprint,
    counts: { ...counts, pending: 1 },
  });
  expect(await decide(plan, approvals.same as Approval, harmless)).toBe("apply");
});

describe("what stands in for what nobody has given, and does harm,", () => {
  const zeros = `sha256:${"0".repeat(64)}`;
  const standIns = [...harmless, ...missingImages({ adder: other, display: zeros, reset: other })];
  const told = `digest of display is still "${zeros}": no image and no archive has it, so that the service can't start. To go on, run the workflow tally-images on main, which pushes all of them and proposes src/systems/tally/images.json`;
  const decided = (approval: string, verdict: Verdict = "PENDING") =>
    decide(
      anEnvironment({ verdict, planFingerprint: fingerprint }),
      approvals[approval] as Approval,
      standIns,
    );

  it.each(["same", "other", "yes", "no"])(
    "isn't applied, and nobody is asked: %s",
    async (approval) => {
      expect(await decided(approval)).toEqual({
        outcome: "STAND_IN",
        reason: "The plan is made of what nobody has given yet",
        cause: null,
        nextSteps: [told],
      });
    },
  );

  it("is planned, with what is to be done first", async () => {
    expect(await decided("shown")).toMatchObject({ outcome: "PLANNED", nextSteps: [told] });
  });

  it("is in nobody's way where there is nothing to apply", async () => {
    expect(await decided("same", "IN_SYNC")).toMatchObject({ outcome: "NOTHING_TO_DO" });
  });
});

it("nothing without a fingerprint is applied", async () => {
  const plan = anEnvironment({ verdict: "PENDING", planFingerprint: null });
  const yes = await decide(plan, approvals.yes as Approval, harmless);
  expect(yes).toMatchObject({ outcome: "ERROR" });
});

it("nothing to do is nothing to approve, and it says so", async () => {
  const plan = anEnvironment({ verdict: "IN_SYNC", planFingerprint: fingerprint });
  const reasons = await Promise.all(
    [approvals.same, approvals.other].map((approval) =>
      decide(plan, approval as Approval, harmless),
    ),
  );
  expect(reasons).toMatchObject([
    { outcome: "NOTHING_TO_DO", reason: "The cloud is what the code says" },
    {
      outcome: "NOTHING_TO_DO",
      reason: "The cloud is what the code says, so the plan that was approved is no longer needed",
    },
  ]);
});

it("what could not be shown, nobody has agreed to", async () => {
  const ask = () => Promise.reject(new Error("write EIO"));
  const decision = await decide(
    anEnvironment({ verdict: "PENDING", planFingerprint: fingerprint }),
    { kind: "ask", ask },
    harmless,
  );
  expect(decision).toMatchObject({
    outcome: "DECLINED",
    reason: "The plan could not be shown: write EIO",
  });
});

it("nobody is asked about what can't be applied", async () => {
  const ask = () => Promise.reject(new Error("asked"));
  for (const verdict of ["IN_SYNC", "ERROR", "INCONCLUSIVE"] as const)
    expect(await decide(anEnvironment({ verdict }), { kind: "ask", ask }, harmless)).toMatchObject({
      reason: expect.not.stringContaining("asked"),
    });
});
