import type { ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { StandIn } from "../src/systems/test-app/scripts/stand-ins";
import { LoadBalancer } from "./load-balancer";

const settings = {
  healthCheck: {
    path: "/health",
    intervalSeconds: 60,
    timeoutSeconds: 5,
    healthyThresholdCount: 2,
    unhealthyThresholdCount: 2,
  },
  deregistrationDelaySeconds: 0.2,
  idleTimeoutSeconds: 60,
};

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

it("a target ends no connection: the load balancer may be about to use it", async () => {
  const target = await new StandIn((_request, response) => response.end()).start();
  try {
    const { headers } = await fetch(target.url);
    expect(headers.get("connection")).toBe("keep-alive");
    expect(headers.has("keep-alive")).toBe(false);
  } finally {
    target.stop();
  }
});

/** Nothing of this process goes on meanwhile. */
function stall(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
