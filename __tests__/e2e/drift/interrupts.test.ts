import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { descendants, processesWith } from "./process-tree";
import type { Program } from "./program";
import { describeDriftCheck, environmentReport, uat } from "./suite";
import { until } from "./until";

const slow = { thing: "template", slow: { seconds: 300 } };

describeDriftCheck("an interrupted drift-check", [uat], (project) => {
  /** A check whose plan is half way: its state is locked, and the refresh waits for the cloud. */
  async function halfWay(...args: string[]): Promise<Program> {
    const here = project();
    here.cloud(uat).behave(slow);
    const program = here.start([uat, "--synthesized", here.applied(uat), "--json", "-", ...args]);
    await here.cloud(uat).slowRequest();
    expect(await here.locks()).toEqual([`${uat}.tfstate.tflock`]);
    return program;
  }

  /** Nothing runs any more, nothing is locked, and no plan lies about. */
  async function leavesNothing(program: Program): Promise<void> {
    const here = project();
    await program.ended;
    expect(processesWith(here.temporaryFolder)).toEqual([]);
    expect(await here.locks()).toEqual([]);
    expect(readdirSync(here.temporaryFolder)).toEqual([]);
    here.cloud(uat).behave();
  }

  test.each([
    [
      "Ctrl-C, twice",
      (program: Program) => {
        program.signal("SIGINT");
        program.signal("SIGINT");
      },
      "SIGINT",
    ],
    [
      "Jenkins, which ends every process of a step, the children first",
      ({ pid }: Program) => {
        for (const one of [...descendants(pid), pid]) process.kill(one, "SIGTERM");
      },
      "SIGTERM",
    ],
  ])("gives its lock back: %s", async (_, interrupt, name) => {
    await using program = await halfWay();
    interrupt(program);
    const ended = await program.ended;
    expect(ended).toMatchObject({ status: 1, signal: null });
    expect(environmentReport(ended)).toMatchObject({
      verdict: "ERROR",
      reasons: [`The check was interrupted (${name}); Terraform has ended`],
    });
    expect(ended.stderr).toContain(`${name}: Terraform is being interrupted`);
    await leavesNothing(program);
  });

  test("ends by itself when planning takes too long", async () => {
    await using program = await halfWay("--plan-timeout", "5");
    const ended = await program.ended;
    expect(ended.status).toBe(1);
    expect(environmentReport(ended).reasons).toEqual([
      "There was no plan within 5 s (--plan-timeout); Terraform has ended",
    ]);
    await leavesNothing(program);
  });

  test("gives its lock back when only cdktf is killed", async () => {
    await using program = await halfWay();
    const cdktf = descendants(program.pid).filter((pid) =>
      processesWith("cdktf-cli").includes(pid),
    );
    for (const pid of cdktf) process.kill(pid, "SIGKILL");
    const ended = await program.ended;
    expect(ended.status).toBe(1);
    expect(environmentReport(ended)).toMatchObject({ verdict: "ERROR" });
    await leavesNothing(program);
  });

  test("starts no plan any more when the interrupt comes early", async () => {
    const here = project();
    await using program = here.start([uat, "--json", "-"]);
    await until(() => program.stderr.includes("synthesizing") || undefined);
    program.signal("SIGINT");
    const ended = await program.ended;
    expect(environmentReport(ended)).toMatchObject({
      verdict: "ERROR",
      reasons: ["The check was interrupted (SIGINT)"],
    });
    expect(ended.status).toBe(1);
    await leavesNothing(program);
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
