import { mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { describeWithTools } from "../../../../../support/external-tools";
import { TOOLS } from "../instance";
import { processesOf } from "../observation";
import { answering, givenNode, type ManagedNode, ran, targetGroup } from "./managed-node";
import { given, givenBroken, isOut, log, mend } from "./target";

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describeWithTools("the updater document's script and the target group", TOOLS, () => {
  describe.concurrent("while it updates", () => {
    test("the instance is out, and it is back before the run ends", async (context) => {
      const leaving = ["draining", "draining", "unused"];
      const [node, targets] = await given(context, {
        leaving,
        joining: ["initial", "initial", "healthy"],
      });

      expect(await node.run()).toMatchObject({ ...ran(node.updater("1")), exitCode: 0 });

      expect(targets.changes).toEqual(["deregister", "register"]);
      expect(node.output).toMatch(
        /calls this instance unused\n.*running the updater\n(.*\n)*.*waiting until the application is healthy.*\n.*calls this instance healthy\n/,
      );
      expect(isOut(node)).toBe(false);
    });

    test("the same with the AWS CLI itself", async (context) => {
      const [node, targets] = await given(
        context,
        { leaving: ["draining", "unused"], joining: ["initial", "healthy"] },
        { shortcuts: {} },
      );

      expect(await node.run()).toMatchObject({ ...ran(node.updater("1")), exitCode: 0 });

      expect(targets.changes).toEqual(["deregister", "register"]);
    });

    test("an unhealthy instance takes nothing from the others", async (context) => {
      const [node, targets] = await given(context, { state: "unhealthy", others: 0 });

      expect(await node.run()).toMatchObject({ exitCode: 0 });

      expect(targets.changes).toEqual(["deregister", "register"]);
    });
  });

  describe.concurrent("does not update when", () => {
    test("updates are held: it fetches nothing, and stays in service", async (context) => {
      const updates = () => "held: 1.9 is bad (by somebody)";
      const [node, targets] = await given(context, {}, { updates });
      rmSync(node.paths.updater);

      expect(await node.run()).toMatchObject({
        exitCode: 220,
        runs: [],
        updater: undefined,
        verdict:
          "EXIT CODE 220: nothing was done, because updates are held: 1.9 is bad (by somebody). Roll out again once they are enabled.",
      });

      expect(node.secrets.requests).toEqual([]);
      expect(targets.changes).toEqual([]);
    });

    test("updates are held while it leaves: it is put back", async (context) => {
      const updates = (nth: number) => (nth === 1 ? "enabled" : "held: 1.9 is bad");
      const [node, targets] = await given(context, {}, { updates });

      expect(await node.run()).toMatchObject({
        exitCode: 220,
        runs: [],
        verdict: expect.stringMatching(
          /^EXIT CODE 220: the updater did not run, because updates are held: 1\.9 is bad; the instance is in service again\./,
        ),
      });

      expect(targets.changes).toEqual(["deregister", "register"]);
    });

    test("too few others would serve", async (context) => {
      const [node, targets] = await given(context, { others: 1 });

      expect(await node.run()).toMatchObject({
        exitCode: 219,
        runs: [],
        verdict: expect.stringMatching(
          /^EXIT CODE 219: only 1 other instances are in service, and 2 must be/,
        ),
      });

      expect(targets.changes).toEqual([]);
    });

    test.for([
      ["the targets can't be read", { failing: ["list"] }, {}, []],
      ["it can't leave", { failing: ["deregister"] }, {}, ["register"]],
      ["it isn't let go", { leaving: ["draining"] }, {}, ["deregister", "register"]],
      ["nothing would put it back", {}, { commands: { systemctl: "exit 1" } }, []],
    ] as const)("%s", async ([_what, options, more, changes], context) => {
      // All calls share this limit: enough for those that succeed, short for the one that can't.
      const limits = { targetCallSeconds: 10, drainSeconds: 2 };
      const [node, targets] = await given(context, options, { ...more, limits });

      expect(await node.run()).toMatchObject({ exitCode: 217, runs: [] });

      expect(targets.changes).toEqual(changes);
      expect(isOut(node)).toBe(false);
    });
  });

  test.for([
    ["list", 217],
    ["deregister", 217],
    ["register", 218],
  ] as const)("%s isn't tried again where it is denied", async ([call, exitCode], context) => {
    const [node] = await given(context, { refused: [call] });

    expect(await node.run()).toMatchObject({ exitCode });

    expect(node.output).toContain(`${call} is refused`);
    expect(node.output).not.toContain("trying again");
  });

  test("what puts it back is on the disk before it leaves", async (context) => {
    const targets = targetGroup();
    let before = "";
    const node: ManagedNode = await givenNode(context, {
      commands: { sync: 'PATH=${PATH#*:} exec sync "$@"' },
      targets: {
        ...targets,
        deregister: (id) => {
          before = readFileSync(`${node.root}/calls`, "utf8");
          targets.deregister(id);
        },
      },
    });

    expect(await node.run()).toMatchObject({ exitCode: 0 });

    const { outOfService, guardScript, guardUnit } = node.paths;
    const files = [outOfService, guardScript, guardUnit];
    const synced = /^sync (.*)$/m.exec(before)?.[1]?.split(" ");
    expect(synced).toEqual(
      expect.arrayContaining([
        ...files,
        ...files.map(dirname),
        `${dirname(guardUnit)}/multi-user.target.wants`,
      ]),
    );
    expect(before.indexOf("sync ")).toBeGreaterThan(before.indexOf("--quiet enable"));
  });

  test("folders that others may use are theirs to read, and stay as they are", async (context) => {
    const node = await givenNode(context);
    mkdirSync(dirname(node.paths.updaterLog), { mode: 0o750 });

    expect(await node.run()).toMatchObject({ exitCode: 0 });

    expect(modeOf(dirname(node.paths.outOfService))).toBe("755");
    expect(modeOf(dirname(node.paths.updaterLog))).toBe("750");
  });

  describe.concurrent("never puts in what isn't to serve:", () => {
    test.for(["Terminated", "Standby", "Detached"])("%s before", async (lifecycle, context) => {
      const [node, targets] = await given(context, {}, { lifecycle: () => lifecycle });

      expect(await node.run()).toMatchObject({
        exitCode: 0,
        runs: ["0022"],
        verdict: expect.stringContaining(`Auto Scaling means the instance to be ${lifecycle}`),
      });

      expect(targets.changes).toEqual([]);
    });

    test.for([
      ["while it updates", 2, ["deregister"]],
      ["as it is registered", 3, ["deregister", "register", "deregister"]],
    ] as const)("taken away %s", async ([_when, from, changes], context) => {
      const lifecycle = (nth: number) => (nth < from ? "InService" : "Terminated");
      const [node, targets] = await given(context, {}, { lifecycle });

      expect(await node.run()).toMatchObject({ exitCode: 0, runs: ["0022"] });

      expect(targets.changes).toEqual(changes);
      expect(isOut(node)).toBe(false);
    });

    test("but what leaves Standby while it is updated is to serve", async (context) => {
      const lifecycle = (nth: number) => (nth < 2 ? "Standby" : "InService");
      const [node, targets] = await given(context, { state: "unused" }, { lifecycle });

      expect(await node.run()).toMatchObject({
        exitCode: 0,
        runs: ["0022"],
        verdict: expect.stringContaining("the instance is in service again"),
      });

      expect(targets.changes).toEqual(["register"]);
    });

    test.for(["unused", "draining"])("%s by somebody else's doing", async (state, context) => {
      const [node, targets] = await given(context, { state });

      expect(await node.run()).toMatchObject({
        exitCode: 218,
        runs: ["0022"],
        verdict: expect.stringContaining(`was not in its target group (${state})`),
      });

      expect(targets.changes).toEqual([]);
    });
  });

  describe.concurrent("says so when the instance doesn't serve again:", () => {
    test("its application isn't healthy; it is put back as soon as that is", async (context) => {
      const [node, targets] = await givenBroken(context);

      expect(await node.run()).toMatchObject({
        exitCode: 215,
        verdict: expect.stringContaining("; the instance is left out of its target group"),
      });
      await context.expect.poll(() => log(node)).toContain("OUT OF SERVICE: the applic");
      expect([isOut(node), targets.changes]).toEqual([true, ["deregister"]]);

      mend(node);
      await context.expect.poll(() => log(node)).toContain("PUT BACK: ");
      expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
    });

    test("what waits for its health is in no other run's way", async (context) => {
      const [node, targets] = await givenBroken(context);
      await node.run();
      await context.expect.poll(() => log(node)).toContain("OUT OF SERVICE: ");

      node.install(node.updater("2", 'sleep 1; mkdir "$INSTANCE_ROOT/mended"'));
      expect(await node.run()).toMatchObject({ exitCode: 0, runs: ["0022"] });

      expect(node.output).toContain("an earlier run has left this instance out");
      expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
      await context.expect.poll(() => processesOf(node.root)).toEqual([]);
    });

    test("what waits for its health says nothing of what others make of it", async (context) => {
      let lifecycle = "InService";
      const limits = { healthSeconds: 1, inServiceSeconds: 1 };
      const [node, targets] = await given(
        context,
        {},
        { application: answering(503), limits, lifecycle: () => lifecycle },
      );
      await node.run();
      await context.expect.poll(() => log(node)).toContain("OUT OF SERVICE: the applic");

      lifecycle = "Standby";
      expect((await node.run()).verdict).toContain("Auto Scaling means the instance to be Standby");

      await context.expect.poll(() => processesOf(node.root)).toEqual([]);
      expect([isOut(node), targets.changes]).toEqual([false, ["deregister"]]);
      expect(log(node)).not.toContain("is registered again");
    });

    test("what can't register it is in no other run's way", async (context) => {
      const limits = { targetCallSeconds: 15, lockSeconds: 5 };
      const [node, targets] = await given(context, { failing: ["register"] }, { limits });
      expect(await node.run()).toMatchObject({ exitCode: 218 });
      const attempts = targets.asked.length;
      await context.expect.poll(() => targets.asked.length).toBeGreaterThan(attempts);

      // Its own attempts fail, too.
      expect(await node.run()).toMatchObject({ exitCode: 218, runs: ["0022"] });
    });

    test("what it says stands in the log, though that is rotated", async (context) => {
      const [node] = await givenBroken(context);
      await node.run();
      await context.expect.poll(() => log(node)).toContain("OUT OF SERVICE: ");

      renameSync(node.paths.updaterLog, `${node.paths.updaterLog}.1`);
      mend(node);

      await context.expect.poll(() => log(node)).toContain("PUT BACK: ");
    });

    test.for([
      ["it can't be registered", { failing: ["register"] }, "could not be registered"],
      ["it stays unhealthy", { joining: ["unhealthy"] }, "the load balancer calls it unhealthy"],
    ] as const)("%s", async ([_what, options, reason], context) => {
      // All calls share this limit: enough for those that succeed, short for the one that can't.
      const limits = { targetCallSeconds: 10, inServiceSeconds: 2 };
      const [node] = await given(context, options, { limits });

      expect(await node.run()).toMatchObject({
        exitCode: 218,
        runs: ["0022"],
        verdict: expect.stringContaining(reason),
      });
    });

    test("the updater fails and breaks it", async (context) => {
      const [node] = await given(
        context,
        {},
        { application: answering(503), limits: { healthSeconds: 1 } },
      );
      node.install(node.updater("1", "exit 7"));

      expect(await node.run()).toMatchObject({
        exitCode: 7,
        verdict: expect.stringMatching(/with exit code 7; the instance is left out of its target/),
      });
    });
  });
});
