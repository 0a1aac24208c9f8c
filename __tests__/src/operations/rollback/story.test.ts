import { describe, expect, it } from "vitest";
import { judgePlan } from "../../../../src/operations/drift/judge/judge";
import type { RollbackReport } from "../../../../src/operations/rollback/report";
import type { RolloutReport } from "../../../../src/operations/rollout/report";
import { FakeCode } from "../../../support/fake-ssm/code";
import type { Fault } from "../../../support/fake-ssm/faults";
import { instance, instanceId } from "../../../support/fake-ssm/instances";
import { WorldPort } from "../../../support/fake-ssm/world-port";
import { runs } from "../../../support/runs";
import { resumeRequest, Simulation, startRequest } from "../rollout/simulated";
import { request, rolledBack } from "./simulated";
import { first, isOver, type Operator, story } from "./story";

/** What goes wrong at a call, the nth of its step: it fails, or the operator interrupts. */
type Trouble = (step: string, nth: number, stop: AbortController) => Fault | undefined;

/** Tells the story, and says what was called in each step. */
async function told(trouble: Trouble = () => undefined) {
  const code = new FakeCode(first);
  const simulation = new Simulation({
    instances: [1, 2, 3].map((nth) => instance(instanceId(nth))),
    target: { leastInService: 2 },
    code,
  });
  const { world } = simulation;
  const called: { readonly step: string; readonly operation: string }[] = [];
  let verdict = "";
  let outcomes: string[] = [];

  /** One step, begun again until it has come to an end. */
  async function until<Report extends { readonly outcome: string }>(
    step: string,
    ends: (report: Report) => boolean,
    begin: (
      stop: AbortController,
      plan: (operation: string) => Fault | undefined,
    ) => Promise<Report>,
  ): Promise<Report> {
    let nth = 0;
    outcomes = [];
    for (;;) {
      const stop = new AbortController();
      const report = await begin(stop, (operation) => {
        called.push({ step, operation });
        nth += 1;
        return trouble(step, nth, stop);
      });
      outcomes.push(report.outcome);
      if (ends(report)) return report;
      expect(outcomes.length, `${step}: ${outcomes}`).toBeLessThan(5);
    }
  }

  const rolledBackUntil = (step: string, end: string, asked: Parameters<typeof rolledBack>[1]) =>
    until<RollbackReport>(
      step,
      ({ outcome }) => outcome === end,
      (stop, plan) => rolledBack(Object.assign(Object.create(simulation), { stop }), asked, plan),
    );

  const operator: Operator = {
    async rollout(step) {
      let commandId: string | undefined;
      return until<RolloutReport>(step, isOver, async (stop, plan) => {
        const report = await simulation.run(
          commandId === undefined ? startRequest() : resumeRequest(commandId),
          { stop: stop.signal, port: new WorldPort(world, plan) },
        );
        commandId ??= report.commandIds[0];
        return report;
      });
    },
    hold: (reason) => rolledBackUntil("the hold", "HELD", { kind: "hold", reason }),
    rollback: () => rolledBackUntil("the way back", "SUCCEEDED", request()),
    async driftCheck(plan) {
      const judged = judgePlan(plan, {
        environment: "uat-us-east-1",
        accepted: [],
        today: "2026-03-01",
        updatesParameter: "/test-app/uat-us-east-1/updates",
      });
      verdict = judged.verdict;
      return judged;
    },
    release: () =>
      rolledBackUntil(
        `the end of the hold, ${verdict}`,
        verdict === "IN_SYNC" ? "RELEASED" : "ERROR",
        { kind: "release", whyNot: async () => (verdict === "IN_SYNC" ? null : verdict) },
      ),
  };
  return { end: await story(world, code, operator), called };
}

describe("a bad release, the way back, and a good one", async () => {
  const calm = await told();

  it("ends with the mended release on every instance, launched from what ran before", () => {
    expect(calm.end).toEqual({
      updates: "enabled",
      launchesFrom: ["1.7", "1.8"],
      groupsVersion: "2",
      refreshes: ["Successful"],
      commands: 3,
      serving: 7,
    });
  });

  const steps = [...new Set(calm.called.map(({ step }) => step))];
  const callsOf = (step: string) => calm.called.filter((each) => each.step === step);
  const tried = (step: string) => {
    const all = callsOf(step).length;
    const every = Math.ceil(all / runs(all));
    return callsOf(step).flatMap((_, index) => (index % every === 0 ? [index + 1] : []));
  };

  it.each(steps)("ends in the same state whichever call fails in %s", async (troubled) => {
    for (const wanted of tried(troubled))
      for (const fault of ["throttled", "reset", "reset after", "denied"] as const) {
        const { end } = await told((step, nth) =>
          step === troubled && nth === wanted ? fault : undefined,
        );
        expect(end, `${fault} at ${wanted}`).toEqual(calm.end);
      }
  });

  it.each(steps)("ends in the same state whenever %s is interrupted", async (troubled) => {
    for (const wanted of tried(troubled)) {
      const { end } = await told((step, nth, stop) => {
        if (step === troubled && nth === wanted) stop.abort("interrupt");
        return undefined;
      });
      expect(end, `interrupted at ${wanted}`).toEqual(calm.end);
    }
  });
});
