import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describeWithTools } from "../../../../../support/external-tools";
import { TOOLS } from "../instance";
import { endProcesses, processesOf } from "../observation";
import {
  answering,
  givenNode,
  type ManagedNode,
  type NodeOptions,
  patient,
  ran,
  type TargetGroup,
  type TargetGroupOptions,
  targetGroup,
} from "./managed-node";

type Context = Parameters<typeof givenNode>[0];

async function given(
  context: Context,
  options: TargetGroupOptions = {},
  more: Partial<NodeOptions> = {},
): Promise<[ManagedNode, TargetGroup]> {
  const targets = targetGroup(options);
  return [await givenNode(context, { ...more, targets }), targets];
}

/** What SSM's agent does to a script that is cancelled, or whose time is up. */
function kill({ pid = Number.NaN }: ChildProcess): void {
  process.kill(-pid, "SIGKILL");
}

/** A node whose application answers only when somebody has mended it. */
async function givenBroken(context: Context): Promise<[ManagedNode, TargetGroup]> {
  const [node, targets] = await given(
    context,
    {},
    {
      application: (_request, response) => {
        response.writeHead(existsSync(`${node.root}/mended`) ? 200 : 503).end();
      },
      limits: { healthSeconds: 1 },
    },
  );
  return [node, targets];
}
const mend = ({ root }: ManagedNode) => mkdirSync(`${root}/mended`);

const isOut = ({ paths }: ManagedNode) => existsSync(paths.outOfService);
const log = ({ paths }: ManagedNode) =>
  existsSync(paths.updaterLog) ? readFileSync(paths.updaterLog, "utf8") : "";
const gate = "until [[ -e $INSTANCE_ROOT/go ]]; do sleep 0.1; done";

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
      ["the targets can't be read", { refused: ["list"] }, {}, []],
      ["it may not leave", { refused: ["deregister"] }, {}, ["register"]],
      ["it isn't let go", { leaving: ["draining"] }, {}, ["deregister", "register"]],
      ["nothing would put it back", {}, { commands: { systemctl: "exit 1" } }, []],
    ] as const)("%s", async ([_what, options, more, changes], context) => {
      const limits = { targetCallSeconds: 2, drainSeconds: 2 };
      const [node, targets] = await given(context, options, { ...more, limits });

      expect(await node.run()).toMatchObject({ exitCode: 217, runs: [] });

      expect(targets.changes).toEqual(changes);
      expect(isOut(node)).toBe(false);
    });
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
      await context.expect.poll(() => log(node), patient).toContain("OUT OF SERVICE: the applic");
      expect([isOut(node), targets.changes]).toEqual([true, ["deregister"]]);

      mend(node);
      await context.expect.poll(() => log(node), patient).toContain("PUT BACK: ");
      expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
    });

    test("what waits for its health is in no other run's way", async (context) => {
      const [node, targets] = await givenBroken(context);
      await node.run();
      await context.expect.poll(() => log(node), patient).toContain("OUT OF SERVICE: ");

      node.install(node.updater("2", 'sleep 1; mkdir "$INSTANCE_ROOT/mended"'));
      expect(await node.run()).toMatchObject({ exitCode: 0, runs: ["0022"] });

      expect(node.output).toContain("an earlier run has left this instance out");
      expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
      await context.expect.poll(() => processesOf(node.root), patient).toEqual([]);
    });

    test.for([
      ["it can't be registered", { refused: ["register"] }, "could not be registered"],
      ["it stays unhealthy", { joining: ["unhealthy"] }, "the load balancer calls it unhealthy"],
    ] as const)("%s", async ([_what, options, reason], context) => {
      const limits = { targetCallSeconds: 2, inServiceSeconds: 2 };
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

  describe.concurrent("killed with all its process group,", () => {
    test("while the instance drains: it is put back", async (context) => {
      const [node, targets] = await given(context, { leaving: ["draining"] });
      const script = node.begin();
      await context.expect.poll(() => node.output, patient).toContain("calls this instance unused");
      kill(script);

      await context.expect
        .poll(() => log(node), patient)
        .toContain("PUT BACK: the load balancer calls the instance healthy");
      expect([node.runs(), isOut(node)]).toEqual([[], false]);
      expect(targets.changes).toEqual(["deregister", "register"]);
    });

    test("while the updater runs: it is put back when that has ended", async (context) => {
      const [node, targets] = await given(context);
      node.install(node.updater("1", gate));
      const script = node.begin();
      await context.expect.poll(() => node.runs(), patient).toHaveLength(1);
      kill(script);

      expect(await node.run()).toMatchObject({ exitCode: 210 });
      expect(targets.changes).toEqual(["deregister"]);

      mkdirSync(`${node.root}/go`);
      await context.expect.poll(() => log(node), patient).toContain("PUT BACK: ");
      expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
    });

    test("while the application restarts: it is put back when that is healthy", async (context) => {
      const [node, targets] = await givenBroken(context);
      const script = node.begin();
      await context.expect
        .poll(() => node.output, patient)
        .toContain("until the application is healthy");
      kill(script);
      await context.expect.poll(() => log(node), patient).toContain("without putting it back");
      mend(node);

      await context.expect.poll(() => log(node), patient).toContain("PUT BACK: ");
      expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
    });

    test("by a restart of the machine: it is put back when that is up", async (context) => {
      const [node, targets] = await given(context);
      node.install(node.updater("1", gate));
      node.begin();
      await context.expect.poll(() => node.runs(), patient).toHaveLength(1);

      await node.restart();

      await context.expect.poll(() => log(node), patient).toContain("PUT BACK: ");
      expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
      await node.restart();
      expect(processesOf(node.root)).toEqual([]);
    });

    test("while the disk is full: it is put back, though nothing can be logged", async (context) => {
      const [node, targets] = await given(context);
      node.install(node.updater("1", gate));
      node.begin();
      await context.expect.poll(() => node.runs(), patient).toHaveLength(1);

      rmSync(node.paths.updaterLog, { force: true });
      symlinkSync("/dev/full", node.paths.updaterLog);
      await node.restart();

      await context.expect.poll(() => isOut(node), patient).toBe(false);
      expect(targets.changes).toEqual(["deregister", "register"]);
    });

    test("while it waits for the load balancer: it is registered", async (context) => {
      const [node, targets] = await given(context, { joining: ["initial"] });
      const script = node.begin();
      await context.expect
        .poll(() => node.output, patient)
        .toContain("calls this instance healthy");
      kill(script);

      await context.expect.poll(() => node.lockIsFree(), patient).toBe(true);
      expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
    });

    test("together with what would put it back: the next run does", async (context) => {
      const [node, targets] = await given(context);
      node.install(node.updater("1", gate));
      node.begin();
      await context.expect.poll(() => node.runs(), patient).toHaveLength(1);
      await endProcesses(node.root);
      mkdirSync(`${node.root}/go`);
      expect([isOut(node), targets.changes]).toEqual([true, ["deregister"]]);

      expect(await node.run()).toMatchObject({ exitCode: 0 });

      expect(node.output).toContain("an earlier run has left this instance out");
      expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
    });
  });
});
