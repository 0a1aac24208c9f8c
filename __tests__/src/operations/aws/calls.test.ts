import { describe, expect, it } from "vitest";
import { CallFailure } from "../../../../src/operations/aws/call";
import { Calls } from "../../../../src/operations/aws/calls";
import { Simulation } from "../rollout/simulated";

describe("a list", () => {
  const calls = new Calls(new Simulation({ instances: [] }).surroundings(), 0);

  it.each([
    ["goes back to a page that was there", (page: number) => `token ${page % 2}`],
    ["has always one page more", (page: number) => `token ${page}`],
  ])("that %s is a failure, and no endless loop", async (_, tokenOf) => {
    let pages = 0;
    const read = async () => {
      pages += 1;
      return { items: [], nextToken: tokenOf(pages) };
    };
    await expect(calls.readAll(read, () => {})).rejects.toMatchObject({ kind: "unavailable" });
  });
});

it("a request that takes all the patience is sent again as often as it must be at the least", async () => {
  const simulation = new Simulation({ instances: [] });
  const calls = new Calls(simulation.surroundings(), 5_000, Number.POSITIVE_INFINITY, 3);
  let sent = 0;
  const lost = async () => {
    sent += 1;
    await simulation.clock.sleep(30_000, simulation.stop.signal);
    throw new CallFailure("unavailable", "no answer");
  };
  await expect(calls.read(lost)).rejects.toThrow("no answer");
  expect(sent).toBe(3);
});
