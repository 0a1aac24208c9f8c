import { expect, it } from "vitest";
import { describeWithTools } from "../../../support/external-tools";
import { ended, instance, success } from "../../../support/fake-ssm/instances";
import { anEnvironment } from "../../operations/drift/reports/sample-reports";
import { repositoryIn } from "../repository";
import { Account, a, b, c, environmentId as uat } from "./rollout-account";

const unhealthy =
  "2026-11-21T09:43:40Z EXIT CODE 215: the updater succeeded, but the application was not healthy within 90 s; the last answer of http://127.0.0.1:80/health: HTTP status 503; the instance is left out of its target group, because the application is not healthy. Look at the application, then roll out a release that works.";

const printed = `PARTIAL uat-us-east-1: some instances were updated, and others were not or may not have been
  Instances: 1 updated, 1 failed, 1 not updated
  The drift check of 2026-11-21T09:40:12Z says IN_SYNC for this commit
  The restore point of i-0f0a5c1d2e3b4a697 is ami-00000000000000001
  1 failed, 1 not updated, 1 updated
  run id 9cc32052-4ca7-49c0-97ae-142770ece044
  command 3f6c1d52-8e0b-4a94-9d3e-5b7a2c1f0e68
  restore point ami-00000000000000001, available
  document version 7
  from 2026-11-21T09:42:20.489Z to 2026-11-21T09:43:44.557Z

  Instances
    failed       i-0f0a5c1d2e3b4a698: Failed, exit code 215, 78.7 s
      | ${unhealthy}
      | failed to run commands: exit status 215
    not updated  i-0f0a5c1d2e3b4a699: Terminated
    updated      i-0f0a5c1d2e3b4a697: Success, exit code 0, 82.4 s

  RUNBOOK-investigate.md, "Exit code 215" and "PARTIAL"
`;

describeWithTools("a rollout that an instance fails", ["git"], () => {
  it("prints each instance with its last lines, and the sections to read", async () => {
    await using account = await Account.with([
      instance(a.id, { runs: [{ ...success, lastsMs: 82_400 }] }),
      instance(b.id, { runs: [{ ...ended("Failed", 215), lastsMs: 78_700, printed: unhealthy }] }),
      c,
    ]);
    const { commit, env } = repositoryIn(account.folder);
    const plannedAt = new Date().toISOString();
    account.folder.write("drift.json", anEnvironment({ commit, plannedAt }));
    const { stdout } = await account.run([uat, "--drift-report", "drift.json"], env);
    expect(withoutChance(stdout)).toBe(withoutChance(printed));
  });
});

/** With one id and one time in place of all: they are others in every run. */
function withoutChance(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
}
