import { existsSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { environmentIds } from "../../src/systems/test-app/environments";
import { processesWith } from "../e2e/drift/process-tree";
import { until } from "../e2e/drift/until";
import { describeWithTools } from "../support/external-tools";
import { freshClone, leavesNothing, Rehearsal } from "./running";

describeWithTools(
  "npm run rehearse, interrupted",
  ["terraform", "python3", "moto_server", "git"],
  () => {
    it("leaves nothing behind on Ctrl-C while the clouds are made", async () => {
      await using rehearsal = new Rehearsal([]);
      await until(() => rehearsal.hasEnded || rehearsal.hasClouds || undefined);
      // Two are made at the same time. They wait for their clouds, so that they are half way when they are interrupted.
      const first = environmentIds.slice(0, 2).map((id) => rehearsal.cloud(id));
      for (const cloud of first) cloud.behave({ slow: { seconds: 300 } });
      for (const cloud of first) await cloud.slowRequest();
      const stdout = await leavesNothing(rehearsal);
      // What ran was ended, and nothing more was begun.
      expect(stdout).not.toContain("Terraform has applied");
      expect(stdout).not.toContain("── Check");
    });

    it("leaves nothing behind on Ctrl-C while an instance runs the script", async () => {
      await using rehearsal = new Rehearsal([]);
      await until(() => rehearsal.hasEnded || rehearsal.runsScript || undefined);
      await leavesNothing(rehearsal);
    });

    it("has Terraform give its lock back on Ctrl-C while it plans", async () => {
      await using rehearsal = new Rehearsal([]);
      await rehearsal.shows(/(Terraform has applied.*){4}/s);
      // The plans wait for their clouds, so that they are half way when they are interrupted, and none ends before.
      for (const id of environmentIds) rehearsal.cloud(id).behave({ slow: { seconds: 300 } });
      // Two are planned at the same time, and Terraform forgets an interrupt that comes before its refresh.
      for (const id of ["uat-us-east-1", "production-us-east-1"])
        await rehearsal.cloud(id).slowRequest();
      const stdout = await leavesNothing(rehearsal);
      expect(stdout).toContain("The check was interrupted (SIGINT); Terraform has ended");
      // Four environments are to be checked, two at the same time: of the others nothing was begun.
      expect(stdout).not.toMatch(/production-(us-west-2|eu-west-1): (?!Terraform has applied)/);
      expect(stdout).not.toContain("── Change");
    });

    it("leaves nothing behind on Ctrl-C while its tools are installed", async () => {
      using clone = freshClone();
      await using rehearsal = new Rehearsal([], { checkout: clone.folder });
      const installed = path.join(clone.folder, ".venv");
      // The folder is there before Python runs, and what starts Python ignores an interrupt.
      await until(() => processesWith(installed).length > 0 || rehearsal.hasEnded || undefined);
      await leavesNothing(rehearsal);
      expect(existsSync(installed)).toBe(false);
    });
  },
);
