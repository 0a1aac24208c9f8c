import { describe, expect, it, vi } from "vitest";
import { faultsOf } from "../../../support/fake-ssm/faults";
import { failure } from "../../../support/fake-ssm/instances";
import { Account, a, b, slow, environmentId as uat } from "./rollout-account";

/** Waits until the program has asked for an operation. */
async function asked(account: Account, operation: string): Promise<void> {
  await vi.waitUntil(() => account.received(operation).length > 0, { timeout: 300_000 });
}

describe.concurrent("an interrupt", () => {
  it("in the middle of a send waits for what became of it, however often it comes", async () => {
    await using account = await Account.with([slow], {
      faults: faultsOf({ SendCommand: ["hangs"] }),
    });
    const { child, ended } = account.start([uat, "--json", "report.json"]);
    await asked(account, "SendCommand");
    for (const signal of ["SIGINT", "SIGINT", "SIGTERM"] as const) child.kill(signal);
    const { status, stdout } = await ended;
    expect(status).toBe(3);
    expect(stdout).toMatch(/^UNKNOWN .*\n {2}The command was perhaps sent: /);
    const { runId } = JSON.parse(account.folder.read("report.json"));
    expect(stdout).toContain(`find the command whose comment holds ${runId}`);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "by %s ends the watch with 3, names the command, and leaves it alone",
    async (signal) => {
      await using account = await Account.with([slow]);
      const { child, ended } = account.start([uat, "--json", "report.json"]);
      await asked(account, "ListCommandInvocations");
      child.kill(signal);
      const { status, stdout, stderr } = await ended;
      expect({ status }).toEqual({ status: 3 });
      expect(stderr).toContain(`${signal}: the watch ends, and a command that was sent goes on\n`);
      const [command] = account.world.executing();
      const id = command?.props.commandId;
      expect(stdout).toMatch(/^IN_PROGRESS /);
      expect(stdout).toContain(`resume it: bin/testapp rollout ${uat} --resume ${id}\n`);
      expect(stdout).toContain(`or cancel it: bin/testapp rollout ${uat} --cancel ${id}\n`);
      expect(account.received("CancelCommand")).toEqual([]);
      expect(JSON.parse(account.folder.read("report.json"))).toMatchObject({
        outcome: "IN_PROGRESS",
        commandIds: [id],
        instances: expect.arrayContaining([
          expect.objectContaining({ instanceId: slow.id, class: "still going" }),
        ]),
      });
    },
  );

  it("after the result leaves the exit code, however often it comes until the process ends", async () => {
    await using account = await Account.with([{ ...a, runs: [failure] }]);
    const { child, ended } = account.start([uat]);
    child.stdout?.once("data", () => {
      const timer = setInterval(() => child.kill("SIGTERM"), 1);
      child.once("exit", () => clearInterval(timer));
    });
    const { status, stdout } = await ended;
    expect({ status, stdout }).toEqual({ status: 2, stdout: expect.stringMatching(/^FAILED /) });
  });

  it("before the send is an ERROR, and nothing is sent", async () => {
    const faults = faultsOf({ DescribeAutoScalingGroups: ["hangs"] });
    await using account = await Account.with([slow], { faults });
    const { child, ended } = account.start([uat]);
    await asked(account, "DescribeAutoScalingGroups");
    child.kill("SIGINT");
    const { status, stdout } = await ended;
    expect(status).toBe(1);
    expect(stdout).toMatch(/^ERROR .*\n {2}Nothing was sent: it was interrupted\n/);
    expect(account.received("SendCommand")).toEqual([]);
  });
});

describe.concurrent("the time limit of the watch", () => {
  it("does what an interrupt does", async () => {
    await using account = await Account.with([slow]);
    // The first look must come before: without it the outcome would be unknown.
    const { status, stdout } = await account.run([uat, "--watch-timeout", "5"]);
    expect(status).toBe(3);
    expect(stdout).toMatch(/^IN_PROGRESS /);
    const [command] = account.world.executing();
    expect(stdout).toContain(`bin/testapp rollout ${uat} --resume ${command?.props.commandId}\n`);
    expect(account.received("CancelCommand")).toEqual([]);
  });
});

describe.concurrent("a rollout that goes on", () => {
  it("is resumed by one of its commands, and watched to its end", async () => {
    await using account = await Account.with([a, b]);
    const { commandId } = account.world.sendByOther({ comment: "testapp rollout run-1" }).props;
    const { status, stdout } = await account.run([uat, "--resume", commandId, "--json", "r.json"]);
    expect(status, stdout).toBe(0);
    const report = JSON.parse(account.folder.read("r.json"));
    expect(report).toMatchObject({ outcome: "SUCCEEDED", runId: "run-1", commandIds: [commandId] });
    expect(account.received("SendCommand")).toEqual([]);
  });

  it("is cancelled, and every instance accounted for", async () => {
    await using account = await Account.with([b, slow]);
    const { commandId } = account.world.sendByOther({ maxConcurrency: 2 }).props;
    const { status, stdout } = await account.run([uat, "--cancel", commandId]);
    expect(account.received("CancelCommand")).toEqual([{ CommandId: commandId }]);
    expect(account.world.executing()).toEqual([]);
    expect(stdout).toMatch(new RegExp(`  unknown  ${slow.id}: Cancelled`));
    expect([2, 3]).toContain(status);
    expect(account.received("SendCommand")).toEqual([]);
  });

  it("is an ERROR when nobody knows the command", async () => {
    await using account = await Account.with([a]);
    const unknown = "3f6c1d52-8e0b-4a94-9d3e-5b7a2c1f0e68";
    const { status, stdout } = await account.run([uat, "--cancel", unknown]);
    expect(status).toBe(1);
    expect(stdout).toContain(`There is no command ${unknown} in us-east-1`);
    expect(account.received("CancelCommand")).toEqual([]);
  });
});
