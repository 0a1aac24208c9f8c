import fc from "fast-check";
import { expect, test } from "vitest";
import type { RolloutPort } from "../../../../../src/operations/rollout/aws";
import type { RolloutReport } from "../../../../../src/operations/rollout/report";
import { defaultWatchLimits } from "../../../../../src/operations/rollout/rollout";
import { runs } from "../../../../support/runs";
import { resumeRequest, Simulation, startRequest } from "../simulated";
import { calmFleet } from "./fleets";

/** What a resumed report must have in common with one that was never interrupted. */
function essence({ outcome, instances, unaccountedInvocations }: RolloutReport) {
  const known = instances
    .map(({ instanceId, class: is, statusDetails, responseCode }) => ({
      instanceId,
      is,
      statusDetails,
      responseCode,
    }))
    .sort((one, other) => (one.instanceId < other.instanceId ? -1 : 1));
  return { outcome, known, unaccountedInvocations };
}

/** A port whose user dies at a call: before it is carried out, or before the answer arrives. */
function dyingAt(port: RolloutPort, nth: number, answered: boolean): RolloutPort {
  let calls = 0;
  const die = () => {
    throw new Error("the process died");
  };
  return new Proxy(port, {
    get(_, name: keyof RolloutPort) {
      return async (...call: unknown[]) => {
        calls += 1;
        if (calls > nth || (calls === nth && !answered)) die();
        const answer = await (port[name] as (...all: unknown[]) => unknown)(...call);
        return calls === nth ? die() : answer;
      };
    },
  });
}

const crash = fc.record({
  props: calmFleet,
  nth: fc.integer({ min: 4, max: 40 }),
  answered: fc.boolean(),
  pauseMs: fc.integer({ min: 0, max: 120_000 }),
});

test("wherever a rollout dies, resuming it ends with the report that it would have had", async () => {
  let resumed = 0;
  await fc.assert(
    fc.asyncProperty(crash, async ({ props, nth, answered, pauseMs }) => {
      const simulation = new Simulation(props);
      await simulation.run(startRequest(), { port: dyingAt(simulation.port, nth, answered) });
      const [command] = simulation.world.commands;
      if (command === undefined) return;
      simulation.clock.advance(pauseMs);
      const report = await simulation.run(resumeRequest(command.props.commandId));
      const whole = await new Simulation(props).run();
      expect(essence(report)).toEqual(essence(whole));
      resumed += 1;
    }),
    { numRuns: runs(1_000) },
  );
  expect(resumed).toBeGreaterThan(runs(300));
});

const interrupt = fc.record({ props: calmFleet, afterMs: fc.integer({ min: 100, max: 90_000 }) });

test("whenever a rollout is interrupted, resuming it ends with the report that it would have had", async () => {
  await fc.assert(
    fc.asyncProperty(interrupt, async ({ props, afterMs }) => {
      const simulation = new Simulation(props);
      simulation.clock.at(afterMs, () => simulation.stop.abort("interrupt"));
      const { commandIds, outcome } = await simulation.run();
      const [commandId] = commandIds;
      if (outcome !== "IN_PROGRESS" || commandId === undefined) return;
      const stop = new AbortController().signal;
      const report = await simulation.run(
        { ...resumeRequest(commandId), ...defaultWatchLimits },
        { stop },
      );
      expect(essence(report)).toEqual(essence(await new Simulation(props).run()));
    }),
    { numRuns: runs(500) },
  );
});
