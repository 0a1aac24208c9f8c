import { cpSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { describeWithTools } from "../support/external-tools";
import { ProjectCopy } from "./project-copy";

/** A copy of the project that is a repository with one commit of it all. */
function repository(): ProjectCopy {
  const copy = new ProjectCopy();
  const lock = "package-lock.json";
  cpSync(path.resolve(__dirname, "../..", lock), path.join(copy.folder, lock));
  for (const args of [
    ["init", "--quiet", "--initial-branch=main"],
    ["add", "--", ".", ":!node_modules"],
    ["-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "--message=x"],
  ]) {
    const { status, stderr } = copy.run("git", args);
    expect(status, stderr).toBe(0);
  }
  return copy;
}

describeWithTools("bin/synthesized-difference", ["bash", "git"], () => {
  it("shows each environment's change, and nothing of the others", () => {
    using copy = repository();
    const none = copy.run("bin/synthesized-difference", ["main"]);
    expect(none).toMatchObject({ status: 0, stdout: "No environment changes against main.\n" });

    copy.editEnvironment(
      "production-us-west-2",
      "...production,",
      "...production, fleet: { ...production.fleet, cpuTargetPercent: 45 },",
    );
    const { status, stdout } = copy.run("bin/synthesized-difference", ["main"]);
    expect(status).toBe(0);
    expect(stdout.match(/^diff --git .*$/gm)).toEqual([
      "diff --git a/before/stacks/production-us-west-2/cdk.tf.json b/after/stacks/production-us-west-2/cdk.tf.json",
    ]);
    expect(stdout.match(/^[-+] .*$/gm)).toEqual([
      '-          "target_value": 50',
      '+          "target_value": 45',
      // The line of the dashboard.
      '-                      "value": 50',
      '+                      "value": 45',
    ]);
    copy.editEnvironment(
      "uat-us-east-1",
      "...everywhere,",
      "...everywhere, application: { port: 8081, restartSeconds: 60 },",
    );
    const port = copy.run("bin/synthesized-difference", ["main"]).stdout;
    expect(port).toMatch(/^\+ .*"readonly HEALTH_URL='http:\/\/127\.0\.0\.1:8081/m);
    for (const line of port.split("\n")) expect(line.length).toBeLessThan(1_000);
    // The working tree's own output is left alone.
    expect(copy.run("git", ["status", "--porcelain"]).stdout).toBe(
      " M src/systems/test-app/environments.ts\n?? node_modules\n",
    );
  });

  it("fails for a revision that isn't there, and for what can't be synthesized", () => {
    using copy = repository();
    const unknown = copy.run("bin/synthesized-difference", ["origin/main"]);
    expect(unknown).toMatchObject({ status: 1, stdout: "" });
    expect(unknown.stderr).toContain("There is no revision origin/main here: fetch it");
    expect(copy.run("bin/synthesized-difference", []).status).toBe(64);

    copy.editEnvironment("uat-us-east-1", "...fleet,", "...fleet, maximumInstances: 2,");
    const mistake = copy.run("bin/synthesized-difference", ["main"]);
    expect(mistake).toMatchObject({ status: 78, stdout: "" });
    expect(mistake.stderr).toContain("The configuration has 1 mistake");
  });
});
