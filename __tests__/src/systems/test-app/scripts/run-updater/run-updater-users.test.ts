import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { describeWithTools } from "../../../../../support/external-tools";
import { Load, type LoadResult } from "../../../../../support/load";
import { LoadBalancer } from "../../../../../support/load-balancer";
import { TOOLS } from "../instance";
import { Fleet } from "./fleet";
import { sampleHealth, sampleLoadBalancing } from "./sample-run";

const ids = [1, 2, 3].map((index) => `i-0000000000000000${index}`);

/** One instance after the other updates, while users ask. */
async function rollOut(drains: boolean): Promise<{ exitCodes: unknown[] } & LoadResult> {
  await using fleet = await Fleet.start({
    ids,
    drains,
    restartSeconds: 2,
    loadBalancing: { ...sampleLoadBalancing, deregistrationDelaySeconds: 3 },
    node: { health: { healthyThresholdCount: 2 } },
  });
  await using load = new Load(fleet.loadBalancer, 40);
  const exitCodes = [];
  for (const node of fleet.nodes.values()) exitCodes.push((await node.run()).exitCode);
  return { exitCodes, ...(await load.stop()) };
}

test("an answer that ends before it is whole is a failed request", async () => {
  const application = createServer((_request, response) => {
    response.write("begun");
    setTimeout(() => response.destroy(), 10);
  });
  application.listen(0, "127.0.0.1");
  await once(application, "listening");
  try {
    using loadBalancer = await LoadBalancer.start({
      healthCheck: { ...sampleHealth, unhealthyThresholdCount: 6 },
      deregistrationDelaySeconds: 1,
      idleTimeoutSeconds: 60,
    });
    loadBalancer.register("i-1", (application.address() as AddressInfo).port);
    await using load = new Load(loadBalancer, 40);
    await expect.poll(() => loadBalancer.cut).toBeGreaterThan(5);
    const { failed, failures } = await load.stop();
    expect(failed).toBeGreaterThan(5);
    expect(failures).toContainEqual(expect.stringMatching(/^cut off: \d+$/));
  } finally {
    application.close();
    application.closeAllConnections();
  }
});

describeWithTools("the updater document's script and the users of three instances", TOOLS, () => {
  describe.concurrent("one after the other updates, and", () => {
    test("nobody notices", async () => {
      const { exitCodes, requests, failed, failures } = await rollOut(true);

      expect([exitCodes, failed, failures]).toEqual([[0, 0, 0], 0, []]);
      expect(requests).toBeGreaterThan(0);
    });

    test("everybody would, were the instances left in their target group", async () => {
      expect((await rollOut(false)).failed).toBeGreaterThan(0);
    });
  });
});
