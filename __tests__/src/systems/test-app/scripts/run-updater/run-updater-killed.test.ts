import type { ChildProcess } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describeWithTools } from "../../../../../support/external-tools";
import { TOOLS } from "../instance";
import { endProcesses, processesOf } from "../observation";
import type { Answer } from "../stand-ins";
import { given, isOut, log } from "./target";

/** What SSM's agent does to a script that is cancelled, or whose time is up. */
function kill({ pid = Number.NaN }: ChildProcess): void {
  process.kill(-pid, "SIGKILL");
}

const gate = "until [[ -e $INSTANCE_ROOT/go ]]; do sleep 0.1; done";

describeWithTools(
  "the updater document's script, killed with all its process group,",
  TOOLS,
  () => {
    describe.concurrent("puts the instance back", () => {
      test("while the instance drains: it is put back", async (context) => {
        const [node, targets] = await given(context, { leaving: ["draining"] });
        const script = node.begin();
        await context.expect.poll(() => node.output).toContain("calls this instance unused");
        kill(script);

        await context.expect
          .poll(() => log(node))
          .toContain("PUT BACK: the load balancer calls the instance healthy");
        expect([node.runs(), isOut(node)]).toEqual([[], false]);
        expect(targets.changes).toEqual(["deregister", "register"]);
      });

      test("while the updater runs: it is put back when that has ended", async (context) => {
        const [node, targets] = await given(context);
        node.install(node.updater("1", gate));
        const script = node.begin();
        await context.expect.poll(() => node.runs()).toHaveLength(1);
        kill(script);

        expect(await node.run()).toMatchObject({ exitCode: 210 });
        expect(targets.changes).toEqual(["deregister"]);

        mkdirSync(`${node.root}/go`);
        await context.expect.poll(() => log(node)).toContain("PUT BACK: ");
        expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
      });

      test("while the application restarts: it is put back when that is healthy", async (context) => {
        let status = 503;
        const application: Answer = (_request, response) => response.writeHead(status).end();
        const [node, targets] = await given(context, {}, { application });
        const script = node.begin();
        await context.expect.poll(() => node.output).toContain("until the application is healthy");
        kill(script);
        await context.expect.poll(() => log(node)).toContain("without putting it back");
        status = 200;

        await context.expect.poll(() => log(node)).toContain("PUT BACK: ");
        expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
      });

      test("by a restart of the machine: it is put back when that is up", async (context) => {
        const [node, targets] = await given(context);
        node.install(node.updater("1", gate));
        node.begin();
        await context.expect.poll(() => node.runs()).toHaveLength(1);

        await node.restart();

        await context.expect.poll(() => log(node)).toContain("PUT BACK: ");
        expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
        await node.restart();
        expect(processesOf(node.root)).toEqual([]);
      });

      test("while the disk is full: it is put back, though nothing can be logged", async (context) => {
        const [node, targets] = await given(context);
        node.install(node.updater("1", gate));
        node.begin();
        await context.expect.poll(() => node.runs()).toHaveLength(1);

        rmSync(node.paths.updaterLog, { force: true });
        symlinkSync("/dev/full", node.paths.updaterLog);
        // Nor is there room for a temporary file.
        rmSync(`${node.root}/tmp`, { recursive: true });
        await node.restart();

        await context.expect.poll(() => isOut(node)).toBe(false);
        expect(targets.changes).toEqual(["deregister", "register"]);
      });

      test("while it waits for the load balancer: it is registered", async (context) => {
        const [node, targets] = await given(context, { joining: ["initial"] });
        const script = node.begin();
        await context.expect.poll(() => node.output).toContain("calls this instance healthy");
        kill(script);

        await context.expect.poll(() => node.lockIsFree()).toBe(true);
        expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
      });

      test("together with what would put it back: the next run does", async (context) => {
        const [node, targets] = await given(context);
        node.install(node.updater("1", gate));
        node.begin();
        await context.expect.poll(() => node.runs()).toHaveLength(1);
        await endProcesses(node.root);
        mkdirSync(`${node.root}/go`);
        expect([isOut(node), targets.changes]).toEqual([true, ["deregister"]]);

        expect(await node.run()).toMatchObject({ exitCode: 0 });

        expect(node.output).toContain("an earlier run has left this instance out");
        expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
      });

      test("and the load balancer doesn't call it healthy afterwards: that is no success", async (context) => {
        const limits = { inServiceSeconds: 2 };
        const [node, targets] = await given(context, { joining: ["unhealthy"] }, { limits });
        node.install(node.updater("1", gate));
        const script = node.begin();
        await context.expect.poll(() => node.runs()).toHaveLength(1);
        kill(script);
        mkdirSync(`${node.root}/go`);

        await context.expect.poll(() => log(node)).toContain("OUT OF SERVICE: ");
        expect(log(node)).toContain("the load balancer calls it unhealthy");
        expect(log(node)).not.toContain("PUT BACK");
        expect([isOut(node), targets.changes]).toEqual([false, ["deregister", "register"]]);
      });
    });
  },
);
