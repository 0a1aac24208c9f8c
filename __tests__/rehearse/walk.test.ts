import { describe, expect, it } from "vitest";
import type { Step } from "../../src/operations/pipeline/steps";
import { deployments, updatedIds } from "../pipeline/deployments";
import { walkUpdate } from "./walk";

const [uat, east] = updatedIds;

/** What was done, where the step that is named ends with an exit code. */
async function walked(failing = "", exitCode = 0) {
  const done: string[] = [];
  let summarized: readonly string[] = [];
  const run = async ({ args }: Step) => {
    const [command, environment] = args;
    done.push(command === "summary" ? command : `${command} ${environment}`);
    if (command === "summary") summarized = args;
    return args.join(" ").includes(failing) && failing !== "" ? exitCode : 0;
  };
  const code = await walkUpdate(deployments, run, (stage) => done.push(stage));
  return { code, done, summarized };
}

describe("the walk through an update", () => {
  it("checks all, then changes one after the other, with an approval before production", async () => {
    const { code, done } = await walked();
    expect(code).toBe(0);
    const change = (id: string) => [
      `Change ${id}`,
      ...["drift-check", "rollout", "bake"].map((command) => `${command} ${id}`),
      "summary",
    ];
    const [first = "", ...production] = updatedIds;
    expect(done).toEqual([
      "Check",
      ...updatedIds.map((id) => `drift-check ${id}`),
      ...change(first),
      "Approve production",
      ...production.flatMap(change),
      "summary",
    ]);
  });

  it("ends with the exit code of the first check that fails, whatever the others say", async () => {
    const codes = new Map([
      [uat, 2],
      [east, 3],
    ]);
    const run = async ({ phase, id }: Step) =>
      phase === "check" ? (codes.get(id ?? String(uat)) ?? 0) : 2;
    expect(await walkUpdate(deployments, run, () => {})).toBe(2);
  });

  it("changes nothing when a check fails", async () => {
    const { code, done } = await walked(`${east}.drift-check`, 2);
    expect(code).toBe(2);
    expect(done).toEqual(["Check", ...updatedIds.map((id) => `drift-check ${id}`), "summary"]);
  });

  it("stops at what fails, and sums up what was begun", async () => {
    const { code, done, summarized } = await walked(`rollout ${uat}`, 3);
    expect(code).toBe(3);
    expect(done.slice(1 + updatedIds.length)).toEqual([
      `Change ${uat}`,
      `drift-check ${uat}`,
      `rollout ${uat}`,
      "summary",
    ]);
    expect(summarized).toContain(`reports/${uat}.rollout.json`);
    expect(summarized).not.toContain(`reports/${uat}.bake.json`);
  });
});
