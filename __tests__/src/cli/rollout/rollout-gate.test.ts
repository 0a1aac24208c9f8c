import { describe, expect, it } from "vitest";
import { describeWithTools } from "../../../support/external-tools";
import { anEnvironment, aReport } from "../../operations/drift/reports/sample-reports";
import { repositoryIn } from "../repository";
import { Account, a, environmentId as uat } from "./rollout-account";

const file = "drift.json";
const gated = [uat, "--drift-report", file];

/** The report of a check of some minutes ago. */
function inSync(commit: string | null, minutes: number) {
  const plannedAt = new Date(Date.now() - minutes * 60_000).toISOString();
  return anEnvironment({ commit, plannedAt });
}

describeWithTools("a rollout with --drift-report", ["git", "mkfifo"], () => {
  describe.concurrent("is gated", () => {
    it.each([
      [29, []],
      [31, ["--drift-report-max-age", "35"]],
    ])(
      "begins when all is in sync at this commit, %i minutes ago with %j",
      async (age, options) => {
        await using account = await Account.with([a]);
        const { commit, env } = repositoryIn(account.folder);
        const other = anEnvironment({ environment: "production-us-east-1", verdict: "DRIFTED" });
        account.folder.write(file, aReport(other, inSync(commit, age)));
        const { status, stdout } = await account.run([...gated, ...options], env);
        expect(status, stdout).toBe(0);
        expect(stdout).toMatch(/The drift check of .* says IN_SYNC for this commit\n/);
        expect(stdout).not.toContain("No drift check gates this rollout");
      },
    );

    it.each<[string, (commit: string) => unknown, string]>([
      ["drifted", (commit) => ({ ...inSync(commit, 1), verdict: "DRIFTED" }), "says DRIFTED"],
      ["too old", (commit) => inSync(commit, 31), "32 minutes old, and 30 are allowed"],
      ["no JSON", () => "IN_SYNC", "can't be read, or is none"],
      ["missing", () => undefined, `${file} can't be read: no such file or directory (ENOENT)`],
    ])("is refused when the report is %s", async (_, report, reason) => {
      await using account = await Account.with([a]);
      const { commit, env } = repositoryIn(account.folder);
      const content = report(commit);
      if (content !== undefined) account.folder.write(file, content);
      const { status, stdout } = await account.run(gated, env);
      expect(status).toBe(1);
      expect(stdout).toMatch(/^ERROR uat-us-east-1: nothing is known to have been sent\n/);
      expect(stdout).toContain(reason);
      expect(account.server.received).toEqual([]);
    });

    it("is refused when a tracked file differs from the commit that was checked", async () => {
      await using account = await Account.with([a]);
      const { commit, env } = repositoryIn(account.folder);
      account.folder.write("repository/code", "second");
      account.folder.write(file, inSync(commit, 1));
      const { status, stdout } = await account.run(gated, env);
      expect(status).toBe(1);
      expect(stdout).toContain(`the code here is ${commit}-dirty`);
    });

    it("is refused when the report is a pipe, and doesn't wait for who may never write to it", async () => {
      await using account = await Account.with([a]);
      const { status, stdout } = await account.shell(`mkfifo ${file}; rollout ${gated.join(" ")}`);
      expect(status).toBe(1);
      expect(stdout).toContain(`The drift report ${file} is not a regular file`);
      expect(account.server.received).toEqual([]);
    });

    it("is refused where git can't tell the commit, as a dry run too", async () => {
      await using account = await Account.with([a]);
      account.folder.write(file, inSync(null, 1));
      const args = [...gated, "--dry-run"];
      const { status, stdout } = await account.run(args, { GIT_DIR: account.folder.path });
      expect(status).toBe(1);
      expect(stdout).toContain("Git can't tell which commit is checked out");
    });

    it("resumes whatever the report says", async () => {
      await using account = await Account.with([a]);
      const { commandId } = account.world.sendByOther().props;
      const { status } = await account.run([...gated, "--resume", commandId]);
      expect(status).toBe(0);
    });
  });
});
