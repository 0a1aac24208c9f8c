import { expect, it } from "vitest";
import { requestOf } from "../../lambda/event";

const commandId = "3f6c1d52-8e0b-4a94-9d3e-5b7a2c1f0e68";

it.each([
  [{}, { kind: "start", dryRun: false, allowOffline: false }],
  [{ dryRun: true }, { kind: "start", dryRun: true, allowOffline: false }],
  [{ commandId }, { kind: "resume", commandId }],
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
])("%j is none, and the error repeats it and says what is", (event) => {
  const said = event === undefined ? "missing" : JSON.stringify(event);
  expect(() => requestOf(event)).toThrow(`The event is ${said}, and nothing was sent.`);
  expect(() => requestOf(event)).toThrow('Write {} for a rollout, {"dryRun": true}');
});

it("repeats a long event only in part", () => {
  expect(() => requestOf({ text: "x".repeat(5_000) })).toThrow(/^.{1,600}$/);
});
