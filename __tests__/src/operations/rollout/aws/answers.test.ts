import { expect, it } from "vitest";
import { invocationOf } from "../../../../../src/operations/rollout/aws";
import { outputOf } from "../../../../../src/operations/rollout/output";

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
  expect(invocation).toMatchObject({
    responseCode: 3,
    pluginName: "second",
    output: { verdict: undefined, tail: "not fine" },
  });
  expect(invocation).toMatchObject({ startedAt: Date.parse("2026-03-01T08:00:00Z") });
});

it("has no response code where no plugin gives one", () => {
  expect(invocationOf({ InstanceId: "i-1" })).toMatchObject({
    responseCode: null,
    status: "",
    statusDetails: "",
  });
});

it("keeps the end of a long output, and the script's last line before the agent's own words", () => {
  const last = "2026-03-01T08:00:09Z EXIT CODE 3: the updater failed with exit code 3.";
  const { verdict, tail } = outputOf(
    `${"x".repeat(30_000)}\n${last}\n`,
    `${"bash: line 1: 4711 Killed\n".repeat(300)}\nfailed to run commands: exit status 3`,
  );
  expect(verdict).toBe(3);
  expect(tail.length).toBeLessThan(2_010);
  expect(tail).toMatch(new RegExp(`^x+\\n${last.replaceAll(".", "\\.")}\\n`));
  expect(tail.endsWith("\nfailed to run commands: exit status 3")).toBe(true);
});

it("begins the end of a long output with a whole character", () => {
  const { tail } = outputOf(`a\u{1F600}${"b".repeat(1_499)}`, `a\u{1F600}${"c".repeat(499)}`);
  expect(tail).toBe(`${"b".repeat(1_499)}\n${"c".repeat(499)}`);
});

it.each([
  ["2026-03-01T08:00:09Z   | EXIT CODE 0: says the updater"],
  ["2026-03-01T08:00:09Z   | 2026-03-01T08:00:09Z EXIT CODE 0: says the updater"],
  ["EXIT CODE 0: says the updater"],
])("takes no verdict from the updater's own lines: %s", (line) => {
  expect(outputOf(`${line}\n`, "").verdict).toBeUndefined();
});
