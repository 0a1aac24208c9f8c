import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, expect, test } from "vitest";
import type { Seen, Step } from "../../src/cli/secret/secret-account";
import { toolPath } from "../../support/external-tools";
import type { StandInProject } from "../drift/stand-in";
import { describeDriftCheck, things } from "../drift/suite";
import { foundation } from "./suite";

const driver = path.resolve(__dirname, "../../src/cli/secret/terminal.py");
const { template, group } = things;

/** Somebody runs `bin/testapp apply` at a terminal. */
async function atTerminal(here: StandInProject, steps: readonly Step[]): Promise<Seen> {
  const synthesized = await here.synthesize();
  const argv = [
    path.join(here.folder, "bin/testapp"),
    "apply",
    foundation,
    "--synthesized",
    synthesized,
  ];
  const child = spawn(toolPath("python3"), [driver], {
    cwd: here.folder,
    env: { ...here.environment, TERM: "xterm" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify({ argv, steps }));
  return JSON.parse(await text(child.stdout));
}

describeDriftCheck("an apply at a terminal", [foundation], (project) => {
  beforeAll(() => project().useQuickCdktf());
  const long = `${"x".repeat(200)}-the-end`;
  const code = {
    template: { ...template, content: "new" },
    group: { ...group },
    added: { content: long },
  };

  test("shows the plan and asks, and only yes means yes", async () => {
    const here = project();
    here.write(foundation, code);
    const question = `Write yes to apply it to ${foundation}:`;
    const declined = await atTerminal(here, [{ until: question, send: "y\r" }]);
    expect(declined.status, declined.output).toBe(1);
    expect(declined.output).toContain(`DECLINED`);
    expect(declined.output.indexOf("pending update")).toBeGreaterThan(0);
    // What is created too, to its end.
    expect(declined.output.indexOf(`content: "${long}"`)).toBeGreaterThan(0);
    expect(declined.output.indexOf(long)).toBeLessThan(declined.output.indexOf(question));
    expect(declined.output.indexOf("pending update")).toBeLessThan(
      declined.output.indexOf(question),
    );
    expect(here.cloud(foundation).read("template").content).toBe("as written");

    const interrupted = await atTerminal(here, [{ until: question, send: "\u0003" }]);
    expect(interrupted.status, interrupted.output).toBe(130);
    expect(interrupted.output).toContain("INTERRUPTED");
    expect(interrupted.echoAfter).toBe(true);
    expect(here.cloud(foundation).read("template").content).toBe("as written");

    const agreed = await atTerminal(here, [{ until: question, send: "yes\r" }]);
    expect(agreed.status, agreed.output).toBe(0);
    expect(agreed.output).toContain("folder_thing.template: update done");
    expect(here.cloud(foundation).read("template").content).toBe("new");
  });

  test("asks for the name where something is deleted", async () => {
    const here = project();
    const { group: _, ...rest } = code;
    here.write(foundation, rest);
    const question = `This deletes (1 destructive). Write ${foundation} to apply it:`;
    const declined = await atTerminal(here, [{ until: question, send: "yes\r" }]);
    expect(declined.status, declined.output).toBe(1);
    expect(here.cloud(foundation).read("group").name).toBe("group");
    const agreed = await atTerminal(here, [{ until: question, send: `${foundation}\r` }]);
    expect(agreed.status, agreed.output).toBe(0);
    expect(() => here.cloud(foundation).read("group")).toThrow("ENOENT");
  });
});
