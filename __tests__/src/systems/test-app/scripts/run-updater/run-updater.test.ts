import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { describeWithTools } from "../../../../../support/external-tools";
import { TOOLS, unharmed } from "../instance";
import { processesOf } from "../observation";
import { givenNode, type ManagedNode, ran } from "./managed-node";

const untilGo = "until [[ -e $INSTANCE_ROOT/go ]]; do sleep 0.1; done";

/** A node whose updater does this. */
async function withUpdater(
  body: string,
  ...[context, options]: Parameters<typeof givenNode>
): Promise<[ManagedNode, ReturnType<typeof ran>]> {
  const node = await givenNode(context, options);
  const content = node.updater("1", body);
  return [node.install(content), ran(content)];
}

describeWithTools("the updater document's script, run as SSM's agent runs it", TOOLS, () => {
  describe.concurrent("when the updater", () => {
    test("succeeds and the application is healthy, says so", async (context) => {
      const node = await givenNode(context);

      expect(await node.run()).toEqual({
        ...ran(node.updater("1")),
        exitCode: 0,
        verdict:
          "EXIT CODE 0: the updater succeeded, and the application is healthy; the instance is in service again.",
      });

      expect(node.application.requests.map(({ url }) => url)).toEqual(["/health"]);
      expect(node.downloads.requests).toEqual([]);
      expect(node.output).toMatch(/updater ended with exit code 0\n.*Z {3}\| release 1\n/);
    });

    test.for([1, 7, 124, 255])("fails with %i, that is the exit code", async (code, context) => {
      const [node, result] = await withUpdater(`echo oh no >&2; exit ${code}`, context);

      expect(await node.run()).toEqual({
        ...result,
        exitCode: code,
        verdict: expect.stringMatching(
          `EXIT CODE ${code}: the updater failed with exit code ${code}; the instance is in service again\\. What it printed: .*/test-app/uat-us-east-1/autoupdater\\.`,
        ),
      });

      expect(node.output).toMatch(/Z {3}\| oh no\n/);
    });

    test.for([
      [137, "timed out"],
      [168, "success"],
      [194, "reboot, and run again"],
      [210, "another run holds the lock"],
      [216, "the script was interrupted"],
    ] as const)(
      "fails with %i, which is read as '%s', it is another exit code",
      async ([code], context) => {
        const [node, result] = await withUpdater(`exit ${code}`, context);

        expect(await node.run()).toEqual({
          ...result,
          exitCode: 214,
          verdict: expect.stringContaining(
            `the updater failed with exit code ${code}, to which SSM`,
          ),
        });
      },
    );

    test.for([
      ["#!/bin/bash\nno-such-command", 127, "no-such-command: command not found"],
      ["#!/no/such/interpreter", 127, "cannot execute"],
      ["\x7fELF\0", 126, "cannot execute"],
    ] as const)(
      "is %j, it may not have started, and says so",
      async ([content, code, why], context) => {
        const node = (await givenNode(context)).install(content);

        expect(await node.run()).toMatchObject({
          exitCode: 214,
          verdict: expect.stringContaining(
            `the updater could not be started, or failed with exit code ${code} itself`,
          ),
        });

        expect(node.output).toContain(why);
      },
    );

    test.for([0, 7])(
      "removes its log and ends with %i, that is the exit code",
      async (code, context) => {
        const node = await givenNode(context);
        node.install(node.updater("1", `rm '${node.paths.updaterLog}'; exit ${code}`));

        expect(await node.run()).toMatchObject({ exitCode: code });

        expect(node.output).toMatch(
          new RegExp(
            `the end of its output can't be shown\n.*the updater ended with exit code ${code}\n`,
          ),
        );
      },
    );

    test("hangs, it is ended with all that it started", async (context) => {
      const children = "(trap '' TERM; sleep 600; sleep 600) &\nsleep 600";
      const [node, result] = await withUpdater(children, context, {
        // By then it has started them.
        limits: { updaterSeconds: 5 },
      });

      expect(await node.run()).toEqual({
        ...result,
        exitCode: 213,
        verdict: expect.stringMatching(/^EXIT CODE 213: the updater did not end within 5 s/),
      });

      await context.expect.poll(() => processesOf(node.root)).toEqual([]);
    });

    test("leaves a daemon behind, that holds up neither this run nor the next", async (context) => {
      const [node, result] = await withUpdater("setsid sleep 600 &", context);

      expect(await node.run()).toMatchObject({ ...result, exitCode: 0 });
      expect(await node.run()).toMatchObject({ ...result, exitCode: 0 });

      await context.expect.poll(() => processesOf(node.root)).toHaveLength(2);
    });

    test("says more than SSM keeps, the end is among what it keeps", async (context) => {
      const line = (length: number) => `head -c ${length} /dev/zero | tr '\\0' x; echo`;
      const chatter = [line(5_000_000), "seq 9999", line(3_000), "echo last words; exit 3"];
      const [node, result] = await withUpdater(chatter.join("\n"), context);

      expect(await node.run()).toMatchObject({ ...result, exitCode: 3 });

      // GetCommandInvocation returns the first 24,000 characters.
      expect(node.output.length).toBeLessThan(24_000);
      expect(node.output).toMatch(/\| last words\n(.*Z waiting .*\n)+.*EXIT CODE 3: .*\n$/);
      expect(node.updaterLog.length).toBeGreaterThan(5_000_000);
    });
  });

  test("a success fits what a list of invocations shows of it, however much the updater says", async (context) => {
    const [node] = await withUpdater("head -c 9000 /dev/zero | tr '\\0' x | fold -w 1000", context);

    expect(await node.run()).toMatchObject({ exitCode: 0 });

    // Else its last line is read with a call of its own, for each instance.
    expect(node.output.length).toBeLessThan(2_500);
  });

  describe.concurrent("when another run", () => {
    test("is under way, it does nothing and disturbs nothing", async (context) => {
      const [node, result] = await withUpdater(untilGo, context);
      const first = node.resultOf(() => node.begin());
      await context.expect.poll(() => node.runs()).toHaveLength(1);

      expect(await node.run()).toMatchObject({
        exitCode: 210,
        runs: [],
        verdict: expect.stringMatching(
          /^EXIT CODE 210: nothing was done, because something else holds the lock/,
        ),
      });

      mkdirSync(`${node.root}/go`);
      expect(await first).toEqual({ ...result, exitCode: 0 });
    });

    test("lets go of the lock in a moment, it waits for that", async (context) => {
      const [node, result] = await withUpdater("", context, { limits: { lockSeconds: 30 } });
      node.spawn(["flock", node.paths.lock, "bash", "-c", untilGo], []);
      await context.expect.poll(() => node.lockIsFree()).toBe(false);

      const run = node.run();
      const calls = () => readFileSync(`${node.root}/records/flock`, "utf8");
      await context.expect.poll(calls).toContain("--wait");
      mkdirSync(`${node.root}/go`);
      expect(await run).toMatchObject({ ...result, exitCode: 0 });
    });

    test("was killed by SSM, its updater goes on and keeps the lock", async (context) => {
      const [node] = await withUpdater(untilGo, context);
      const first = node.begin();
      await context.expect.poll(() => node.runs()).toHaveLength(1);
      signalGroup(first, "SIGKILL");

      expect(await node.run()).toMatchObject({ exitCode: 210, runs: [] });

      mkdirSync(`${node.root}/go`);
      // After the updater, what puts the instance back has the lock.
      const isBack = () => !existsSync(node.paths.outOfService) && node.lockIsFree();
      await context.expect.poll(isBack).toBe(true);
      expect(await node.run()).toMatchObject({ exitCode: 0, runs: ["0022"] });
    });
  });

  describe.concurrent("when there is no updater", () => {
    test("fetches, installs and runs it", async (context) => {
      const node = await givenNode(context, { passwordEnd: " \"'\\$HOME" });
      rmSync(node.paths.updater);

      expect(await node.run()).toMatchObject({ ...ran(node.updater("1")), exitCode: 0 });

      expect(node.output).toMatch(/there is no updater\n.*downloading .*\n.*is installed\n/);
    });

    test.for([
      ["the secret has no value", { secret: () => undefined }, "the secret has no value yet"],
      [
        "the password is refused",
        { secret: (right: string) => right.replace('"password":"', '"password":"not-') },
        "HTTP status 401",
      ],
    ] as const)("and %s, it says what to mend", async ([_what, options, reason], context) => {
      const node = await givenNode(context, options);
      rmSync(node.paths.updater);

      expect(await node.run()).toEqual({
        ...unharmed,
        updater: undefined,
        runs: [],
        exitCode: 211,
        verdict: expect.stringMatching(
          /^EXIT CODE 211: there is no updater at .*Mend what the lines above say/,
        ),
      });

      expect(node.output).toContain(reason);
    });
  });

  describe.concurrent("does not run", () => {
    test("an updater that isn't executable", async (context) => {
      const node = await givenNode(context);
      chmodSync(node.paths.updater, 0o644);

      expect(await node.run()).toMatchObject({
        exitCode: 212,
        runs: [],
        verdict: expect.stringMatching(/^EXIT CODE 212: .* is not an executable file/),
      });
    });

    test("a folder in the updater's place", async (context) => {
      const node = await givenNode(context);
      rmSync(node.paths.updater);
      mkdirSync(node.paths.updater);
      const run = node.begin();

      expect(await once(run, "exit")).toEqual([212, null]);
    });
  });

  describe.concurrent("says that it broke off when", () => {
    test("it is interrupted", async (context) => {
      const [node] = await withUpdater("sleep 600", context);
      const script = node.begin();
      await context.expect.poll(() => node.runs()).toHaveLength(1);
      signalGroup(script, "SIGTERM");

      await context.expect
        .poll(() => node.output)
        .toMatch(/EXIT CODE 216: the script was interrupted\. .* keeps the lock .*\n$/);
      expect(node.lockIsFree()).toBe(false);
    });

    test("there is no place for the lock", async (context) => {
      const node = await givenNode(context);
      rmSync(dirname(node.paths.lock), { recursive: true });

      expect(await node.run()).toMatchObject({
        exitCode: 216,
        runs: [],
        verdict: expect.stringMatching(/^EXIT CODE 216: the script did not come to its end\./),
      });
    });
  });
});

/** Signals a script and what it started, but not what has a process group of its own. */
function signalGroup({ pid = Number.NaN }: ChildProcess, signal: NodeJS.Signals): void {
  process.kill(-pid, signal);
}
