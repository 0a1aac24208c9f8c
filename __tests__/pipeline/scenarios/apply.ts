import { expect } from "vitest";
import { after, deploymentIds, foundationIds, watchedIds } from "../deployments";
import type { Run } from "../jenkins";
import { calls, changes, commands, locked, messages, questions, scriptOf } from "../recorded";
import {
  applyAll,
  but,
  east,
  europe,
  expectNothingSent,
  expectReportOf,
  fingerprintOf,
  runbook,
  type Scenario,
  uat,
  west,
} from "./kit";

export const applyScenarios: readonly Scenario[] = [
  {
    name: "apply: every deployment has something to apply",
    plan: applyAll,
    expect: (run) => {
      expect(run.result).toBe("SUCCESS");
      expect(changes(run)).toEqual(deploymentIds.map((id) => `apply ${id}`));
      expect(calls(run).slice(deploymentIds.length)).toEqual([
        ...foundationIds.flatMap((id) => [`apply ${id}`, "summary"]),
        ...watchedIds.flatMap((id) => [`apply ${id}`, `bake ${id}`, "summary"]),
        "summary",
      ]);
      expect(questions(run).map(({ stage }) => stage.split(" > ").at(-1))).toEqual([
        "Approve shared",
        "Approve uat",
        "Approve production",
      ]);
      for (const id of deploymentIds) {
        const question = questions(run).find((each) =>
          String(each.arguments?.message).includes(`Apply plan ${fingerprintOf(id)} to ${id}?`),
        );
        const applied = commands(run).find((event) =>
          scriptOf(event).includes(
            `apply ${id} --synthesized cdktf.out --approved ${fingerprintOf(id)} `,
          ),
        );
        expect(run.events.indexOf(applied as never)).toBeGreaterThan(
          run.events.indexOf(question as never),
        );
        expect(question).toBeDefined();
      }
    },
  },
  ...[
    { exitCode: 1, says: "nothing was applied", isTouched: false },
    { exitCode: 2, says: "something was applied, and the apply, the refresh", isTouched: true },
    { exitCode: 3, says: "what became of the apply is not known, or not yet", isTouched: true },
    { exitCode: 5, says: "no longer the approved one: nothing was applied", isTouched: false },
    { exitCode: 130, says: "interrupted: nothing was applied", isTouched: false },
    { exitCode: 137, says: "ended unexpectedly", isTouched: true },
  ].map(({ exitCode, says, isTouched }) => ({
    name: `apply: the apply of a production region ends with ${exitCode}`,
    plan: but(applyAll, { match: `apply ${west} .*--approved`, exitCode }),
    expect: (run: Run) => {
      expect(run.result).toBe("FAILURE");
      expect(changes(run)).toEqual([...foundationIds, uat, east, west].map((id) => `apply ${id}`));
      expect(calls(run, "bake")).toEqual([`bake ${uat}`, `bake ${east}`]);
      expect(messages(run)).toContain(`${west}: `);
      expect(messages(run)).toContain(says);
      const untouched = isTouched ? after(west) : [west, ...after(west)];
      expect(messages(run)).toContain(`not touched: ${untouched.join(", ")}. See ${runbook}`);
    },
  })),
  ...[1, 2].map((exitCode) => ({
    name: `apply: the apply of the first foundation ends with ${exitCode}`,
    plan: but(applyAll, { match: `apply ${foundationIds[0]} .*--approved`, exitCode }),
    expect: (run: Run) => {
      expect(run.result).toBe("FAILURE");
      expect(changes(run)).toEqual([`apply ${foundationIds[0]}`]);
      expect(questions(run)).toHaveLength(1);
      const untouched = deploymentIds.slice(exitCode === 1 ? 0 : 1);
      expect(messages(run)).toContain(`not touched: ${untouched.join(", ")}. See ${runbook}`);
    },
  })),
  {
    name: "apply: the approval of the foundations is refused",
    plan: { ...applyAll, answers: [{ match: "Apply plan .*foundation", answer: "refuse" }] },
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expect(changes(run)).toEqual([]);
      expect(questions(run)).toHaveLength(1);
      // Whoever approves them sees what stands on them neither way.
      expect(questions(run)[0]?.arguments?.message).not.toContain(uat);
    },
  },
  {
    name: "apply: the foundations alone",
    plan: { ...applyAll, parameters: { ACTION: "apply", TARGET: "shared" } },
    expect: (run) => {
      expect(run.result).toBe("SUCCESS");
      expect(changes(run)).toEqual(foundationIds.map((id) => `apply ${id}`));
      expect(calls(run, "bake")).toEqual([]);
      expect(locked(run)).toEqual([foundationIds]);
    },
  },
  {
    name: "apply: one foundation",
    plan: { ...applyAll, parameters: { ACTION: "apply", TARGET: String(foundationIds[1]) } },
    expect: (run) => {
      expect(run.result).toBe("SUCCESS");
      expect(changes(run)).toEqual([`apply ${foundationIds[1]}`]);
      expect(questions(run)).toHaveLength(1);
    },
  },
  {
    name: "apply: UAT doesn't stay healthy",
    plan: but(applyAll, { match: `bake ${uat} `, exitCode: 2 }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(changes(run)).toEqual([...foundationIds, uat].map((id) => `apply ${id}`));
      expect(questions(run)).toHaveLength(2);
      expect(messages(run)).toContain(`not touched: ${after(uat).join(", ")}`);
    },
  },
  {
    name: "apply: the summary finds what the exit codes didn't say",
    plan: but(applyAll, { match: "--line reports/summary.txt", exitCode: 3 }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(messages(run)).toContain("has ended SUCCESS, and its reports say worse");
    },
  },
  {
    name: "apply: somebody aborts it when UAT is just applied",
    plan: but(applyAll, { match: `apply ${uat} .*--approved`, aborts: true, exitCode: 0 }),
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expect(changes(run)).toEqual([...foundationIds, uat].map((id) => `apply ${id}`));
      expect(calls(run, "bake")).toEqual([]);
    },
  },
  {
    name: "apply: somebody aborts it when a fingerprint is just read",
    plan: but(applyAll, { match: `^node -p .*${uat}`, aborts: true, exitCode: 0 }),
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expectNothingSent(run);
    },
  },
  {
    name: "apply: a plan can't be approved, as where an image is missing",
    plan: but(applyAll, { match: `^node -p .*${west}`, output: "null" }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expectNothingSent(run);
    },
  },
  {
    name: "apply: a plan can't be judged",
    plan: but(applyAll, { match: `apply ${west} .*--plan-only`, exitCode: 3 }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expectNothingSent(run);
      expect(messages(run)).toContain(`${west}: INCONCLUSIVE`);
    },
  },
  {
    name: "apply: only one environment has something to apply",
    plan: but(
      applyAll,
      ...deploymentIds
        .filter((id) => id !== europe)
        .map((id) => ({ match: `apply ${id} .*--plan-only`, exitCode: 0 })),
    ),
    expect: (run) => {
      expect(run.result).toBe("SUCCESS");
      expect(changes(run)).toEqual([`apply ${europe}`]);
      expect(questions(run)).toHaveLength(1);
    },
  },
  {
    name: "apply: nothing to do",
    plan: { ...applyAll, commands: [] },
    expect: (run) => {
      expect(run.result).toBe("SUCCESS");
      expectNothingSent(run);
      expectReportOf(run, deploymentIds, "plan");
    },
  },
  {
    name: "apply: the approval is refused",
    plan: { ...applyAll, answers: [{ match: "Apply plan", answer: "refuse" }] },
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expect(changes(run)).toEqual([]);
      expectReportOf(run, deploymentIds, "plan");
    },
  },
];
