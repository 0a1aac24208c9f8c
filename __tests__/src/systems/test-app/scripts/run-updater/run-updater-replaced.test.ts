import { expect, test } from "vitest";
import { systemChance, systemClock } from "../../../../../../src/operations/aws/clock";
import type { RolloutReport } from "../../../../../../src/operations/rollout/report";
import { rollout } from "../../../../../../src/operations/rollout/rollout";
import { PassingClock } from "../../../../../rehearse/passing-clock";
import { describeWithTools } from "../../../../../support/external-tools";
import { instance } from "../../../../../support/fake-ssm/instances";
import { World } from "../../../../../support/fake-ssm/world";
import { WorldPort } from "../../../../../support/fake-ssm/world-port";
import { classesOf, startRequest, target } from "../../../../operations/rollout/simulated";
import { TOOLS } from "../instance";
import { StandIn } from "../stand-ins";
import { Fleet } from "./fleet";
import { sampleLoadBalancing } from "./sample-run";

const [a, b, c, d] = [1, 2, 3, 4].map((index) => `i-0000000000000000${index}`) as [
  string,
  string,
  string,
  string,
];
const aim = { ...target, leastInService: 2 };

/** Rolls out to these instances of a fleet, which really run the document's script. */
function rollOut(fleet: Fleet, ids: readonly string[], dryRun = false): Promise<RolloutReport> {
  const world = new World(new PassingClock(1), {
    ...aim,
    instances: ids.map((id) => instance(id)),
    machines: fleet,
  });
  return rollout(aim, startRequest({ dryRun, pollIntervalMs: 100 }), {
    port: new WorldPort(world),
    clock: systemClock,
    chance: systemChance,
    stop: new AbortController().signal,
    onProgress: () => {},
  });
}

describeWithTools("an instance that a bad release has left out of its target group", TOOLS, () => {
  test("stops rollouts with its name until it is replaced, as the report says", async () => {
    await using fleet = await Fleet.start({
      ids: [a, b, c],
      drains: true,
      restartSeconds: 0.5,
      loadBalancing: { ...sampleLoadBalancing, deregistrationDelaySeconds: 1 },
      node: { limits: { healthSeconds: 10 } },
    });
    const broken = fleet.nodes.get(a);
    const breaks = await new StandIn((_request, response) => {
      broken?.application.stop();
      response.end();
    }).start();
    try {
      broken?.install(broken.updater("2", `curl --silent ${breaks.url}`));

      const bad = await rollOut(fleet, [a, b, c]);
      expect(bad.outcome).toBe("FAILED");
      expect(classesOf(bad)).toEqual({ [a]: "failed", [b]: "not updated", [c]: "not updated" });
      expect(bad.instances[0]).toMatchObject({
        responseCode: 215,
        outputTail: expect.stringContaining("have the instance replaced, and roll out."),
      });

      // The service goes on trying to put it back, and the order in which SSM reaches instances is its own.
      for (const dryRun of [true, false])
        expect(await rollOut(fleet, [c, b, a], dryRun)).toMatchObject({
          outcome: "ERROR",
          cause: "too-few-in-service",
          reason: expect.stringContaining(`no requests to ${a} (not registered): wait until`),
          commandIds: [],
        });

      await fleet.add(d);
      await fleet.untilHealthy();
      const good = await rollOut(fleet, [c, b, d]);
      expect([good.outcome, good.reason]).toEqual(["SUCCEEDED", "Instances: 3 updated"]);
      expect([...fleet.loadBalancer.list().values()]).toEqual(Array(3).fill("healthy"));
    } finally {
      breaks.stop();
    }
  });
});
