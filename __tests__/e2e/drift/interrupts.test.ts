import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { lock } from "proper-lockfile";
import { beforeAll, expect, test } from "vitest";
import { StandIn } from "../../src/systems/test-app/scripts/stand-ins";
import type { Behaviour } from "./cloud-folder";
import { descendants, processesWith, signalEach } from "./process-tree";
import type { Program } from "./program";
import type { StandInProject } from "./stand-in";
import {
  describeDriftCheck,
  environmentReport,
  ireland,
  production,
  severalReports,
  uat,
} from "./suite";
import { until } from "./until";

const both = [uat, production] as const;

describeDriftCheck("an interrupted drift-check", both, (project) => {
  /** A check whose plans are half way: the states are locked, and the refresh waits for the cloud. */
  async function halfWay(
    environments: readonly (typeof both)[number][],
    slow: NonNullable<Behaviour["slow"]>,
  ): Promise<Program> {
    const here = project();
    for (const id of environments) here.cloud(id).behave({ thing: "template", slow });
    // Both at the same time, or the second would never be half way.
    const program = here.start([...environments, "--parallel", "2", "--json", "-"]);
    for (const id of environments) await here.cloud(id).slowRequest();
    expect(await here.locks()).toEqual(environments.map((id) => `${id}.tfstate.tflock`).sort());
    return program;
  }

  test("gives its locks back on Ctrl-C, twice, which a tee behind it has heard before", async () => {
    await using program = await halfWay(both, { seconds: 300 });
    program.stopReadingErrors();
    program.signal("SIGINT");
    program.signal("SIGINT");
    const ended = await program.ended;
    expect(ended).toMatchObject({ status: 1, signal: null });
    const reasons = ["The check was interrupted (SIGINT); Terraform has ended"];
    const { report } = severalReports(ended);
    expect(report.environments).toMatchObject(
      both.map(() => ({ verdict: "ERROR", cause: "interrupted", reasons })),
    );
    await leavesNothing(project(), program);
  });

  test("gives its lock back when Jenkins ends every process of a step, the children first", async () => {
    // Terraform goes on for a while: a second interrupt would end it with the state locked.
    await using program = await halfWay([uat], { seconds: 5, ignoresStop: true });
    signalEach([...descendants(program.pid), program.pid], "SIGTERM");
    const ended = await program.ended;
    expect(ended).toMatchObject({ status: 1, signal: null });
    expect(environmentReport(ended)).toMatchObject({
      verdict: "ERROR",
      cause: "interrupted",
      reasons: ["The check was interrupted (SIGTERM); Terraform has ended"],
    });
    await leavesNothing(project(), program);
  });

  test("has deleted the plan of an environment while another is still planned", async () => {
    const here = project();
    here.cloud(production).behave({ thing: "template", slow: { seconds: 300 } });
    await using program = here.start([...both, "--parallel", "1", "--json", "-"]);
    await here.cloud(production).slowRequest();
    expect(program.stderr).toContain(`${uat}: IN_SYNC`);
    const files = readdirSync(here.temporaryFolder, { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => path.basename(file) === "cdk.tf.json")).not.toEqual([]);
    expect(files.filter((file) => path.basename(file) === "plan")).toEqual([]);
    program.signal("SIGINT");
    await leavesNothing(here, program);
  });

  test("gives its lock back when only cdktf is killed", async () => {
    await using program = await halfWay([uat], { seconds: 300 });
    const cdktf = processesWith("cdktf-cli");
    signalEach(
      descendants(program.pid).filter((pid) => cdktf.includes(pid)),
      "SIGKILL",
    );
    const ended = await program.ended;
    expect(ended.status).toBe(1);
    expect(environmentReport(ended)).toMatchObject({ verdict: "ERROR" });
    await leavesNothing(project(), program);
  });

  test("has kept no other check waiting, when its state's bucket doesn't answer", async () => {
    const here = project();
    await here.check([uat]);
    let isHeard = false;
    const silent = new StandIn(() => {
      isHeard = true;
    });
    await silent.start();
    try {
      here.write(ireland, {}, `http://127.0.0.1:${silent.port}`);
      await using program = here.start([ireland, "--json", "-"]);
      await until(() => isHeard || undefined);
      const lockFile = path.join(pluginCacheOf(here), ".testapp.lock");
      expect(existsSync(lockFile)).toBe(false);
      program.signal("SIGINT");
      expect(environmentReport(await program.ended)).toMatchObject({ cause: "interrupted" });
    } finally {
      silent.stop();
    }
  });

  test("holds the cache of providers while it fills it, and no longer", async () => {
    const here = project();
    const cache = pluginCacheOf(here);
    rmSync(cache, { recursive: true, force: true });
    const seen = path.join(here.root, "seen");
    const terraform = path.join(here.root, "terraform-that-looks");
    const look = `[ "$1" = init ] && (test -e '${cache}/.testapp.lock' && echo held || echo free) >>'${seen}'`;
    writeFileSync(terraform, `#!/bin/sh\n${look}\nexec terraform "$@"\n`, { mode: 0o755 });
    const args = [uat, "--synthesized", here.applied(uat)];
    const { status } = await here.check(args, { TERRAFORM_BINARY_NAME: terraform });
    // One fills the cache; one makes the folder ready, with the state's bucket.
    expect([status, readFileSync(seen, "utf8")]).toEqual([0, "held\nfree\n"]);
  });

  test("doesn't wait any more for a process that installs providers", async () => {
    const here = project();
    const cache = pluginCacheOf(here);
    mkdirSync(cache, { recursive: true });
    const release = await lock(cache, { lockfilePath: path.join(cache, ".testapp.lock") });
    try {
      await using program = here.start([uat, "--synthesized", here.applied(uat), "--json", "-"]);
      await until(() => program.stderr.includes("another process installs providers") || undefined);
      program.signal("SIGINT");
      const ended = await program.ended;
      expect(ended.status).toBe(1);
      expect(environmentReport(ended)).toMatchObject({
        verdict: "ERROR",
        cause: "interrupted",
        reasons: ["The check was interrupted (SIGINT)"],
      });
      await leavesNothing(here, program);
    } finally {
      await release();
    }
  });
});

describeDriftCheck("a drift-check whose CLI starts quickly", [uat], (project) => {
  beforeAll(() => project().useQuickCdktf());

  test("ends by itself when planning takes too long", async () => {
    const here = project();
    here.cloud(uat).behave({ thing: "template", slow: { seconds: 300 } });
    // Even a slow machine has begun the refresh by then: Terraform forgets an interrupt that comes before it.
    await using program = here.start([uat, "--json", "-", "--plan-timeout", "25"]);
    const ended = await program.ended;
    expect(ended.status).toBe(1);
    expect(environmentReport(ended)).toMatchObject({
      cause: "time-limit",
      reasons: ["It took longer than 25 s (--plan-timeout); Terraform has ended"],
    });
    await leavesNothing(here, program);
  });

  test("waits for another of the same environment, and both agree", async () => {
    const here = project();
    const args = [uat, "--synthesized", here.applied(uat)];
    const both = await Promise.all([here.check(args), here.check(args)]);
    // All that was said, so that a failure says why.
    expect(both.map(({ status, stdout }) => ({ status, stdout }))).toEqual([
      { status: 0, stdout: expect.stringMatching(`^IN_SYNC ${uat}: nothing to do\n`) },
      { status: 0, stdout: expect.stringMatching(`^IN_SYNC ${uat}: nothing to do\n`) },
    ]);
    expect(await here.locks()).toEqual([]);
  });
});

/** Nothing runs any more, nothing is locked, and no plan lies about. */
async function leavesNothing(here: StandInProject, program: Program): Promise<void> {
  await program.ended;
  for (const id of both) here.cloud(id).behave();
  expect(processesWith(here.temporaryFolder)).toEqual([]);
  expect(await here.locks()).toEqual([]);
  expect(readdirSync(here.temporaryFolder)).toEqual([]);
}

/** Where its commands keep providers. */
function pluginCacheOf({ environment }: StandInProject): string {
  return path.join(environment.HOME ?? "", ".terraform.d/plugin-cache");
}
