import { expect } from "vitest";
import { reviewing, runbook, setupErrors } from "../../src/operations/report/sections";
import { agentOf, deploymentIds } from "./deployments";
import type { Event, Run } from "./jenkins";
import { archived, commands, done, locked, questions, scriptOf } from "./recorded";

/** What holds in every run, however it ends. */
export function expectInvariants(run: Run): void {
  expect(run.harnessError).toBeNull();
  expectJob(run);
  expectLimits(run);
  expectLocks(run);
  expectCommands(run);
  expectSends(run);
  expectReports(run);
  expect(run.workspaces.flatMap(({ files }) => files)).toEqual([]);
}

function expectJob(run: Run): void {
  const job = run.events.find(({ type }) => type === "job");
  expect(job?.options).toEqual(
    expect.arrayContaining([
      "disableConcurrentBuilds",
      "disableRestartFromStage",
      "buildDiscarder",
      "timestamps",
      "timeout",
    ]),
  );
  expect(job?.discards).toEqual({ numToKeepStr: "100", artifactNumToKeepStr: "100" });
  const set = run.events.find(({ type }) => type === "environment");
  expect(set?.names).toEqual(["CI", "NO_COLOR"]);
}

/** Each wait has a limit of its own inside the build's, which leaves the end its time; a question holds no agent. */
function expectLimits(run: Run): void {
  const waits = run.events.filter(
    (event) => event.type === "wait" || ["sh", "input"].includes(String(event.step)),
  );
  for (const event of waits) {
    expect(event.limits[0], describe(event)).toBe("30 HOURS");
    expect(event.limits.length, describe(event)).toBeGreaterThan(1);
  }
  for (const question of questions(run)) {
    expect(question.agent).toBeNull();
    expect(question.limits.length, describe(question)).toBeGreaterThan(2);
  }
}

/** Taken once, all together, in the order of the deployments. */
function expectLocks(run: Run): void {
  const taken = locked(run);
  expect(taken.length).toBeLessThanOrEqual(1);
  for (const names of taken) {
    expect(names).toEqual(deploymentIds.filter((id) => (names as string[]).includes(id)));
  }
}

/** Each is of a deployment whose lock is held, on an agent of its region, at the build's commit; none hides a failure. */
function expectCommands(run: Run): void {
  const ours = commands(run).filter((event) => scriptOf(event).startsWith("bin/testapp "));
  expect(new Set(ours.map(({ commit }) => commit)).size).toBeLessThanOrEqual(1);
  for (const event of ours) {
    const [, command, id = ""] = scriptOf(event).split(" ");
    // Of no deployment.
    if (command === "summary" || command === "review") continue;
    expect(event.agent, describe(event)).toBe(agentOf(id));
    expect(event.locks, describe(event)).toContain(id);
  }
  for (const event of commands(run)) {
    expect(event.arguments?.script).toBe(`${scriptOf(event)} && exit ${done}`);
    expect(event.missing, describe(event)).toBeUndefined();
    expect(scriptOf(event)).not.toMatch(/[|;]|&$/);
  }
}

/** Nothing is sent but on a verdict of just before, from the same workspace. */
function expectSends(run: Run): void {
  const all = commands(run);
  for (const [index, event] of all.entries()) {
    const sent = /^bin\/testapp rollout (\S+) --drift-report (\S+) /.exec(scriptOf(event));
    expect(sent !== null).toBe(scriptOf(event).startsWith("bin/testapp rollout "));
    if (sent === null) continue;
    const before = all[index - 1];
    expect(before?.stage).toBe(event.stage);
    expect(before?.exitCode).toBe(done);
    expect(scriptOf(before as Event)).toContain(`bin/testapp drift-check ${sent[1]} `);
    expect(scriptOf(before as Event)).toContain(`--json ${sent[2]} `);
  }
}

/** Every report that was written is kept, and the build is described at the end: in any case, then by its summary. */
function expectReports(run: Run): void {
  const written = commands(run)
    .filter(({ exitCode }) => exitCode !== null && exitCode !== undefined)
    .flatMap((event) => [...scriptOf(event).matchAll(/--(?:json|markdown|html|junit) (\S+)/g)])
    .map((match) => String(match[1]));
  const kept = archived(run);
  for (const file of written.filter((name) => !unwritten(run).includes(name))) {
    expect(kept).toContain(file);
    // Pages link it.
    const document = file.startsWith("reports/review.") ? reviewing : runbook;
    for (const linked of [document, setupErrors]) expect(kept).toContain(linked);
  }
  const described = run.events.filter(({ type }) => type === "description");
  expect(described.length).toBeGreaterThan(0);
  expect(described.length).toBeLessThan(3);
  for (const { stage } of described) expect(stage).toBe("post always");
}

/** What the plan of the run keeps commands from writing shows as an archive without it. */
function unwritten(run: Run): string[] {
  return run.events.flatMap(({ omitted }) => (omitted as string[] | undefined) ?? []);
}

function describe(event: Event): string {
  return `${event.type} ${event.step ?? event.what} in ${event.stage}: ${JSON.stringify(event.arguments ?? {})}`;
}
