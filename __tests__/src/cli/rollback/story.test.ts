import type { ChildProcess } from "node:child_process";
import { expect, it } from "vitest";
import { describeWithTools } from "../../../support/external-tools";
import { FakeCode } from "../../../support/fake-ssm/code";
import type { Fault, Operation } from "../../../support/fake-ssm/faults";
import { first, isOver, type Operator, story } from "../../operations/rollback/story";
import { repositoryIn } from "../repository";
import { Account, a, b, c, environmentId as uat } from "../rollout/rollout-account";

/** What goes wrong with a call, the nth of its operation in its step; or the operator interrupts. */
type Trouble = (operation: Operation, nth: number, program: ChildProcess) => Fault | undefined;

/** Tells the story with the program, and says how often it was run. */
async function told(trouble: Trouble) {
  const code = new FakeCode(first);
  let program: ChildProcess;
  let calls = new Map<Operation, number>();
  await using account = await Account.with([a, b, c], {
    code,
    faults: (operation) => {
      const nth = (calls.get(operation) ?? 0) + 1;
      calls.set(operation, nth);
      return trouble(operation, nth, program);
    },
  });
  const { folder } = account;
  const { commit, env } = repositoryIn(folder);
  const outcomes: string[] = [];
  let verdict = "";

  /** One step, begun again until it has come to an end. */
  async function until(
    name: string,
    args: (before: any) => readonly string[],
    ends: (report: any) => boolean,
  ): Promise<any> {
    calls = new Map();
    for (let tries = 1, before: any; ; tries += 1) {
      const options = [uat, ...args(before), "--json", "report.json"];
      const started = account.startCommand(name, options, env);
      program = started.child;
      const { stdout, stderr } = await started.ended;
      const report = JSON.parse(folder.read("report.json"));
      outcomes.push(report.outcome);
      if (ends(report)) return report;
      expect(tries, stdout + stderr).toBeLessThan(4);
      before = report.commandIds?.length > 0 ? report : before;
    }
  }

  const operator: Operator = {
    rollout: () =>
      until(
        "rollout",
        (before) => (before === undefined ? [] : ["--resume", before.commandIds[0]]),
        isOver,
      ),
    hold: (reason) => until("rollback", () => ["--hold", reason], is("HELD")),
    rollback: () => until("rollback", () => ["--yes"], is("SUCCEEDED")),
    async driftCheck(plan) {
      folder.write("plan.json", plan);
      await account.shell(`"$testapp" drift-check --plan plan.json --json drift.json ${uat}`);
      const report = JSON.parse(folder.read("drift.json"));
      verdict = report.verdict;
      const additions = { called: true, because: null, notLookedFor: [] };
      const plannedAt = new Date().toISOString();
      // What it knows where it plans itself.
      folder.write("drift.json", { ...report, commit, plannedAt, additions });
      return report;
    },
    release: () =>
      until(
        "rollback",
        () => ["--release-hold", "--drift-report", "drift.json"],
        is(verdict === "IN_SYNC" ? "RELEASED" : "ERROR"),
      ),
  };
  return { end: await story(account.world, code, operator), outcomes };
}

const is =
  (wanted: string) =>
  ({ outcome }: { readonly outcome: string }) =>
    outcome === wanted;

describeWithTools("a bad release, the way back, and a good one", ["git"], () => {
  it.concurrent.each<[string, Trouble, number]>([
    ["and nothing else goes wrong", () => undefined, 0],
    [
      "while every call is throttled, and cut off after it was carried out",
      (_, nth) => (nth === 1 ? "throttled" : nth === 2 ? "reset after" : undefined),
      0,
    ],
    [
      "while the operator interrupts each watch, and begins again",
      (operation, nth, program) => {
        const isWatched = operation === "ListCommandInvocations" && nth === 1;
        const isRefreshed = operation === "DescribeInstanceRefreshes" && nth === 4;
        if (isWatched || isRefreshed) program.kill("SIGINT");
        return undefined;
      },
      4,
    ],
  ])("%s", async (_, trouble, interrupted) => {
    const { end, outcomes } = await told(trouble);
    expect(end).toEqual({
      updates: "enabled",
      launchesFrom: ["1.7", "1.8"],
      groupsVersion: "2",
      refreshes: ["Successful"],
      commands: 3,
      serving: 7,
    });
    expect(outcomes.filter((each) => each === "IN_PROGRESS")).toHaveLength(interrupted);
  });
});
