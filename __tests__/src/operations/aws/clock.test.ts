import { expect, it } from "vitest";
import { systemClock } from "../../../../src/operations/aws/clock";

it("wakes up when somebody wants an end, without an error", async () => {
  const stop = new AbortController();
  const asleep = systemClock.sleep(3_600_000, stop.signal);
  stop.abort("interrupt");
  await asleep;
  await systemClock.sleep(3_600_000, stop.signal);
  const before = systemClock.now();
  await systemClock.sleep(5, new AbortController().signal);
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
});
