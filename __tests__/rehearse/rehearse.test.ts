import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { describeWithTools } from "../support/external-tools";

async function rehearse(...args: string[]) {
  const script = ["--import", "tsx", path.join(__dirname, "rehearse.ts"), ...args];
  const child = spawn(process.execPath, script, { stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { status, stdout, stderr };
}

describeWithTools("npm run rehearse", ["terraform", "python3", "moto_server", "git"], () => {
  it("plays an update with the real commands, up to what fails", async () => {
    const { status, stdout, stderr } = await rehearse(
      "--with-failing-instance",
      "production-us-east-1",
    );
    expect(status, stderr).toBe(2);
    expect(stdout).toContain("testapp bake uat-us-east-1: exit code 0");
    expect(stdout).toContain("testapp rollout production-us-east-1: exit code 2");
    expect(stdout).not.toContain("testapp bake production-us-east-1");
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(
      "update, not well: production-us-east-1 (rollout FAILED); not touched: production-us-west-2, production-eu-west-1; well: uat-us-east-1",
    );
  }, 300_000);

  it("changes nothing when an environment has drifted", async () => {
    const { status, stdout, stderr } = await rehearse("--with-drift", "production-us-west-2");
    expect(status, stderr).toBe(2);
    expect(stdout).not.toContain("testapp rollout");
    expect(stdout).toContain("not well: production-us-west-2 (drift-check DRIFTED)");
  }, 300_000);

  it("knows the environments", async () => {
    const { status, stderr } = await rehearse("--with-drift", "uat");
    expect(status).toBe(64);
    expect(stderr).toContain("Allowed choices are uat-us-east-1");
  });
});
