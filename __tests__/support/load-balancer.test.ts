import type { ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { sampleLoadBalancing } from "../src/systems/test-app/scripts/run-updater/sample-run";
import { StandIn } from "../src/systems/test-app/scripts/stand-ins";
import { LoadBalancer } from "./load-balancer";

const settings = { ...sampleLoadBalancing, deregistrationDelaySeconds: 0.2 };

it("an answer that comes while a target drains is whole, though the machine is busy", async () => {
  const asked: ServerResponse[] = [];
  const target = await new StandIn((_request, response) => asked.push(response)).start();
  using balancer = await LoadBalancer.start(settings);
  try {
    balancer.register("i-1", target.port);
    const answer = fetch(balancer.url).then((response) => response.text());
    await expect.poll(() => asked.length).toBe(1);
    balancer.deregister("i-1");
    setTimeout(() => asked[0]?.end("done"), 50);
    stall(500);
    expect(await answer).toBe("done");
    expect(balancer.cut).toBe(0);
  } finally {
    target.stop();
  }
});

it("neither a target nor the load balancer ends a connection that may be about to be used", async () => {
  const target = await new StandIn((_request, response) => response.end()).start();
  using balancer = await LoadBalancer.start(settings);
  try {
    // It has no target, and so it answers itself.
    for (const url of [target.url, balancer.url]) {
      const { headers } = await fetch(url);
      expect(headers.get("connection")).toBe("keep-alive");
      expect(headers.has("keep-alive")).toBe(false);
    }
  } finally {
    target.stop();
  }
});

/** Nothing of this process goes on meanwhile. */
function stall(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
