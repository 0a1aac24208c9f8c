import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { isRunning } from "../../src/operations/terraform/processes/processes";
import { until } from "../e2e/drift/until";
import { describeWithTools } from "../support/external-tools";
import { freshClone, Rehearsal } from "./running";

const minutes = 60_000;

/** Ctrl-C has ended it, and nothing that it had started or made is left. */
async function leavesNothing(rehearsal: Rehearsal): Promise<string> {
  const started = rehearsal.processes;
  expect(started).not.toEqual([]);
  rehearsal.interrupt();
  const { status, stdout, stderr } = await rehearsal.ended;
  expect(status, stdout + stderr).toBe(130);
  expect(started.filter(isRunning)).toEqual([]);
  expect(readdirSync(rehearsal.temporaryFolder)).toEqual([]);
  return stdout;
}

describeWithTools(
  "npm run rehearse, interrupted",
  ["terraform", "python3", "moto_server", "git"],
  () => {
    it.each([
      ["the clouds are made", /Terraform has applied/],
      ["all environments are checked", /── Check/],
      ["one is changed", /── Change uat/],
    ])(
      "leaves nothing behind on Ctrl-C while %s",
      async (_, shown) => {
        await using rehearsal = new Rehearsal([]);
        const { index } = await rehearsal.shows(shown);
        const stdout = await leavesNothing(rehearsal);
        // What ran was ended, and nothing more was begun.
        expect(stdout.slice(index)).not.toContain("exit code 0");
        expect(stdout.slice(index)).not.toContain("production-eu-west-1: Terraform has applied");
      },
      5 * minutes,
    );

    it(
      "has Terraform give its lock back on Ctrl-C while it plans",
      async () => {
        await using rehearsal = new Rehearsal([]);
        await rehearsal.shows(/production-eu-west-1: Terraform has applied/);
        // The plan waits for its cloud, so that it is half way when it is interrupted.
        const cloud = rehearsal.cloud("uat-us-east-1");
        cloud.behave({ slow: { seconds: 300 } });
        await cloud.slowRequest();
        expect(await leavesNothing(rehearsal)).toContain(
          "The check was interrupted (SIGINT); Terraform has ended",
        );
      },
      5 * minutes,
    );

    it(
      "leaves nothing behind on Ctrl-C while its tools are installed",
      async () => {
        using clone = freshClone();
        await using rehearsal = new Rehearsal([], { checkout: clone.folder });
        const installed = path.join(clone.folder, ".venv");
        await until(() => existsSync(installed) || rehearsal.hasEnded || undefined);
        await leavesNothing(rehearsal);
        expect(existsSync(installed)).toBe(false);
      },
      5 * minutes,
    );

    it(
      "keeps the cloud until Ctrl-C, so that one can change it by hand and check it",
      async () => {
        await using rehearsal = new Rehearsal(["--keep", "--with-drift", "production-eu-west-1"]);
        const [, file = "", command = "", reports = ""] = await rehearsal.shows(
          /^ {2}(.*\.json)\n(?:.*\n)*? {2}(.*drift-check uat-us-east-1)\nThe reports are in (.*)\n/m,
        );
        const check = () => spawnSync("sh", ["-c", command], { encoding: "utf8" });
        const before = check();
        expect(before.status, before.stderr).toBe(0);
        expect(readFileSync(file, "utf8")).toMatch(/"size": ?1\b/);
        spawnSync("sed", ["-i", 's/"size": *1/"size": 2/', file]);
        const after = check();
        expect(after.status, after.stderr).toBe(2);
        expect(after.stdout).toContain("DRIFTED");
        expect(after.stdout).toContain("size: 2 → 1");
        expect(readdirSync(reports)).toContain("summary.md");
        await leavesNothing(rehearsal);
      },
      5 * minutes,
    );
  },
);
