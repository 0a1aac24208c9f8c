import { expect } from "vitest";
import { actions } from "../../../src/operations/pipeline/steps";
import { deploymentIds, updatedIds } from "../deployments";
import type { Run } from "../jenkins";
import {
  agents,
  calls,
  changes,
  commands,
  locked,
  messages,
  questions,
  scriptOf,
} from "../recorded";
import {
  but,
  east,
  europe,
  expectNothingSent,
  expectReportOf,
  expectTold,
  firstCheck,
  main,
  reportsOf,
  runbook,
  type Scenario,
  uat,
  updateAll,
  west,
} from "./kit";

export const updateScenarios: readonly Scenario[] = [
  {
    name: "update: all in sync, while the branch moves on",
    plan: { ...updateAll, commits: ["commit-1", "commit-2", "commit-3"] },
    expect: (run) => {
      expect(run.result).toBe("SUCCESS");
      expect(calls(run, "drift-check").slice(0, 4).sort()).toEqual(
        updatedIds.map((id) => `drift-check ${id}`).sort(),
      );
      expect(calls(run).slice(4)).toEqual([
        ...updatedIds.flatMap((id) => [
          ...["drift-check", "rollout", "bake"].map((command) => `${command} ${id}`),
          "summary",
        ]),
        "summary",
      ]);
      expectTold(run);
      expect(agents(run)).toEqual(["AG-EUW1", "AG-USE1", "AG-USW2"]);
      expect(locked(run)).toEqual([updatedIds]);
      expect(questions(run)).toHaveLength(1);
      const asked = run.events.findIndex(({ step }) => step === "input");
      const first = run.events.findIndex(({ stage }) => stage.includes(`Change ${east}`));
      const last = run.events.findLastIndex(({ stage }) => stage.includes(`Change ${uat}`));
      expect([last < asked, asked < first]).toEqual([true, true]);
      expect(questions(run)[0]?.arguments?.message).toContain(
        `what reports/${uat}.summary.txt says`,
      );
      expect(run.events.find(({ type }) => type === "job")).toMatchObject({
        triggers: [{ name: "cron", arguments: { value: "H 3 * * *" } }],
        parameters: [
          { name: "choice", arguments: { name: "ACTION", choices: actions } },
          {
            name: "choice",
            arguments: {
              name: "TARGET",
              choices: ["uat", "all", "shared", "production", ...deploymentIds],
            },
          },
        ],
      });
      expect(run.description).toBe("what reports/summary.txt says");
      expect(commands(run).find(({ agent }) => agent === "AG-EUW1")?.limits).toContain("2 HOURS");
    },
  },
  {
    name: "update: a job's first build has no parameters",
    plan: { environment: main, cause: "api" },
    expect: (run) => {
      expect(run.result).toBe("SUCCESS");
      expect(changes(run)).toEqual([`rollout ${uat}`]);
      expect(locked(run)).toEqual([[uat]]);
      expect(questions(run)).toEqual([]);
    },
  },
  {
    name: "update: one production region, whose approval says that nothing was tried before",
    plan: { parameters: { ACTION: "update", TARGET: west }, environment: main },
    expect: (run) => {
      expect(changes(run)).toEqual([`rollout ${west}`]);
      expect(locked(run)).toEqual([[west]]);
      expect(questions(run)[0]?.arguments?.message).toContain("Nothing was changed in this build");
      expect(run.result).toBe("SUCCESS");
    },
  },
  {
    name: "update: drift in one region",
    plan: but(updateAll, firstCheck(west, 2)),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expectNothingSent(run);
      expectReportOf(run, updatedIds, "drift-check");
      expect(calls(run, "drift-check")).toHaveLength(4);
      expect(messages(run)).toContain(`${west}: it has drifted or has pending changes`);
      expect(messages(run)).toContain(`not touched: ${updatedIds.join(", ")}. See`);
      expect(messages(run)).toContain(runbook);
    },
  },
  {
    name: "update: one check ends with an error",
    plan: but(updateAll, firstCheck(europe, 1), { match: "drift-check", slow: true }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expectNothingSent(run);
      expectReportOf(run, updatedIds, "drift-check");
      expect(messages(run)).toContain(`${europe}: ERROR: it could not be checked`);
    },
  },
  {
    name: "update: one check is inconclusive",
    plan: but(updateAll, firstCheck(uat, 3)),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expectNothingSent(run);
      expect(messages(run)).toContain(`${uat}: INCONCLUSIVE`);
    },
  },
  {
    name: "update: a check's reports are missing",
    plan: but(updateAll, {
      match: `drift-check ${europe} `,
      omits: reportsOf(europe, "drift-check"),
    }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expectNothingSent(run);
      expect(calls(run, "summary")).toHaveLength(1);
      // The summary is told of it, so that it can name what isn't there.
      const last = commands(run).findLast((event) => scriptOf(event).includes(" summary "));
      expect(scriptOf(last as never)).toContain(`reports/${europe}.drift-check.json`);
    },
  },
  {
    name: "update: one check writes all but its JSON",
    plan: but(updateAll, {
      match: `drift-check ${europe} `,
      omits: [`reports/${europe}.drift-check.json`],
    }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expectNothingSent(run);
    },
  },
  {
    name: "update: a check writes nothing, and reports of an earlier build lie there",
    plan: but(
      { ...updateAll, leftBehind: [...reportsOf(uat, "drift-check"), "cdktf.out/old.json"] },
      { match: `drift-check ${uat} `, omits: reportsOf(uat, "drift-check") },
    ),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expectNothingSent(run);
      const stash = run.events.find((event) => event.arguments?.name === "synthesized");
      expect(stash?.files).toEqual(["cdktf.out/manifest.json"]);
    },
  },
  {
    name: "update: a JUnit report says otherwise than the exit code",
    plan: but(updateAll, { match: `drift-check ${east} `, exitCode: 0, reportsFailure: true }),
    expect: (run) => {
      expect(run.result).toBe("UNSTABLE");
      expectNothingSent(run);
    },
  },
  {
    name: "update: a JUnit report of UAT's rollout says otherwise than the exit code",
    plan: but(updateAll, { match: `rollout ${uat} `, exitCode: 0, reportsFailure: true }),
    expect: (run) => {
      expect(run.result).toBe("UNSTABLE");
      expect(changes(run)).toEqual([`rollout ${uat}`]);
      expect(questions(run)).toEqual([]);
    },
  },
  ...[
    { exitCode: 1, says: "ERROR" },
    { exitCode: 2, says: "it has drifted" },
    { exitCode: 3, says: "INCONCLUSIVE" },
  ].map(({ exitCode, says }) => ({
    name: `update: the check right before a rollout ends with ${exitCode}`,
    plan: but(updateAll, { match: `drift-check ${east} .*before-rollout`, exitCode }),
    expect: (run: Run) => {
      expect(run.result).toBe("FAILURE");
      expect(changes(run)).toEqual([`rollout ${uat}`]);
      expect(messages(run)).toContain(`${east}: ${says}`);
      expect(messages(run)).toContain(`not touched: ${east}, ${west}, ${europe}`);
    },
  })),
  ...[
    { exitCode: 1, says: "nothing is known to have been sent" },
    { exitCode: 2, says: "not every instance is updated" },
    { exitCode: 3, says: "is not known, or it still goes on" },
    { exitCode: 4, says: "another rollout is running there" },
    { exitCode: 137, says: "ended unexpectedly" },
  ].map(({ exitCode, says }) => ({
    name: `update: the rollout of the first production region ends with ${exitCode}`,
    plan: but(updateAll, { match: `rollout ${east} `, exitCode }),
    expect: (run: Run) => {
      expect(run.result).toBe("FAILURE");
      expect(changes(run)).toEqual([`rollout ${uat}`, `rollout ${east}`]);
      expect(calls(run, "bake")).toEqual([`bake ${uat}`]);
      expect(messages(run)).toContain(`${east}: `);
      expect(messages(run)).toContain(says);
      expect(messages(run)).toContain(`not touched: ${west}, ${europe}`);
      expect(messages(run)).toContain(runbook);
      expectReportOf(run, [east], "rollout");
    },
  })),
  ...[
    { exitCode: 1, says: "could not be watched" },
    { exitCode: 2, says: "has not stayed healthy" },
    { exitCode: 3, says: "is not known" },
  ].map(({ exitCode, says }) => ({
    name: `update: the bake of UAT ends with ${exitCode}`,
    plan: but(updateAll, { match: `bake ${uat} `, exitCode }),
    expect: (run: Run) => {
      expect(run.result).toBe("FAILURE");
      expect(changes(run)).toEqual([`rollout ${uat}`]);
      expect(questions(run)).toEqual([]);
      expect(messages(run)).toContain(says);
      expect(messages(run)).toContain(`not touched: ${east}, ${west}, ${europe}`);
    },
  })),
  {
    name: "update: the configuration has a mistake",
    plan: but(updateAll, { match: "npm run synth", exitCode: 78 }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(calls(run)).toEqual([]);
      expect(run.description).toBe("update all: FAILURE, no summary; touched: none");
    },
  },
  {
    name: "update: the summary finds what the exit codes didn't say",
    plan: but(updateAll, { match: "--line reports/summary.txt", exitCode: 3 }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(run.description).toBe("what reports/summary.txt says");
    },
  },
  {
    name: "update: the summary writes nothing",
    plan: but(
      updateAll,
      {
        match: "--line reports/summary.txt",
        exitCode: 137,
        omits: ["reports/summary.md", "reports/summary.txt"],
      },
      { match: `rollout ${uat} `, exitCode: 2 },
    ),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(run.description).toBe(`update all: FAILURE, no summary; touched: ${uat}`);
    },
  },
];
