import { expect, it } from "vitest";
import { requestOf } from "../../lambda/event";

const commandId = "3f6c1d52-8e0b-4a94-9d3e-5b7a2c1f0e68";

it.each([
  [{}, { rollout: { kind: "start", dryRun: false, allowOffline: false } }],
  [{ dryRun: true }, { rollout: { kind: "start", dryRun: true, allowOffline: false } }],
  [{ commandId }, { rollout: { kind: "resume", commandId } }],
  [
    { rollback: "1.9 is bad" },
    { rollback: { kind: "rollback", reason: "1.9 is bad", to: null, dryRun: false } },
  ],
  [
    { rollback: "1.9 is bad", to: "run-7", dryRun: true },
    { rollback: { kind: "rollback", to: "run-7", dryRun: true } },
  ],
])("%j is an event", (event, request) => {
  expect(requestOf(event)).toMatchObject(request);
});

it.each([
  undefined,
  null,
  "",
  [],
  { key1: "value1", key2: "value2", key3: "value3" }, // the console's own example
  { dryRun: false },
  { dryRun: "true" },
  { dryrun: true },
  { commandId: "" },
  { commandId: `${commandId} ` },
  { commandId: [commandId] },
  { commandId, dryRun: true },
  { rollback: "" },
  { rollback: true },
  { rollback: "two\nlines" },
  { rollback: "1.9 is bad", commandId },
  { rollback: "1.9 is bad", to: "a b" },
])("%j is none, and the error repeats it and says what is", (event) => {
  const said = event === undefined ? "missing" : JSON.stringify(event);
  expect(() => requestOf(event)).toThrow(`The event is ${said}, and nothing was sent.`);
  expect(() => requestOf(event)).toThrow('Write {} for a rollout, {"dryRun": true}');
});

it("repeats a long event only in part", () => {
  expect(() => requestOf({ text: "x".repeat(5_000) })).toThrow(/^.{1,700}$/);
});
