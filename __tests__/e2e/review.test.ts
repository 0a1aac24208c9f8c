import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { commentLimit } from "../../src/operations/report/markdown";
import { type ReviewReport, reviewReportSchema } from "../../src/operations/review/report";
import { describeWithTools } from "../support/external-tools";
import { type Ended, ProjectCopy } from "./project-copy";

/** A copy of the project in a folder of a repository, which has one commit of it all and hooks that fail. */
function repository(): ProjectCopy {
  const root = mkdtempSync(path.join(tmpdir(), "test-app-repository-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const copy = new ProjectCopy(path.join(root, "infrastructure"));
  const lock = "package-lock.json";
  cpSync(path.resolve(__dirname, "../..", lock), path.join(copy.folder, lock));
  git(copy, "init", "--quiet", "--initial-branch=main", root);
  git(copy, "add", "--", ".", ":!node_modules");
  git(copy, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "x");
  writeFileSync(path.join(root, ".git/hooks/post-checkout"), "#!/bin/sh\nexit 1\n", {
    mode: 0o755,
  });
  return copy;
}

function git(copy: ProjectCopy, ...args: string[]): Ended {
  const ended = copy.run("git", args);
  expect(ended.status, ended.stderr).toBe(0);
  return ended;
}

function reportOf(copy: ProjectCopy): ReviewReport {
  const text = readFileSync(path.join(copy.folder, "review.json"), "utf8");
  return reviewReportSchema.parse(JSON.parse(text));
}

describeWithTools("bin/testapp review", ["git"], () => {
  it("says what changes in which environments, and leaves everything as it was", () => {
    using copy = repository();
    const none = copy.run("bin/testapp", ["review", "main"]);
    expect(none).toMatchObject({ status: 0, stdout: "No environment changes against main.\n" });

    copy.editEnvironment(
      "production-us-west-2",
      "...production,",
      "...production, fleet: { ...production.fleet, maximumInstances: 5 },",
    );
    const args = ["review", "main", "--json", "review.json", "--markdown", "review.md"];
    const { status, stdout } = copy.run("bin/testapp", args);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^# Review: DANGEROUS\n\nSomething dangerous changes: 1 danger in 1 of \d+/,
    );
    expect(stdout).toMatch(/`max_size` `\d+` → `5`/);
    expect(stdout).toContain("docs/review.md#dangerous");
    expect(readFileSync(path.join(copy.folder, "review.md"), "utf8")).toBe(stdout);
    expect(stdout.length).toBeLessThan(commentLimit);
    const report = reportOf(copy);
    expect(report.dangers).toMatchObject([
      { rule: "capacity-lowered", environments: ["production-us-west-2"] },
    ]);
    expect(copy.run("bin/testapp", [...args, "--fail-on", "dangerous"]).status).toBe(2);

    // What is here stays, and git knows of no further worktree.
    expect(git(copy, "worktree", "list").stdout.trim().split("\n")).toHaveLength(1);
    expect(existsSync(path.join(copy.folder, "cdktf.out"))).toBe(false);
    expect(git(copy, "status", "--porcelain").stdout).toBe(
      " M infrastructure/src/systems/test-app/environments.ts\n?? infrastructure/node_modules\n?? infrastructure/review.json\n?? infrastructure/review.md\n",
    );
  });

  it("fails for a revision that isn't there, and for what can't be synthesized", () => {
    using copy = repository();
    const unknown = copy.run("bin/testapp", ["review", "origin/main", "--fail-on", "dangerous"]);
    expect(unknown.status).toBe(1);
    expect(unknown.stdout).toContain("There is no revision origin/main here: name a commit");
    expect(copy.run("bin/testapp", ["review"]).status).toBe(64);
    expect(copy.run("bin/testapp", ["review", "--output=x"]).status).toBe(64);

    copy.editEnvironment("uat-us-east-1", "...fleet,", "...fleet, maximumInstances: 2,");
    const mistake = copy.run("bin/testapp", ["review", "main"]);
    expect(mistake.status).toBe(1);
    expect(mistake.stdout).toContain("The working tree can't be synthesized:");
    expect(mistake.stdout).toContain("The configuration has 1 mistake");
  });
});
