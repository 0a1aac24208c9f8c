import { expect } from "vitest";
import { updatedIds } from "../deployments";
import type { Run } from "../jenkins";
import { agents, calls, changes, commands, messages, questions, scriptOf } from "../recorded";
import {
  but,
  east,
  expectNothingSent,
  expectReportOf,
  firstCheck,
  reportsOf,
  type Scenario,
  uat,
  updateAll,
  west,
} from "./kit";

/** Updates that somebody, or a time limit, ends. */
export const interruptedScenarios: readonly Scenario[] = [
  {
    name: "update: the approval is refused",
    plan: { ...updateAll, answers: [{ match: "Roll out", answer: "refuse" }] },
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expect(changes(run)).toEqual([`rollout ${uat}`]);
      expectReportOf(run, [uat], "rollout");
    },
  },
  {
    name: "update: nobody answers",
    plan: { ...updateAll, answers: [{ match: "Roll out", answer: "none" }] },
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expect(changes(run)).toEqual([`rollout ${uat}`]);
      expect(run.events.find(({ type }) => type === "time limit")?.limit).toBe("8 HOURS");
    },
  },
  ...[
    { name: "the packages are just installed", match: "^npm ci", sent: [] },
    { name: "the commit is just read", match: "^git rev-parse", sent: [] },
    { name: "UAT was just checked", match: `${uat} .*before-rollout`, sent: [] },
    { name: "UAT was just updated", match: `rollout ${uat} `, sent: [`rollout ${uat}`] },
    { name: "UAT was just watched", match: `bake ${uat} `, sent: [`rollout ${uat}`] },
    { name: "UAT was just summed up", match: `${uat}.summary.md`, sent: [`rollout ${uat}`] },
  ].map(({ name, match, sent }) => ({
    name: `update: somebody aborts it when ${name}`,
    plan: but(updateAll, { match, aborts: true, exitCode: 0 }),
    expect: (run: Run) => {
      expect(run.result).toBe("ABORTED");
      expect(changes(run)).toEqual(sent);
      expect(questions(run)).toEqual([]);
      // Only what was sent can go on.
      expect(messages(run).includes("goes on by itself")).toBe(sent.length > 0);
    },
  })),
  {
    name: "update: somebody aborts it in the middle of a rollout",
    plan: but(updateAll, { match: `rollout ${east} `, aborts: true }),
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expect(changes(run)).toEqual([`rollout ${uat}`, `rollout ${east}`]);
      expect(calls(run).at(-1)).toBe("summary");
      expect(commands(run).map(scriptOf).join("\n")).not.toContain("--cancel");
      expect(messages(run)).toContain("bin/testapp rollout ENV --resume COMMAND_ID");
      expectReportOf(run, [east], "rollout");
    },
  },
  {
    name: "update: somebody aborts it in the middle of a rollout, which leaves no report",
    plan: but(updateAll, {
      match: `rollout ${uat} `,
      aborts: true,
      omits: reportsOf(uat, "rollout"),
    }),
    expect: (run) => {
      const [missing] = reportsOf(uat, "rollout");
      // That a report is missing fails, too, and it is still an abort.
      expect(run.result).toBe("ABORTED");
      expect(messages(run)).toContain(`And then: No artifacts found that match ${missing}`);
      expect(changes(run)).toEqual([`rollout ${uat}`]);
      expect(messages(run)).toContain("bin/testapp rollout ENV --resume COMMAND_ID");
    },
  },
  {
    name: "update: a rollout doesn't end",
    plan: but(updateAll, { match: `rollout ${uat} `, hangs: true }),
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expect(changes(run)).toEqual([`rollout ${uat}`]);
      expect(run.events.find(({ type }) => type === "time limit")?.limit).toBe("8 HOURS");
      expect(calls(run).at(-1)).toBe("summary");
    },
  },
  {
    name: "update: somebody aborts it while environments are checked",
    plan: but(updateAll, { ...firstCheck(uat, 0), aborts: true }),
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expectNothingSent(run);
    },
  },
  {
    name: "check: one doesn't end, and its time limit says nothing of commands",
    plan: but(
      { ...updateAll, parameters: { ACTION: "check", TARGET: "all" } },
      { ...firstCheck(uat, 0), hangs: true },
    ),
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expectNothingSent(run);
      expect(messages(run)).not.toContain("goes on by itself");
    },
  },
  {
    name: "update: another build holds a lock",
    plan: { ...updateAll, lockedElsewhere: [west] },
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expect(agents(run)).toEqual([]);
    },
  },
  {
    name: "update: a region's agents are away",
    plan: { ...updateAll, offline: ["AG-USW2"] },
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expectNothingSent(run);
      expect(calls(run, "drift-check")).toHaveLength(3);
      expect(run.events.find(({ type }) => type === "time limit")?.limit).toBe("2 HOURS");
    },
  },
  {
    name: "update: the agents of the summary are away at the end",
    plan: { ...updateAll, offlineAtEnd: ["AG-USE1"] },
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expect(run.description).toBe(
        `update all: SUCCESS, no summary; touched: ${updatedIds.join(", ")}`,
      );
    },
  },
];
