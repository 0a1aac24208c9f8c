import { describe, expect, it } from "vitest";
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
