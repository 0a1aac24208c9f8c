import { expect, it } from "vitest";
import { outcomeOf } from "../../../../src/operations/rollout/account";
import {
  type InstanceClass,
  type Outcome,
  outcomes,
} from "../../../../src/operations/rollout/report";
import { ended, type FakeInstance, failure, instance } from "../../../support/fake-ssm/instances";
import { exitCodesOf } from "../../../support/outcomes";
import { classesOf, Simulation, type SimulationProps } from "./simulated";

const [a, b, c] = ["i-0000000000000000a", "i-0000000000000000b", "i-0000000000000000c"];

function with_(details: string, code: number | null = null, changes: Partial<FakeInstance> = {}) {
  return { runs: [ended(details, code)], ...changes };
}

/** Three instances, the first two of which are changed. */
function fleet(first: Partial<FakeInstance> = {}, second: Partial<FakeInstance> = {}) {
  return [instance(a, first), instance(b, second), instance(c)];
}

const manyErrors = { maxErrors: 5 };

it.each<[string, Outcome, SimulationProps, Record<string, InstanceClass>]>([
  ["all updated", "SUCCEEDED", { instances: fleet() }, { [a]: "updated", [c]: "updated" }],
  [
    "one gone without having run",
    "SUCCEEDED",
    { instances: fleet({ leaves: 250 }) },
    { [a]: "gone", [b]: "updated" },
  ],
  [
    "the last one gone before its turn",
    "SUCCEEDED",
    { instances: [instance(a), instance(b, { leaves: 2_000 })] },
    { [a]: "updated", [b]: "gone" },
  ],
  [
    "one gone after it failed",
    "PARTIAL",
    { instances: fleet({ ...with_("Failed", 3), leaves: 2_000 }), target: manyErrors },
    { [a]: "failed", [b]: "updated" },
  ],
  [
    "one gone after it was updated",
    "SUCCEEDED",
    { instances: fleet({ leaves: 6_000 }) },
    { [a]: "updated", [b]: "updated" },
  ],
  [
    "a bad release, whose instances are all replaced after it",
    "UNKNOWN",
    { instances: [instance(a, { leaves: 6_000 })], desiredCapacity: 1 },
    { [a]: "updated" },
  ],
  [
    "the first fails, and the threshold stops the rest",
    "FAILED",
    { instances: fleet({ runs: [failure] }) },
    { [a]: "failed", [b]: "not updated", [c]: "not updated" },
  ],
  [
    "only undeliverable ones, which make a green parent",
    "FAILED",
    { instances: [instance(a, with_("Undeliverable")), instance(b, with_("Undeliverable"))] },
    { [a]: "not updated", [b]: "not updated" },
  ],
  ["only misconfigured ones", "FAILED", { instances: [instance(a, with_("InvalidPlatform"))] }, {}],
  [
    "failed and unknown ones",
    "FAILED",
    {
      instances: fleet(with_("Failed", 3), with_("DeliveryTimedOut")).slice(0, 2),
      target: manyErrors,
    },
    { [a]: "failed", [b]: "unknown" },
  ],
  [
    "updated and failed ones",
    "PARTIAL",
    { instances: fleet({}, { runs: [failure] }), target: manyErrors },
    { [a]: "updated", [b]: "failed", [c]: "updated" },
  ],
  ["updated and misconfigured ones", "PARTIAL", { instances: fleet(with_("AccessDenied")) }, {}],
  [
    "four undeliverable ones and one success, which make a green parent",
    "PARTIAL",
    {
      instances: [
        instance(a),
        ...["1", "2", "3", "4"].map((digit) =>
          instance(`i-0000000000000000${digit}`, with_("Undeliverable")),
        ),
      ],
    },
    { [a]: "updated", "i-00000000000000001": "not updated" },
  ],
  [
    "updated and unknown ones",
    "PARTIAL",
    { instances: fleet(with_("Cancelled")) },
    { [a]: "unknown" },
  ],
  [
    "fewer invocations than targets",
    "PARTIAL",
    { instances: fleet(), phantomTargets: 1 },
    { [a]: "updated", [b]: "updated", [c]: "updated" },
  ],
  [
    "one in standby that failed, which serves nobody",
    "SUCCEEDED",
    { instances: fleet(with_("Failed", 3, { lifecycleState: "Standby" })), target: manyErrors },
    { [a]: "standby", [b]: "updated" },
  ],
  [
    "one on its way out that was not updated",
    "SUCCEEDED",
    { instances: fleet(with_("Undeliverable", null, { lifecycleState: "Terminating:Wait" })) },
    { [a]: "gone", [b]: "updated" },
  ],
  [
    "nothing but unknown ones",
    "UNKNOWN",
    { instances: [instance(a, with_("DeliveryTimedOut"))] },
    { [a]: "unknown" },
  ],
  [
    "everything gone",
    "UNKNOWN",
    { instances: [instance(a, { leaves: 250 })], desiredCapacity: 1 },
    { [a]: "gone" },
  ],
  [
    "a command that reaches nothing, and nothing can be reached",
    "FAILED",
    { instances: fleet(), overlooked: new Set([a, b, c]), target: { maxErrors: -1 } },
    { [a]: "not updated" },
  ],
])("%s: %s", async (_, outcome, props, classes) => {
  const report = await new Simulation(props).run();
  expect(report, report.reason).toMatchObject({ outcome });
  expect(classesOf(report)).toMatchObject(classes);
});

it("gives each outcome its exit code", () => {
  expect(exitCodesOf(outcomes)).toEqual({
    SUCCEEDED: 0,
    DRY_RUN: 0,
    ERROR: 1,
    FAILED: 2,
    PARTIAL: 2,
    UNKNOWN: 3,
    IN_PROGRESS: 3,
    CONFLICT: 4,
  });
});

it.each<[Outcome, InstanceClass[], number, number | undefined, boolean?]>([
  ["SUCCEEDED", ["updated"], 0, 1],
  ["SUCCEEDED", ["updated", "gone"], 0, 1],
  ["SUCCEEDED", ["gone"], 0, 0],
  ["UNKNOWN", ["updated"], 0, 1, false],
  ["SUCCEEDED", ["updated"], 0, 0, false],
  ["SUCCEEDED", [], 0, 0],
  ["UNKNOWN", [], 0, 1],
  ["UNKNOWN", ["gone"], 0, 1],
  ["UNKNOWN", ["gone", "unknown"], 0, 0],
  ["UNKNOWN", ["updated"], 0, undefined],
  ["UNKNOWN", [], 1, 0],
  ["PARTIAL", ["updated"], 1, 1],
  ["PARTIAL", ["updated", "unknown"], 0, 1],
  ["PARTIAL", ["updated", "not updated"], 0, undefined],
  ["PARTIAL", ["updated", "misconfigured"], 0, 1],
  ["FAILED", ["misconfigured", "unknown"], 2, 1],
  ["FAILED", ["not updated"], 0, 0],
])(
  "%s for %j with %i not listed and the desired capacity %s",
  (outcome, classes, missing, desired, updatedStillRuns = classes.includes("updated")) => {
    const known = { classes, unaccountedInvocations: missing, desiredCapacity: desired };
    expect(outcomeOf({ ...known, updatedStillRuns })).toBe(outcome);
  },
);
