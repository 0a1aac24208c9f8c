import { readFileSync } from "node:fs";
import path from "node:path";
import { App } from "cdktf";
import { describe, expect, it } from "vitest";
import { application } from "../../src/systems/test-app/application";
import { ApplicationStack } from "../../stacks/application-stack";
import { type Changes, environment } from "../support/environment";
import { inTemporaryFolder, SynthesizedStack } from "../support/synthesized";

function synthesized(changes: Changes = {}): SynthesizedStack {
  return inTemporaryFolder((outdir) => {
    const app = new App({ outdir });
    const stack = new ApplicationStack(app, environment(changes).settings);
    app.synth();
    const file = path.join(outdir, "stacks", stack.node.id, "cdk.tf.json");
    return new SynthesizedStack(JSON.parse(readFileSync(file, "utf8")));
  });
}

const databaseWith = (changes: Changes) => synthesized(changes).only("aws_db_instance");
const off = { offBecause: "an environment for an afternoon" };

describe("what an environment decides of its database", () => {
  it.each([
    [{}, { multi_az: true, deletion_protection: true, lifecycle: { prevent_destroy: true } }],
    [{ database: { multiAz: off } }, { multi_az: false }],
    [
      { database: { deletionProtection: off } },
      { deletion_protection: false, lifecycle: { prevent_destroy: true } },
    ],
    [
      { retention: { destructionProtection: off } },
      { deletion_protection: true, lifecycle: { prevent_destroy: false } },
    ],
    [{ database: { backups: { retentionDays: 20 } } }, { backup_retention_period: 20 }],
    [{ database: { insights: "standard" } }, { database_insights_mode: "standard" }],
  ] as [Changes, object][])("follows from %j", (changes, expected) => {
    expect(databaseWith(changes)).toMatchObject(expected);
  });

  it("holds after a restore under another identifier: the database, its logs and its monitoring change", () => {
    const restored = synthesized({ database: { identifierSuffix: "2" } });
    const database = restored.only("aws_db_instance");
    expect(database).toMatchObject({
      identifier: `${application}-production-us-east-1-2`,
      final_snapshot_identifier: `${application}-production-us-east-1-2-final`,
    });
    const names = restored.ofType("aws_cloudwatch_log_group").map(({ name }) => name);
    for (const log of database.enabled_cloudwatch_logs_exports)
      expect(names).toContain(`/aws/rds/instance/${application}-production-us-east-1-2/${log}`);
    const before = synthesized();
    const groups = ["aws_db_subnet_group", "aws_db_parameter_group", "aws_db_option_group"];
    for (const type of groups) expect(restored.only(type).name).toBe(before.only(type).name);
  });
});
