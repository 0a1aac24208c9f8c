import { expect } from "vitest";
import { environmentIds } from "../../../src/config/environments";
import { actions } from "../../../src/pipeline/steps";
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
  firstCheck,
  main,
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
        environmentIds.map((id) => `drift-check ${id}`).sort(),
      );
      expect(calls(run).slice(4)).toEqual([
        ...environmentIds.flatMap((id) => [
          ...["drift-check", "rollout", "bake"].map((command) => `${command} ${id}`),
          "summary",
        ]),
        "summary",
      ]);
      expect(agents(run)).toEqual(["AG-EUW1", "AG-USE1", "AG-USW2"]);
      expect(locked(run)).toEqual([environmentIds]);
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
            arguments: { name: "TARGET", choices: ["uat", "production", "all", ...environmentIds] },
          },
        ],
      });
      expect(run.description).toBe("what reports/summary.txt says");
      expect(commands(run).find(({ agent }) => agent === "AG-EUW1")?.limits).toContain("2 HOURS");
    },
  },
  {
    name: "update: a job's first build has no parameters",
    plan: { environment: main },
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
      expectReportOf(run, environmentIds, "drift-check");
      expect(calls(run, "drift-check")).toHaveLength(4);
      expect(messages(run)).toContain(`${west}: it has drifted or has pending changes`);
      expect(messages(run)).toContain(`not touched: ${environmentIds.join(", ")}. See`);
      expect(messages(run)).toContain(runbook);
    },
  },
  {
    name: "update: one check ends with an error",
    plan: but(updateAll, firstCheck(europe, 1), { match: "drift-check", slow: true }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expectNothingSent(run);
      expectReportOf(run, environmentIds, "drift-check");
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
      omits: ["json", "md", "xml"].map((ending) => `reports/${europe}.drift-check.${ending}`),
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
    name: "update: a JUnit report says otherwise than the exit code",
    plan: but(updateAll, { match: `drift-check ${east} `, exitCode: 0, reportsFailure: true }),
    expect: (run) => {
      expect(run.result).toBe("UNSTABLE");
      expectNothingSent(run);
    },
  },
  {
    name: "update: drift arises while the approval is waited for",
    plan: but(updateAll, { match: `drift-check ${east} .*before-rollout`, exitCode: 2 }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(changes(run)).toEqual([`rollout ${uat}`]);
      expect(messages(run)).toContain(`not touched: ${east}, ${west}, ${europe}`);
    },
  },
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
  {
    name: "update: UAT doesn't stay healthy",
    plan: but(updateAll, { match: `bake ${uat} `, exitCode: 2 }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(changes(run)).toEqual([`rollout ${uat}`]);
      expect(questions(run)).toEqual([]);
      expect(messages(run)).toContain(`not touched: ${east}, ${west}, ${europe}`);
    },
  },
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
    },
  },
  {
    name: "update: the configuration has a mistake",
    plan: but(updateAll, { match: "npm run synth", exitCode: 78 }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(calls(run)).toEqual([]);
      expect(run.description).toBe("update all: no environment was looked at");
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
];
