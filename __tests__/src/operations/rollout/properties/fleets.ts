import fc from "fast-check";
import { lockHeldExitCode } from "../../../../../src/operations/rollout/account";
import { verdict } from "../../../../support/fake-ssm/agent";
import type { Fault, FaultPlan } from "../../../../support/fake-ssm/faults";
import {
  type FakeInstance,
  type FakeRun,
  instance,
  instanceId,
} from "../../../../support/fake-ssm/instances";
import type { Paging } from "../../../../support/fake-ssm/paging";
import type { SimulationProps } from "../simulated";

const details = fc.oneof(
  { weight: 6, arbitrary: fc.constant("Success") },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "Failed",
      "ExecutionTimedOut",
      "Execution Timed Out",
      "DeliveryTimedOut",
      "Delivery Timed Out",
      "Cancelled",
      "Undeliverable",
      "Terminated",
      "InvalidPlatform",
      "Access Denied",
      "InProgress",
      "Delayed",
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);

const run: fc.Arbitrary<FakeRun> = fc.record({
  details,
  code: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.constantFrom(1, 3, lockHeldExitCode, 194, -1, null) },
  ),
  delayMs: fc.integer({ min: 50, max: 3_000 }),
  lastsMs: fc.integer({ min: 100, max: 40_000 }),
  // By chance what it says of itself is nothing, or another code than the agent's.
  printed: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("", verdict(0), verdict(3), `${"x".repeat(3_000)}\n${verdict(0)}`),
    },
  ),
  isSkipped: fc.oneof(
    { weight: 9, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

/** Instances that are there from the beginning to the end. */
export const settledFleet = fc
  .array(
    fc.record({
      runs: fc.array(run, { minLength: 1, maxLength: 3 }),
      lifecycleState: fc.constantFrom("InService", "InService", "InService", "Standby"),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((changes): FakeInstance[] =>
    changes.map((each, index) => instance(instanceId(index + 1), each)),
  );

const comingAndGoing = fc
  .array(
    fc.record({
      runs: fc.array(run, { minLength: 1, maxLength: 3 }),
      joins: fc.oneof(fc.constant(Number.NEGATIVE_INFINITY), fc.integer({ min: 0, max: 90_000 })),
      leaves: fc.oneof(
        { weight: 3, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
        { weight: 1, arbitrary: fc.integer({ min: 100, max: 90_000 }) },
      ),
      lifecycleState: fc.constantFrom("InService", "InService", "InService", "Standby"),
      agent: fc.constantFrom("Online", "Online", "Online", "Online", "ConnectionLost", ""),
      tagged: fc.constantFrom(true, true, true, true, false),
    }),
    { maxLength: 7 },
  )
  .map((changes): FakeInstance[] =>
    changes.map((each, index) => instance(instanceId(index + 1), each)),
  );

const paging: fc.Arbitrary<Paging> = fc.record({
  size: fc.constantFrom(1, 2, 50),
  withEmptyPages: fc.boolean(),
  withDuplicates: fc.boolean(),
});

const passing: readonly Fault[] = [
  "throttled",
  "html 503",
  "reset",
  "reset after",
  "unparsable after",
];
const refusing: readonly Fault[] = ["denied", "expired", "invalid", "hangs"];

/** Faults by chance: mostly such as pass, rarely such as don't, or none at all. */
const faults: fc.Arbitrary<FaultPlan> = fc.oneof(
  fc.constant<FaultPlan>(() => undefined),
  fc
    .record({
      passing: fc.infiniteStream(fc.option(fc.constantFrom(...passing), { freq: 2 })),
      refusing: fc.infiniteStream(fc.option(fc.constantFrom(...refusing), { freq: 30 })),
      share: fc.constantFrom(0.1, 0.5, 1),
      turns: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    })
    .map(({ passing: some, refusing: others, share, turns }): FaultPlan => {
      return () => {
        const turn = turns.next().value ?? 1;
        if (turn > share) return undefined;
        return others.next().value ?? some.next().value ?? undefined;
      };
    }),
);

const common = {
  paging,
  phantomTargets: fc.constantFrom(0, 0, 0, 1),
  countsLate: fc.boolean(),
  overlooked: fc
    .array(fc.integer({ min: 1, max: 7 }), { maxLength: 2 })
    .map((indexes) => new Set(indexes.map(instanceId))),
  target: fc.record({
    maxConcurrency: fc.integer({ min: 1, max: 4 }),
    maxErrors: fc.integer({ min: 0, max: 3 }),
  }),
};

/** Anything that may happen, with commands that are visible before a look for them has ended. */
export const anyFleet: fc.Arbitrary<SimulationProps> = fc.record({
  ...common,
  instances: comingAndGoing,
  visibleAfterMs: fc.constantFrom(0, 0, 3_000, 12_000),
  faults,
});

/** A fleet that stays as it is, without faults. */
export const calmFleet: fc.Arbitrary<SimulationProps> = fc.record({
  ...common,
  instances: settledFleet,
  visibleAfterMs: fc.constant(0),
});
