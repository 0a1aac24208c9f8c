import { expect } from "vitest";
import { environmentIds } from "../../../src/config/environments";
import { changes, commands, messages, questions, scriptOf } from "../recorded";
import {
  applyAll,
  but,
  east,
  europe,
  expectNothingSent,
  expectReportOf,
  fingerprintOf,
  type Scenario,
  uat,
  west,
} from "./kit";

export const applyScenarios: readonly Scenario[] = [
  {
    name: "apply: every environment has something to apply",
    plan: applyAll,
    expect: (run) => {
      expect(run.result).toBe("SUCCESS");
      expect(changes(run)).toEqual(environmentIds.map((id) => `apply ${id}`));
      expect(questions(run).map(({ stage }) => stage.split(" > ").at(-1))).toEqual([
        "Approve uat",
        "Approve production",
      ]);
      for (const id of environmentIds) {
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
  {
    name: "apply: the plan of UAT has changed since its approval",
    plan: but(applyAll, { match: `apply ${uat} .*--approved`, exitCode: 5 }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(changes(run)).toEqual([`apply ${uat}`]);
      expect(messages(run)).toContain("no longer the approved one, and nothing was applied");
      expect(messages(run)).toContain(`not touched: ${east}, ${west}, ${europe}`);
    },
  },
  {
    name: "apply: a production region is applied, and not well",
    plan: but(applyAll, { match: `apply ${west} .*--approved`, exitCode: 2 }),
    expect: (run) => {
      expect(run.result).toBe("FAILURE");
      expect(changes(run)).toEqual([uat, east, west].map((id) => `apply ${id}`));
      expect(messages(run)).toContain(`not touched: ${europe}`);
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
      ...environmentIds
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
      expectReportOf(run, environmentIds, "plan");
    },
  },
  {
    name: "apply: the approval is refused",
    plan: { ...applyAll, answers: [{ match: "Apply plan", answer: "refuse" }] },
    expect: (run) => {
      expect(run.result).toBe("ABORTED");
      expect(changes(run)).toEqual([]);
      expectReportOf(run, environmentIds, "plan");
    },
  },
];
