import { expect, it } from "vitest";
import { invocationOf, outputOf } from "../../../../../src/operations/rollout/aws";

const times = {
  ResponseStartDateTime: new Date("2026-03-01T08:00:00Z"),
  ResponseFinishDateTime: new Date("2026-03-01T08:00:09Z"),
};

it("takes the response code of the plugin that failed, and its name where there are several", () => {
  const invocation = invocationOf({
    InstanceId: "i-1",
    Status: "Failed",
    StatusDetails: "Failed",
    CommandPlugins: [
      { Name: "first", ResponseCode: 0, Output: "fine", ...times },
      { Name: "second", ResponseCode: 3, Output: "not fine" },
      { Name: "third" },
    ],
  });
  expect(invocation).toMatchObject({ responseCode: 3, pluginName: "second", output: "not fine" });
  expect(invocation).toMatchObject({ startedAt: Date.parse("2026-03-01T08:00:00Z") });
});

it("has no response code where no plugin gives one", () => {
  expect(invocationOf({ InstanceId: "i-1" })).toMatchObject({
    responseCode: null,
    status: "",
    statusDetails: "",
  });
});

it("keeps the end of a long output, standard error last", () => {
  const output = outputOf({
    StandardOutputContent: "x".repeat(30_000),
    StandardErrorContent: "the end",
  });
  expect(output.length).toBe(4_000);
  expect(output.endsWith("x\nthe end")).toBe(true);
});
