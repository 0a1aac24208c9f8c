import { expect, it } from "vitest";
import { StandIn } from "../src/systems/test-app/scripts/stand-ins";
import { freePort } from "./free-port";

it("the port of a server that has stopped goes to nobody else", async () => {
  const stopped = await new StandIn(() => {}).start();
  stopped.stop();
  const others = await Promise.all(Array.from({ length: 500 }, () => freePort()));
  expect(others).not.toContain(stopped.port);
  expect(new Set(others).size).toBe(500);
});

it("nor does a server get it that asks for any port", async () => {
  // The first that Linux gives: https://docs.kernel.org/networking/ip-sysctl.html, ip_local_port_range
  expect(await freePort()).toBeLessThan(32_768);
});
