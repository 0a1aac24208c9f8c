// Rolls out to a simulated fleet: `node bin/run-typescript.cjs simulated-rollout.ts FIGURES INSTANCES
// AT_A_TIME SPREAD_MS`. An instance takes 30 s, and up to SPREAD_MS more. Writes what came of it as JSON.
import { writeFileSync } from "node:fs";
import { Simulation, startRequest } from "../../src/operations/rollout/simulated";
import { instance, instanceId, success } from "../../support/fake-ssm/instances";
import type { RolloutFigures } from "./rollout-bound";

const [file = "", ...numbers] = process.argv.slice(2);
const [instances = 0, maxConcurrency = 0, spreadMs = 0] = numbers.map(Number);

async function main(): Promise<void> {
  const simulation = new Simulation({
    instances: Array.from({ length: instances }, (_, index) => {
      // Steps of a prime, so that neighbours differ.
      const lastsMs = 30_000 + ((index * 7_919) % (spreadMs + 1));
      return instance(instanceId(index), { runs: [{ ...success, lastsMs }] });
    }),
    target: { maxConcurrency },
  });
  const { clock, port, world } = simulation;

  const start = performance.now();
  const report = await simulation.run(startRequest(), { onProgress: () => {} });
  const wallMilliseconds = performance.now() - start;

  const calls = Object.fromEntries(port.calls.counts);
  const [command] = world.commands;
  const sentAt = command?.props.requestedAt ?? Number.NaN;
  const ends = new Set(command?.props.invocations.map(({ endsAt }) => endsAt - sentAt));
  const before = clock.now();
  await port.describeGroup("", { signal: simulation.stop.signal, timeoutMs: 1_000 });
  const figures: RolloutFigures = {
    calls,
    updated: report.instances.filter((each) => each.class === "updated").length,
    ends: [...ends].sort((one, other) => one - other),
    reportedAt: Date.parse(report.endedAt) - sentAt,
    callMilliseconds: clock.now() - before,
    wallMilliseconds,
  };
  writeFileSync(file, JSON.stringify(figures));
}

main();
