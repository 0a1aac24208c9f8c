import { describe, expect, it, vi } from "vitest";
import { describeWithTools, toolPath } from "../../../support/external-tools";
import { faultsOf } from "../../../support/fake-ssm/faults";
import { failure, instance, instanceId, success } from "../../../support/fake-ssm/instances";
import { Account, a, b, c, environmentId as uat } from "./rollout-account";

describe.concurrent("a rollout's streams", () => {
  it("with --log-format json hold one JSON object a line, and nothing else", async () => {
    await using account = await Account.with([a, { ...b, runs: [failure] }]);
    const { status, stdout, stderr } = await account.run([uat, "--log-format", "json"]);
    expect(status).toBe(2);
    const steps = stderr
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text));
    const time = expect.stringMatching(/^\d{4}-.*Z$/);
    for (const step of steps) expect(step).toMatchObject({ time, environment: uat });
    expect(steps).toContainEqual(
      expect.objectContaining({ kind: "instance", instanceId: b.id, class: "failed" }),
    );
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ time, environment: uat, outcome: "PARTIAL" });
    expect(result).not.toHaveProperty("instances");
  });

  it("with --log-format json escape what would act on a terminal", async () => {
    const details = "Failed\u009b2J\u007f\u202e";
    await using account = await Account.with([{ ...a, runs: [{ ...failure, details }] }]);
    const { stderr } = await account.run([uat, "--log-format", "json"]);
    expect(stderr).toContain(String.raw`"statusDetails":"Failed\u009b2J\u007f\u202e"`);
    expect(stderr).not.toMatch(/[\u007f-\u009f\u202e]/);
  });

  it("give standard output to a report that goes there, and people standard error", async () => {
    await using account = await Account.with([a]);
    const { status, stdout, stderr } = await account.run([uat, "--json", "-"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "SUCCEEDED" });
    expect(stderr).toContain("\nSUCCEEDED uat-us-east-1: every instance is updated\n");
  });

  it("end it 1 when a report can't be written, and the others are", async () => {
    await using account = await Account.with([a]);
    const args = [uat, "--dry-run", "--json", "missing/report.json", "--junit", "report.xml"];
    const { status, stdout, stderr } = await account.run(args);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^DRY_RUN /);
    expect(stderr).toContain(
      "The report --json can't be written to missing/report.json: no such file or directory (ENOENT)\n",
    );
    expect(account.folder.read("report.xml")).toContain("<testsuites");
  });
});

describeWithTools("a rollout that nobody reads", ["bash"], () => {
  it.concurrent.each([
    ["its progress", "rollout ENV --json report.json 2>&1 >people"],
    ["its result", "rollout ENV --json report.json"],
  ])("goes on to its end when %s has no reader", async (_, line) => {
    await using account = await Account.with([a, b]);
    const command = line.replace("ENV", uat);
    const { stdout } = await account.shell(`{ ${command}; echo $? >status; } | true; cat status`);
    expect(stdout).toBe("0\n");
    expect(JSON.parse(account.folder.read("report.json"))).toMatchObject({ outcome: "SUCCEEDED" });
  });

  it("ends 64 for a wrong usage all the same", async () => {
    await using account = await Account.with([a]);
    const { stdout } = await account.shell(
      "{ rollout nowhere 2>&1; echo $? >status; } | true; cat status",
    );
    expect(stdout).toBe("64\n");
  });
});

describe.concurrent("credentials", () => {
  it("that are missing are an ERROR with a remedy, before anything is asked", async () => {
    await using account = await Account.with([a]);
    const without = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    const { status, stdout, stderr } = await account.run([uat], without);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^ERROR .*\n.*Could not load credentials from any providers\. Log in/);
    expect(stdout + stderr).not.toMatch(/^\s+at /m);
    expect(account.server.received).toEqual([]);
  });

  it("that have expired are an ERROR, and nothing is sent", async () => {
    const faults = faultsOf({ DescribeInstanceInformation: ["expired"] });
    await using account = await Account.with([a], { faults });
    const { status, stdout } = await account.run([uat]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^ERROR .*\n.*ExpiredTokenException/);
    expect(account.received("SendCommand")).toEqual([]);
  });
});

describeWithTools("on a terminal", ["bash", "python3"], () => {
  const rows = 12;
  const beginOfFrame = "\u001b[?2026h";
  const ids = Array.from({ length: 60 }, (_, index) => instanceId(index));
  // One never ends, one fails at once, and then Systems Manager begins with no other.
  const runs = [{ ...success, lastsMs: 1e9 }, failure];
  const fleet = ids.map((id, index) => instance(id, { runs: [runs[index] ?? success] }));

  /** Runs the program with a terminal of so many rows as its standard error, which the file `screen` records. */
  function onTerminal(account: Account, command: string) {
    const program =
      "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
    const inside = `stty rows ${rows} cols 80; echo $$ >pid; exec "$0" rollout --poll-interval 0.02 ${command}`;
    return account.shell(
      `${toolPath("python3")} -c '${program}' bash -c '${inside}' "$testapp" </dev/null >screen`,
      { TERM: "xterm-256color" },
    );
  }

  it("what goes on has rows that change in place, what has ended a line, and no frame is too high", async () => {
    await using account = await Account.with(fleet);
    account.folder.write("screen", "");
    // Two at a time, as no environment has it: one goes on when all others have ended.
    const { commandId } = account.world.sendByOther({ maxConcurrency: 2 }).props;
    const ended = onTerminal(account, `${uat} --resume ${commandId} >people`);
    // The second page of a list is read later than the first.
    const ends = [`${ids[1]}: failed`, `${ids[59]}: not updated (Terminated)`];
    const isShown = () => ends.every((each) => account.folder.read("screen").includes(each));
    await vi.waitUntil(isShown, { timeout: 300_000 });
    process.kill(Number(account.folder.read("pid")), "SIGINT");
    expect(await ended).toMatchObject({ status: 3 });
    const frames = account.folder
      .read("screen")
      .split(beginOfFrame)
      .map((frame) => frame.split("\r\n"));
    const rowsOf = ([...lines]: readonly string[]) =>
      lines.filter((each) => / {2}\d+ s$/.test(each.trimEnd()));
    expect(Math.max(...frames.map((each) => rowsOf(each).length))).toBeLessThan(rows);
    expect(frames.flat().some((each) => /WATCH … {2}\d+ s/.test(each))).toBe(true);
    expect(frames.flat().some((each) => each.includes(`${ids[0]}: still going`))).toBe(true);
    expect(frames.flat().filter((each) => each.includes(`${ids[1]}: failed`))).toHaveLength(1);
    expect(account.folder.read("people")).toMatch(/^IN_PROGRESS /);
  });

  it("a row says how long it has gone on, not how long its last step has", async () => {
    // One at a time: the third waits for six seconds, and then goes on until its row was seen.
    const lasting = (lastsMs: number) => ({ runs: [{ ...success, lastsMs }] });
    await using account = await Account.with([
      { ...a, ...lasting(150_000) },
      { ...b, ...lasting(150_000) },
      { ...c, ...lasting(1e9) },
    ]);
    account.folder.write("screen", "");
    const ended = onTerminal(account, `${uat} >people`);
    const row = new RegExp(`${c.id}: still going \\(In ?Progress\\) {2}(\\d+) s`);
    const shown = () => row.exec(account.folder.read("screen"))?.[1];
    await vi.waitUntil(shown, { timeout: 300_000 });
    process.kill(Number(account.folder.read("pid")), "SIGINT");
    expect(await ended).toMatchObject({ status: 3 });
    expect(Number(shown())).toBeGreaterThan(0);
  });
});
