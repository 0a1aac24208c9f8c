import { expect } from "vitest";
import { after, deploymentIds, foundationIds } from "../deployments";
import type { Cause, Run } from "../jenkins";
import { agents, archived, calls, commands, locked, messages, scriptOf } from "../recorded";
import {
  applyAll,
  but,
  europe,
  expectNothingSent,
  expectReportOf,
  expectTold,
  firstCheck,
  main,
  type Scenario,
  uat,
  updateAll,
  west,
} from "./kit";

const nightly = {
  parameters: { ACTION: "update", TARGET: "uat" },
  environment: main,
  cause: "timer",
} as const;
const changeRequestReports = [
  "docs/review.md",
  "docs/setup-errors.md",
  "reports/review.html",
  "reports/review.json",
  "reports/review.md",
  "reports/tests.xml",
];

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
  ...(["push", "indexing", "replay"] as const).map((cause) => ({
    name: `another branch, started by ${cause}`,
    plan: {
      parameters: { ACTION: "update", TARGET: "all" },
      environment: { BRANCH_NAME: "topic" },
      cause,
    },
    expect: (run: Run) => {
      expect(run.result).toBe("SUCCESS");
      expect([commands(run), agents(run), locked(run)]).toEqual([[], [], []]);
      expect(run.description).toBe("check all: SUCCESS, no summary; touched: none");
    },
  })),
  ...(
    [
      ...["timer", "timer and person", "push", "indexing"],
      ...["replay", "restart", "another build", "nobody"],
    ] as Cause[]
  ).flatMap((cause) =>
    [updateAll, applyAll].map(({ parameters, ...plan }) => ({
      name: `${parameters?.ACTION} of main, started by ${cause}`,
      plan: { ...plan, parameters: { ...parameters, TARGET: "uat" }, cause },
      expect: (run: Run) => {
        expect(run.result).toBe("SUCCESS");
        expectNothingSent(run);
        expect(calls(run, "drift-check")).toHaveLength(deploymentIds.length);
        expect(locked(run)).toEqual([deploymentIds]);
      },
    })),
  ),
  {
    name: "a check that a person wants, with drift",
    plan: but(
      { parameters: { ACTION: "check", TARGET: "uat" }, environment: main },
      firstCheck(uat, 2),
    ),
    expect: (run) => {
      expect(run.result).toBe("UNSTABLE");
      expectNothingSent(run);
      expect(calls(run, "drift-check")).toEqual([`drift-check ${uat}`]);
    },
  },
  {
    name: "check on another branch",
    plan: {
      parameters: { ACTION: "check", TARGET: "production" },
      environment: { BRANCH_NAME: "topic" },
    },
    expect: (run) => {
      expect(run.result).toBe("SUCCESS");
      expectNothingSent(run);
      expect(locked(run)).toEqual([after(uat)]);
      expect(calls(run, "drift-check")).toHaveLength(after(uat).length);
      // No alarm rings for what is not on main.
      expect(commands(run).map(scriptOf).join("\n")).not.toContain("--metric");
    },
  },
  {
    name: "a change request",
    plan: {
      parameters: { ACTION: "update", TARGET: "all" },
      environment: { BRANCH_NAME: "PR-7", CHANGE_ID: "7", CHANGE_TARGET: "main" },
      // Were a lock or an agent of a region asked for, it would end here.
      lockedElsewhere: deploymentIds,
      offline: ["AG-USE1", "AG-USW2", "AG-EUW1"],
    },
    expect: (run) => {
      expect(run.result).toBe("SUCCESS");
      expect(agents(run)).toEqual(["AG-REVIEW"]);
      expect(locked(run)).toEqual([]);
      expect(commands(run).map(scriptOf)).toEqual([
        "npm ci",
        "rm -rf reports && mkdir reports",
        'bin/testapp review "origin/$CHANGE_TARGET" --markdown reports/review.md --html reports/review.html --json reports/review.json',
        "npm test -- --reporter=default --reporter=junit --outputFile.junit=reports/tests.xml",
        "npm run audit",
      ]);
      expect(archived(run).sort()).toEqual(changeRequestReports);
      expect(run.description).toBe("change request: SUCCESS, no summary; touched: none");
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
      expect(archived(run).sort()).toEqual(changeRequestReports);
      expect(run.events.find(({ step }) => step === "junit")?.files).toEqual(["reports/tests.xml"]);
    },
  },
  ...[
    { name: "with a finding", exitCode: 2 },
    { name: "that nobody answers", exitCode: 1 },
  ].map(({ name, exitCode }) => ({
    name: `a change request with an audit ${name}`,
    plan: {
      environment: { BRANCH_NAME: "PR-7", CHANGE_ID: "7", CHANGE_TARGET: "main" },
      commands: [{ match: "^npm run audit", exitCode }],
    },
    expect: (run: Run) => {
      expect(run.result).toBe("FAILURE");
      expect(messages(run)).toContain(`npm run audit ended with exit code ${exitCode}.`);
      expect(archived(run).sort()).toEqual(changeRequestReports);
    },
  })),
  ...[
    { name: "all in sync", exitCode: 0, result: "SUCCESS", says: "" },
    { name: "drift", exitCode: 2, result: "UNSTABLE", says: `${west} has drifted` },
    { name: "an inconclusive plan", exitCode: 3, result: "FAILURE", says: `${west}: INCONCLUSIVE` },
    { name: "an error", exitCode: 1, result: "FAILURE", says: `${west}: ERROR` },
  ].map(({ name, exitCode, result, says }) => ({
    name: `nightly: ${name}`,
    plan: but(nightly, firstCheck(west, exitCode)),
    expect: (run: Run) => {
      expect(run.result).toBe(result);
      expectNothingSent(run);
      expect(calls(run)).toHaveLength(deploymentIds.length + 1);
      const begun = run.events.filter(({ type }) => type === "stage").map(({ stage }) => stage);
      expect(begun).not.toContain("Deployments > Change");
      expectReportOf(run, deploymentIds, "drift-check");
      expectTold(run);
      expect(messages(run)).toContain(says);
    },
  })),
  {
    name: "nightly: drift in a foundation",
    plan: but(nightly, firstCheck(String(foundationIds[1]), 2)),
    expect: (run) => {
      expect(run.result).toBe("UNSTABLE");
      expectReportOf(run, foundationIds, "drift-check");
      expect(messages(run)).toContain(`${foundationIds[1]} has drifted`);
    },
  },
  ...["shared", ...foundationIds, "nobody-knows"].map((target) => ({
    name: `update of ${target}`,
    plan: { parameters: { ACTION: "update", TARGET: target }, environment: main },
    expect: (run: Run) => {
      expect(run.result).toBe("FAILURE");
      expect([commands(run), agents(run), locked(run)]).toEqual([[], [], []]);
      expect(messages(run)).toContain(`ACTION update is refused for TARGET ${target}: `);
    },
  })),
  {
    name: "nightly: drift in one region, and a report that is missing in another",
    plan: but(nightly, firstCheck(west, 2), {
      match: `drift-check ${europe} `,
      omits: [`reports/${europe}.drift-check.json`],
    }),
    expect: (run) => expect(run.result).toBe("FAILURE"),
  },
  ...[
    { exitCode: 2, result: "UNSTABLE" },
    { exitCode: 3, result: "FAILURE" },
    { exitCode: 1, result: "FAILURE" },
  ].map(({ exitCode, result }) => ({
    name: `nightly: drift in one region, and the summary ends with ${exitCode}`,
    plan: but(nightly, firstCheck(west, 2), { match: "--line reports/summary.txt", exitCode }),
    expect: (run: Run) => expect(run.result).toBe(result),
  })),
  ...[1, 2, 3].map((exitCode) => ({
    name: `nightly: all in sync, and the summary ends with ${exitCode}`,
    plan: but(nightly, { match: "--line reports/summary.txt", exitCode }),
    expect: (run: Run) => expect(run.result).toBe("FAILURE"),
  })),
];
