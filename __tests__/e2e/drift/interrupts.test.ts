import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { lock } from "proper-lockfile";
import { expect, test } from "vitest";
import type { Behaviour } from "./cloud-folder";
import { descendants, processesWith } from "./process-tree";
import type { Program } from "./program";
import { describeDriftCheck, environmentReport, production, severalReports, uat } from "./suite";
import { until } from "./until";

describeDriftCheck("an interrupted drift-check", [uat, production], (project) => {
  const environments = [uat, production] as const;

  /** A check whose plans are half way: the states are locked, and the refresh waits for the cloud. */
  async function halfWay(
    slow: NonNullable<Behaviour["slow"]>,
    ...args: string[]
  ): Promise<Program> {
    const here = project();
    for (const id of environments) here.cloud(id).behave({ thing: "template", slow });
    // Two at the same time, or the second would never be half way.
    const fixed = ["--parallel", "2", "--json", "-"];
    const program = here.start([...environments, ...fixed, ...args]);
    for (const id of environments) await here.cloud(id).slowRequest();
    expect(await here.locks()).toEqual([`${production}.tfstate.tflock`, `${uat}.tfstate.tflock`]);
    return program;
  }

  /** Nothing runs any more, nothing is locked, and no plan lies about. */
  async function leavesNothing(program: Program): Promise<void> {
    const here = project();
    await program.ended;
    expect(processesWith(here.temporaryFolder)).toEqual([]);
    expect(await here.locks()).toEqual([]);
    expect(readdirSync(here.temporaryFolder)).toEqual([]);
    for (const id of environments) here.cloud(id).behave();
  }

  test.each([
    [
      "Ctrl-C, twice, which a tee behind it has heard before",
      { seconds: 300 },
      (program: Program) => {
        program.stopReadingErrors();
        program.signal("SIGINT");
        program.signal("SIGINT");
      },
      "SIGINT",
    ],
    [
      // Terraform goes on for a while: a second interrupt would end it with the state locked.
      "Jenkins, which ends every process of a step, the children first",
      { seconds: 5, ignoresStop: true },
      ({ pid }: Program) => {
        for (const one of [...descendants(pid), pid]) process.kill(one, "SIGTERM");
      },
      "SIGTERM",
    ],
  ])("gives its locks back: %s", async (_, slow, interrupt, name) => {
    await using program = await halfWay(slow);
    interrupt(program);
    const ended = await program.ended;
    expect(ended).toMatchObject({ status: 1, signal: null });
    const { report } = severalReports(ended);
    expect(report.environments.map(({ verdict, reasons }) => [verdict, reasons])).toEqual(
      environments.map(() => [
        "ERROR",
        [`The check was interrupted (${name}); Terraform has ended`],
      ]),
    );
    await leavesNothing(program);
  });

  test("ends by itself when planning takes too long", async () => {
    await using program = await halfWay({ seconds: 300 }, "--plan-timeout", "15");
    const ended = await program.ended;
    expect(ended.status).toBe(1);
    const { byId } = severalReports(ended);
    expect(byId.get(uat)?.reasons).toEqual([
      "It took longer than 15 s (--plan-timeout); Terraform has ended",
    ]);
    await leavesNothing(program);
  });

  test("gives its locks back when only cdktf is killed", async () => {
    await using program = await halfWay({ seconds: 300 });
    const cdktf = descendants(program.pid).filter((pid) =>
      processesWith("cdktf-cli").includes(pid),
    );
    for (const pid of cdktf) process.kill(pid, "SIGKILL");
    const ended = await program.ended;
    expect(ended.status).toBe(1);
    expect(severalReports(ended).byId.get(uat)).toMatchObject({ verdict: "ERROR" });
    await leavesNothing(program);
  });

  test("doesn't wait any more for a process that installs providers", async () => {
    const here = project();
    const cache = path.join(here.environment.HOME ?? "", ".terraform.d/plugin-cache");
    mkdirSync(cache, { recursive: true });
    const release = await lock(cache, { lockfilePath: path.join(cache, ".testapp.lock") });
    await using program = here.start([uat, "--synthesized", here.applied(uat), "--json", "-"]);
    await until(() => program.stderr.includes("another process installs providers") || undefined);
    program.signal("SIGINT");
    const ended = await program.ended;
    expect(ended.status).toBe(1);
    expect(environmentReport(ended)).toMatchObject({
      verdict: "ERROR",
      reasons: ["The check was interrupted (SIGINT)"],
    });
    await leavesNothing(program);
    await release();
  });
});

describeDriftCheck("two drift-checks of one environment at the same time", [uat], (project) => {
  test("wait for each other, and agree", async () => {
    const here = project();
    const args = [uat, "--synthesized", here.applied(uat)];
    const both = await Promise.all([here.check(args), here.check(args)]);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    expect(both.map(({ stdout }) => stdout.split("\n")[0])).toEqual([
      `IN_SYNC ${uat}: nothing to do`,
      `IN_SYNC ${uat}: nothing to do`,
    ]);
    expect(await here.locks()).toEqual([]);
  });
});
