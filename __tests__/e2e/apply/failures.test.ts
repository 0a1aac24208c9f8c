import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { applyingTerraforms, jenkinsEnds, signalEach } from "../drift/process-tree";
import { describeDriftCheck, things } from "../drift/suite";
import { until } from "../drift/until";
import {
  apply,
  applyControlIn,
  fingerprintOfNow,
  foundation,
  startApply,
  terraformThat,
  withReport,
} from "./suite";

const { template } = things;
const changed = { ...things, template: { ...template, content: "new" } };

describeDriftCheck("an apply that goes wrong", [foundation], (project) => {
  beforeAll(() => project().useQuickCdktf());
  test("is none, when the plan can't be judged", async () => {
    const here = project();
    here.write(foundation, changed);
    const approved = await fingerprintOfNow(here, foundation);
    const before = await here.state(foundation);
    const env = terraformThat(
      here,
      `[ "$1" = show ] && { "$real" "$@" | sed 's/"complete":true/"complete":false/'; exit; }`,
    );
    const { status, report } = await apply(here, foundation, ["--approved", approved], env);
    expect([status, report.outcome, report.verdict]).toEqual([1, "ERROR", "INCONCLUSIVE"]);
    expect(report).toMatchObject({ fingerprint: null, applied: null });
    const shown = await apply(here, foundation, ["--plan-only"], env);
    expect([shown.status, shown.report.outcome]).toEqual([3, "INCONCLUSIVE"]);
    expect(await here.state(foundation)).toBe(before);
  });

  test("is none, when there is no plan or the state is locked", async () => {
    const here = project();
    here.write(foundation, changed);
    const approved = await fingerprintOfNow(here, foundation);
    const before = await here.state(foundation);
    const { ID } = await here.lock(foundation);
    const args = ["--approved", approved, "--lock-timeout", "1"];
    const { status, report } = await apply(here, foundation, args);
    expect([status, report.outcome, report.verdict]).toEqual([1, "ERROR", "ERROR"]);
    expect(report.plan.reasons.join()).toContain(ID);
    expect(report.cause).toBe("state-locked");
    await here.bucket.remove(`${foundation}.tfstate.tflock`);
    expect(await here.state(foundation)).toBe(before);
  });

  test("says what was done and what failed, and no secret", async () => {
    const here = project();
    const password = randomUUID();
    here.write(foundation, { ...changed, group: { ...things.group, password, size: 4 } });
    const approved = await fingerprintOfNow(here, foundation);
    const summary = `ValidationError: ${password} is too weak`;
    here.cloud(foundation).behave({ thing: "group", writes: true, fail: { summary } });
    const { status, report, stderr } = await apply(here, foundation, ["--approved", approved]);
    here.cloud(foundation).behave();
    expect([status, report.outcome], report.reason).toEqual([2, "FAILED"]);
    expect(report.reason).toContain("1 of 2 done, 1 failed, 0 not begun. The state holds what");
    expect(report.applied).toMatchObject({
      stateSaved: true,
      resources: [
        { address: "folder_thing.template", result: "done" },
        { address: "folder_thing.group", result: "failed" },
      ],
    });
    expect(report.details).toContain("Terraform says: ValidationError: (sensitive) is too weak");
    expect(stderr + JSON.stringify(report)).not.toContain(password);
    expect(here.cloud(foundation).read("template").content).toBe("new");
    expect(await here.state(foundation)).toContain('"new"');
    expect(await here.locks()).toEqual([]);
    expect(readdirSync(here.temporaryFolder)).toEqual([]);
  });

  test("gives the lock back when it is interrupted, and says what is known", async () => {
    const here = project();
    here.write(foundation, { ...changed, template: { ...template, content: "newer" } });
    const approved = await fingerprintOfNow(here, foundation);
    // What has begun goes on for a while: a second interrupt would end Terraform with its lock held.
    const slow = { seconds: 8, ignoresStop: true };
    here.cloud(foundation).behave({ thing: "template", writes: true, slow });
    const cookie = randomUUID();
    const names = ["JENKINS_NODE_COOKIE", "JENKINS_SERVER_COOKIE", "BUILD_ID"];
    const env = Object.fromEntries(names.map((name) => [name, cookie]));
    await using program = await startApply(here, foundation, ["--approved", approved], env);
    await here.cloud(foundation).slowRequest();
    expect(await here.locks()).toEqual([`${foundation}.tfstate.tflock`]);
    expect(jenkinsEnds(cookie)).toContain(program.pid);
    signalEach(jenkinsEnds(cookie), "SIGTERM");
    // What is still there some seconds later is ended again.
    await sleep(3000);
    signalEach(jenkinsEnds(cookie), "SIGTERM");
    const { status, report, stderr } = withReport(await program.ended);
    here.cloud(foundation).behave();
    expect([status, report.outcome], report.reason).toEqual([2, "FAILED"]);
    expect(report.reason).toContain(
      "It was interrupted in the middle: 1 of 2 done, 0 failed, 1 not",
    );
    expect(report.nextSteps).toEqual(["Plan again: the new plan does what is left"]);
    expect(report.cause).toBe("interrupted");
    expect(report.applied?.stateSaved).toBe(true);
    expect(stderr).toContain("SIGTERM: what runs is being ended");
    expect(await here.state(foundation)).toContain('"newer"');
    expect(await here.locks()).toEqual([]);
    expect(readdirSync(here.temporaryFolder)).toEqual([]);
  });

  test("is none, when somebody else was faster: it is planned again", async () => {
    const here = project();
    here.write(foundation, { ...changed, template: { ...template, content: "newest" } });
    const approved = await fingerprintOfNow(here, foundation);
    // Somebody else applies the same plan just before.
    const env = terraformThat(
      here,
      '[ "$1" = apply ] && "$real" apply -input=false plan >/dev/null 2>&1',
    );
    const { status, report, stderr } = await apply(here, foundation, ["--approved", approved], env);
    expect([status, report.outcome, report.applied]).toEqual([0, "NOTHING_TO_DO", null]);
    expect(stderr).toContain("Somebody else was faster");
  });

  test("keeps a state that can't be saved, and says where", async () => {
    const here = project();
    here.write(foundation, { ...changed, template: { ...template, content: "unsaved" } });
    const approved = await fingerprintOfNow(here, foundation);
    const state = `${await here.state(foundation)}`;
    here.cloud(foundation).behave({ thing: "group", writes: true, slow: { seconds: 5 } });
    await using program = await startApply(here, foundation, ["--approved", approved]);
    await here.cloud(foundation).slowRequest();
    await here.bucket.delete();
    const { status, report } = withReport(await program.ended);
    here.cloud(foundation).behave();
    await here.bucket.create();
    await here.bucket.put(`${foundation}.tfstate`, state);
    expect([status, report.outcome], report.reason).toEqual([2, "FAILED"]);
    const kept = `${report.applied?.keptState}`;
    expect(report.applied?.stateSaved).toBe(false);
    expect(report.cause).toBe("state-not-saved");
    expect(readFileSync(kept, "utf8")).toContain('"unsaved"');
    expect(statSync(path.dirname(kept)).mode & 0o077).toBe(0);
    expect(report.nextSteps[0]).toContain(`kept in ${kept}, which holds secrets`);
    expect(report.nextSteps[0]).toContain("lost with this machine or its temporary files: push it");
    rmSync(path.dirname(kept), { recursive: true });
  });

  const denied = `echo '{"fail":{"summary":"AccessDenied"}}' >.behaviour.json`;
  test.each([
    ["is not in sync", "rm group.json", 2, "NOT_IN_SYNC", "DRIFTED", null],
    ["isn't known", denied, 3, "UNKNOWN", "ERROR", "permission-denied"],
  ])("%s, when the check after it says so", async (_, then, ...expected) => {
    const here = project();
    here.write(foundation, { ...changed, template: { ...template, content: randomUUID() } });
    const approved = await fingerprintOfNow(here, foundation);
    const { folder } = here.cloud(foundation);
    const env = terraformThat(
      here,
      `[ "$1" = apply ] && { "$real" "$@"; code=$?; cd '${folder}'; ${then}; exit $code; }`,
    );
    const { status, report, stderr } = await apply(here, foundation, ["--approved", approved], env);
    here.cloud(foundation).behave();
    const [code, outcome, verdict, cause] = expected;
    expect([status, report.outcome], report.reason).toEqual([code, outcome]);
    expect(report).toMatchObject({ cause, checkAfter: { verdict } });
    expect(stderr).toMatch(RegExp(`it says ${verdict}\n[^]*\nAfterwards:\n${verdict} `));
    expect(report.applied?.resources.every(({ result }) => result === "done")).toBe(true);
  });

  test.each([
    ["killed", ["SIGKILL"], "(by SIGKILL)"],
    ["interrupted twice by others", ["SIGINT", "SIGINT"], "(by a second interrupt)"],
  ] as const)("isn't known when Terraform is %s", async (_, signals, how) => {
    const here = project();
    here.write(foundation, { ...changed, template: { ...template, content: randomUUID() } });
    const approved = await fingerprintOfNow(here, foundation);
    const slow = { seconds: 60, ignoresStop: true };
    here.cloud(foundation).behave({ thing: "template", writes: true, slow });
    await using program = await startApply(here, foundation, ["--approved", approved]);
    await here.cloud(foundation).slowRequest();
    const log = path.join(applyControlIn(here), "apply.log");
    for (const [index, name] of signals.entries()) {
      // Two at once are one: the first must have been heard before the second.
      const isHeard = () => readFileSync(log, "utf8").includes("Interrupt received");
      if (index > 0) await until(() => isHeard() || undefined);
      signalEach(applyingTerraforms(here.temporaryFolder), name);
    }
    const { status, report } = withReport(await program.ended);
    here.cloud(foundation).behave();
    expect([status, report.outcome], report.reason).toEqual([3, "UNKNOWN"]);
    expect(report.reason).toContain(`Terraform was ended ${how}: 0 of 2 done`);
    expect(report.reason).toContain("Whether the state holds what was done isn't known");
    expect(report.applied).toMatchObject({
      stateSaved: null,
      resources: [
        { address: "folder_thing.template", result: "unknown" },
        { address: "folder_thing.group", result: "not begun" },
      ],
    });
    await here.bucket.remove(`${foundation}.tfstate.tflock`);
  });

  test("awaits Terraform when the interrupt can't be marked, and interrupts it", async () => {
    const here = project();
    here.write(foundation, { ...changed, template: { ...template, content: randomUUID() } });
    const approved = await fingerprintOfNow(here, foundation);
    here.cloud(foundation).behave({ thing: "template", writes: true, slow: { seconds: 300 } });
    await using program = await startApply(here, foundation, ["--approved", approved]);
    await here.cloud(foundation).slowRequest();
    mkdirSync(path.join(applyControlIn(here), "interrupted"));
    program.signal("SIGINT");
    const { status, report } = withReport(await program.ended);
    here.cloud(foundation).behave();
    expect([status, report.outcome], report.reason).toEqual([2, "FAILED"]);
    expect(report.details.join()).toContain("Something went wrong meanwhile: Error: EISDIR");
    expect(report.applied?.resources[0]?.result).toBe("failed");
    expect(await here.locks()).toEqual([]);
    expect(readdirSync(here.temporaryFolder)).toEqual([]);
  });

  test("doesn't exit with 1 when testapp ends while Terraform applies, which goes on in its folder", async () => {
    const here = project();
    const content = randomUUID();
    here.write(foundation, { ...changed, template: { ...template, content } });
    const approved = await fingerprintOfNow(here, foundation);
    const slow = { seconds: 8, ignoresStop: true };
    here.cloud(foundation).behave({ thing: "template", writes: true, slow });
    const hook = path.join(here.folder, "hook.cjs");
    writeFileSync(hook, 'process.on("SIGUSR2", () => { throw new Error("unexpected"); });');
    const env = { NODE_OPTIONS: `--require ${hook}` };
    await using program = await startApply(here, foundation, ["--approved", approved], env);
    await here.cloud(foundation).slowRequest();
    process.kill(program.pid, "SIGUSR2");
    const { status } = await program.ended;
    expect(status).toBe(3);
    expect(applyingTerraforms(here.temporaryFolder)).toHaveLength(1);
    await until(() => applyingTerraforms(here.temporaryFolder).length === 0 || undefined);
    here.cloud(foundation).behave();
    expect(await here.state(foundation)).toContain(content);
    expect(await here.locks()).toEqual([]);
    for (const left of readdirSync(here.temporaryFolder))
      rmSync(path.join(here.temporaryFolder, left), { recursive: true });
  });

  test("isn't known when Terraform crashes", async () => {
    const here = project();
    here.write(foundation, { ...changed, template: { ...template, content: randomUUID() } });
    const approved = await fingerprintOfNow(here, foundation);
    const env = terraformThat(here, '[ "$1" = apply ] && { "$real" "$@"; exit 11; }');
    const { status, report } = await apply(here, foundation, ["--approved", approved], env);
    expect([status, report.outcome], report.reason).toEqual([3, "UNKNOWN"]);
    expect(report.reason).toContain("Terraform has crashed (exit code 11)");
    expect(report.applied?.stateSaved).toBe(null);
    expect(report.nextSteps[0]).toContain("See whether the state is still locked");
  });

  test("isn't known of a resource whose provider has died", async () => {
    const here = project();
    here.write(foundation, { ...changed, template: { ...template, content: randomUUID() } });
    const approved = await fingerprintOfNow(here, foundation);
    here.cloud(foundation).behave({ thing: "template", writes: true, crash: true });
    const { status, report } = await apply(here, foundation, ["--approved", approved]);
    here.cloud(foundation).behave();
    expect([status, report.outcome], report.reason).toEqual([2, "FAILED"]);
    expect(report.applied?.resources).toMatchObject([
      { address: "folder_thing.template", result: "unknown" },
      { address: "folder_thing.group", result: "not begun" },
    ]);
  });

  test("has applied nothing when it is interrupted before", async () => {
    const here = project();
    const before = await here.state(foundation);
    here.cloud(foundation).behave({ slow: { seconds: 300 } });
    const args = ["--approved", `sha256:${"0".repeat(64)}`, "--log-format", "json"];
    await using program = await startApply(here, foundation, args);
    await here.cloud(foundation).slowRequest();
    program.signal("SIGINT");
    const { status, report, stderr } = withReport(await program.ended);
    here.cloud(foundation).behave();
    expect([status, report.outcome, report.applied]).toEqual([130, "INTERRUPTED", null]);
    for (const line of stderr.trimEnd().split("\n"))
      expect(JSON.parse(line)).toMatchObject({ environment: foundation });
    expect(stderr).toContain('"text":"SIGINT: what runs is being ended');
    expect(await here.state(foundation)).toBe(before);
    expect(await here.locks()).toEqual([]);
  });
});
