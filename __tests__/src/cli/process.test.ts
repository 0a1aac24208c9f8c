import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { describeWithTools, toolPath } from "../../support/external-tools";
import { Folder, testapp } from "./command-line";
import { aPlan, drifted } from "./plans";

/** Runs the shell with the program as `$0`. */
function shell(folder: Folder, command: string, environment: NodeJS.ProcessEnv = {}) {
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...inherited } = process.env;
  const env = { ...inherited, TERM: "xterm-256color", ...environment };
  return spawnSync("bash", ["-c", command, testapp], { cwd: folder.path, encoding: "utf8", env });
}

describeWithTools("the process", ["bash"], () => {
  it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "ends by %s as such, without a report",
    async (signal) => {
      using folder = new Folder();
      const child = spawn(testapp, ["drift-check", "--plan", "-", "--json", "report.json"], {
        cwd: folder.path,
        stdio: ["pipe", "ignore", "ignore"],
      });
      // Part of a plan, so that it waits for the rest.
      child.stdin.write('{"format_version":');
      setTimeout(() => child.kill(signal), 500);
      expect(await once(child, "exit")).toEqual([null, signal]);
      expect(existsSync(path.join(folder.path, "report.json"))).toBe(false);
    },
  );

  it("keeps the verdict's exit code when nobody reads people's text", () => {
    using folder = new Folder();
    // Longer than a pipe holds.
    const plan = aPlan({ code: 60, cloud: 120 });
    const change = plan.resource_drift[0];
    const changes = Array.from({ length: 3000 }, (_, index) => ({
      ...change,
      address: `aws_lb.number${index}`,
    }));
    folder.write("plan.json", { ...plan, resource_drift: changes });
    const { stdout, stderr } = shell(
      folder,
      '"$0" drift-check --verbose --plan plan.json | true; echo "${PIPESTATUS[0]}"',
    );
    expect({ stdout, stderr }).toEqual({ stdout: "2\n", stderr: "" });
  });

  it.each(["--help", "rollout --help"])("helps whoever reads only the beginning: %s", (args) => {
    using folder = new Folder();
    const { stdout, stderr } = shell(folder, `"$0" ${args} | true; echo "\${PIPESTATUS[0]}"`);
    expect({ stdout, stderr }).toEqual({ stdout: "0\n", stderr: "" });
  });

  it("is an ERROR when a report on standard output can't be written", () => {
    using folder = new Folder();
    folder.write("plan.json", drifted);
    const { status, stderr } = shell(
      folder,
      '"$0" drift-check --plan plan.json --json - >/dev/full',
    );
    expect(status).toBe(1);
    expect(stderr).toContain(
      "The report --json can't be written to standard output: no space left on device (ENOSPC)\n",
    );
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("leaves the old report, and nothing else, when the new one doesn't fit", () => {
    using folder = new Folder();
    folder.write("plan.json", drifted);
    folder.write("report.json", "old");
    // No file may grow, as on a disk that is full.
    const command = 'ulimit -f 0; "$0" drift-check --plan plan.json --json report.json';
    const { status, stderr } = shell(folder, command);
    expect(status).toBe(1);
    expect(stderr).toBe(
      "The report --json can't be written to report.json: file too large (EFBIG)\n",
    );
    expect(folder.read("report.json")).toBe("old");
    expect(readdirSync(folder.path).sort()).toEqual(["plan.json", "report.json"]);
  });

  it("says so when people's text can't be written", () => {
    using folder = new Folder();
    folder.write("plan.json", drifted);
    const { status, stderr } = shell(folder, '"$0" drift-check --plan plan.json >/dev/full');
    expect(status).toBe(1);
    expect(stderr).toBe("What people read can't be written: no space left on device (ENOSPC)\n");
  });
});

describeWithTools("colours", ["bash", "python3"], () => {
  const red = "\u001b[";
  // A terminal as standard output, and standard error in a file.
  const onTerminal = (command: string) => {
    const program =
      "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
    return `${toolPath("python3")} -c '${program}' bash -c '${command}' "$0" </dev/null`;
  };
  const command = '"$0" drift-check --plan plan.json 2>errors';

  it("are on a terminal only, also in CI", () => {
    using folder = new Folder();
    folder.write("plan.json", drifted);
    expect(shell(folder, onTerminal(command))).toMatchObject({
      status: 2,
      stdout: expect.stringContaining(red),
    });
    expect(shell(folder, command, { CI: "true" }).stdout).not.toContain(red);
  });

  it("are not where NO_COLOR is set, or the terminal is dumb", () => {
    using folder = new Folder();
    folder.write("plan.json", drifted);
    for (const environment of [{ NO_COLOR: "1" }, { TERM: "dumb" }]) {
      const { status, stdout } = shell(folder, onTerminal(command), environment);
      expect(status).toBe(2);
      expect(stdout).toContain("DRIFTED: the cloud");
      expect(stdout).not.toContain(red);
    }
  });

  it("are decided by the stream that people's text goes to", () => {
    using folder = new Folder();
    folder.write("plan.json", drifted);
    // Standard output is the terminal, but a report goes there.
    const { status } = shell(
      folder,
      onTerminal('"$0" drift-check --plan plan.json --json - 2>errors'),
    );
    expect(status).toBe(2);
    expect(folder.read("errors")).toContain("DRIFTED: the cloud");
    expect(folder.read("errors")).not.toContain(red);
  });
});
