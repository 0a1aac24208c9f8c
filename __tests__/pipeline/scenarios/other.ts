import { expect } from "vitest";
import { environmentIds } from "../../../src/config/environments";
import type { Run } from "../jenkins";
import { agents, archived, calls, commands, locked, messages, scriptOf } from "../recorded";
import {
  but,
  east,
  europe,
  expectNothingSent,
  expectReportOf,
  firstCheck,
  main,
  type Scenario,
  west,
} from "./kit";

export const otherScenarios: readonly Scenario[] = [
  ...["update", "apply"].map((action) => ({
    name: `${action} on another branch`,
    plan: { parameters: { ACTION: action, TARGET: "all" }, environment: { BRANCH_NAME: "topic" } },
    expect: (run: Run) => {
      expect(run.result).toBe("FAILURE");
      expect([commands(run), agents(run), locked(run)]).toEqual([[], [], []]);
      expect(messages(run)).toBe(
        `ACTION ${action} is refused on branch topic: only main may change an environment. Choose ACTION check, or merge first.`,
      );
      expect(run.events.find(({ type }) => type === "job")?.triggers).toEqual([
        { name: "cron", arguments: { value: "" } },
      ]);
    },
  })),
  {
    name: "check on another branch",
    plan: {
      parameters: { ACTION: "check", TARGET: "production" },
      environment: { BRANCH_NAME: "topic" },
    },
    expect: (run) => {
      expect(run.result).toBe("SUCCESS");
      expectNothingSent(run);
      expect(locked(run)).toEqual([[east, west, europe]]);
      expect(calls(run, "drift-check")).toHaveLength(3);
    },
  },
  {
    name: "a change request",
    plan: {
      parameters: { ACTION: "update", TARGET: "all" },
      environment: { BRANCH_NAME: "PR-7", CHANGE_ID: "7", CHANGE_TARGET: "main" },
      // Were a lock or an agent of a region asked for, it would end here.
      lockedElsewhere: [...environmentIds],
      offline: ["AG-USE1", "AG-USW2", "AG-EUW1"],
    },
    expect: (run) => {
      expect(run.result).toBe("SUCCESS");
      expect(agents(run)).toEqual(["AG-REVIEW"]);
      expect(locked(run)).toEqual([]);
      expect(calls(run)).toEqual([]);
      expect(commands(run).map(scriptOf)).toEqual([
        "npm ci",
        "npm test",
        "mkdir -p reports",
        'bin/synthesized-difference "origin/$CHANGE_TARGET" >reports/synthesized-difference.diff',
      ]);
      expect(archived(run)).toEqual(["reports/synthesized-difference.diff"]);
    },
  },
  {
    name: "a change request whose tests fail",
    plan: {
      environment: { BRANCH_NAME: "PR-7", CHANGE_ID: "7", CHANGE_TARGET: "main" },
      commands: [{ match: "^npm test", exitCode: 1 }],
    },
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(agents(run)).toEqual(["AG-REVIEW"]);
    },
  },
  ...[
    { name: "all in sync", exitCode: 0, result: "SUCCESS", says: "" },
    { name: "drift", exitCode: 2, result: "UNSTABLE", says: `${west} has drifted` },
    { name: "an inconclusive plan", exitCode: 3, result: "FAILURE", says: `${west}: INCONCLUSIVE` },
    { name: "an error", exitCode: 1, result: "FAILURE", says: `${west}: ERROR` },
  ].map(({ name, exitCode, result, says }) => ({
    name: `nightly: ${name}`,
    plan: but(
      {
        parameters: { ACTION: "update", TARGET: "uat" },
        environment: main,
        cause: "TimerTrigger" as const,
      },
      firstCheck(west, exitCode),
    ),
    expect: (run: Run) => {
      expect(run.result).toBe(result);
      expectNothingSent(run);
      expect(calls(run)).toHaveLength(5);
      expectReportOf(run, environmentIds, "drift-check");
      expect(messages(run)).toContain(says);
    },
  })),
];
