import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { outcomes } from "../../../../src/operations/rollout/report";
import { describeWithTools } from "../../../support/external-tools";
import { ended, instance, success } from "../../../support/fake-ssm/instances";
import { exitCodesOf } from "../../../support/outcomes";
import { anEnvironment } from "../../operations/drift/reports/sample-reports";
import { repositoryIn } from "../repository";
import { Account, a, b, c, environmentId as uat } from "./rollout-account";

const readme = readFileSync(path.resolve(__dirname, "../../../../README.md"), "utf8");

const unhealthy =
  "2026-11-21T09:43:40Z EXIT CODE 215: the updater succeeded, but the application was not healthy within 90 s; the last answer of http://127.0.0.1:80/health: HTTP status 503; the instance is left out of its target group, because the application is not healthy. Look at the application, then roll out a release that works.";

describeWithTools("the README", ["git"], () => {
  it("shows a rollout as it prints", async () => {
    await using account = await Account.with([
      instance(a.id, { runs: [{ ...success, lastsMs: 82_400 }] }),
      instance(b.id, { runs: [{ ...ended("Failed", 215), lastsMs: 78_700, printed: unhealthy }] }),
      c,
    ]);
    const { commit, env } = repositoryIn(account.folder);
    const plannedAt = new Date().toISOString();
    account.folder.write("drift.json", anEnvironment({ commit, plannedAt }));
    const { stdout } = await account.run([uat, "--drift-report", "drift.json"], env);
    expect(withoutChance(readme)).toContain(`\`\`\`\n${withoutChance(stdout).trimEnd()}\n\`\`\``);
  });
});

it("the README's table has every outcome with its exit code", () => {
  const rows = readme.matchAll(/^\| `([A-Z_]+)` \| .* \| (\d) \|$/gm);
  const codes = new Map([...rows].map(([, outcome, code]) => [outcome, Number(code)]));
  const shown = Object.keys(outcomes).map((outcome) => [outcome, codes.get(outcome)]);
  expect(Object.fromEntries(shown)).toEqual(exitCodesOf(outcomes));
});

/** With one id and one time in place of all: they are others in every run. */
function withoutChance(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
}
