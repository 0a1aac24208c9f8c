import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { describeWithTools, toolPath } from "../../support/external-tools";
import { StandIn } from "../systems/test-app/scripts/stand-ins";
import { testapp } from "./command-line";

const onTerminal =
  "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

describeWithTools("on a terminal", ["bash", "python3"], () => {
  /** The doctor on a terminal, while the metadata service lets it wait. */
  async function doctor(env: NodeJS.ProcessEnv, ...args: readonly string[]) {
    const metadata = await new StandIn(() => {}).start();
    const { PATH } = process.env;
    const sized = ["bash", "-c", 'stty cols 120 rows 40; exec "$0" "$@"', testapp];
    const command = ["-c", onTerminal, ...sized, "doctor", "uat-us-east-1", ...args];
    const child = spawn(toolPath("python3"), command, {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        PATH,
        TERM: "xterm-256color",
        AWS_CONFIG_FILE: "/nonexistent",
        AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
        AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url,
        ...env,
      },
    });
    try {
      const [output, [status]] = await Promise.all([text(child.stdout), once(child, "close")]);
      return { output, status };
    } finally {
      child.kill("SIGKILL");
      metadata.stop();
    }
  }

  it("it counts while it checks, and shows colours", async () => {
    const { output, status } = await doctor({});
    expect(status).toBe(1);
    expect(output).toMatch(/checking … \d of \d+/);
    expect(output).toContain("\u001b[31mfailed   ");
  });

  it("it shows none with NO_COLOR, and doesn't count in JSON", async () => {
    const { output } = await doctor({ NO_COLOR: "1" }, "--log-format", "json");
    for (const shown of ["checking", "\u001b"]) expect(output).not.toContain(shown);
    expect(output).toContain('"outcome":"NOT_READY"');
    const plain = await doctor({ NO_COLOR: "1" });
    expect(plain.output).toContain("    failed     credentials: ");
  });
});
