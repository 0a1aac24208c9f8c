import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CommandDocument } from "../../../../../../src/constructs/management/command-document";
import { terraformLiteral } from "../../../../../../src/constructs/terraform-literal";
import { application } from "../../../../../../src/systems/test-app/application";
import { updaterDocument } from "../../../../../../src/systems/test-app/scripts/run-updater/updater-document";
import { longestUpdaterRunSeconds } from "../../../../../../src/systems/test-app/updater-run";
import { type Changes, environment } from "../../../../../support/environment";
import { describeWithTools, toolPath } from "../../../../../support/external-tools";
import {
  type Configuration,
  inTemporaryFolder,
  synthesize,
} from "../../../../../support/synthesized";
import { literalValue } from "../../../../../support/terraform-literal";

const document = (changes: Changes = {}): Configuration =>
  synthesize((scope) => {
    const { settings, names } = environment(changes);
    new CommandDocument(scope, "document", {
      name: names.autoupdaterDocument,
      content: updaterDocument(settings, names, "TARGET-GROUP"),
    });
  }).only("aws_ssm_document");

const contentOf = (changes?: Changes) => JSON.parse(literalValue(document(changes).content));

/** The file that the agent writes: https://github.com/aws/amazon-ssm-agent, CreateScriptFile. */
const scriptOf = (changes?: Changes): string =>
  `${contentOf(changes).mainSteps[0].inputs.runCommand.join("\n")}\n`;

describe("the updater document", () => {
  it("is a command with one step for Linux, and nothing that a sender could decide", () => {
    expect(document()).toMatchObject({
      name: `${application}-production-us-east-1-autoupdater`,
      document_type: "Command",
      document_format: "JSON",
    });
    expect(contentOf()).toEqual({
      schemaVersion: "2.2",
      description: expect.stringContaining(`${application}-production-us-east-1`),
      mainSteps: [
        {
          action: "aws:runShellScript",
          name: "runUpdater",
          precondition: { StringEquals: ["platformType", "Linux"] },
          inputs: { timeoutSeconds: expect.any(String), runCommand: expect.any(Array) },
        },
      ],
    });
  });

  it("runs the environment's updater and asks for the application's health as the load balancer does", () => {
    const script = scriptOf({
      region: "eu-west-1",
      updater: { timeLimitSeconds: 77 },
      application: { port: 8080, restartSeconds: 100 },
      healthCheck: {
        path: "/ready?full=1",
        matcher: "200-204",
        intervalSeconds: 20,
        timeoutSeconds: 7,
        healthyThresholdCount: 3,
      },
    });

    expect(script).toMatch(/^#!\/bin\/bash\n/);
    expect(script).toMatch(/then guard; else main; fi\n$/);
    expect(script).toContain("REGION='eu-west-1'");
    expect(script).toContain(
      `SECRET_NAME='${application}/production-us-east-1/autoupdater-download'`,
    );
    expect(script).toContain("UPDATER='/usr/local/bin/testapp-autoupdater'");
    expect(script).toContain("UPDATER_SECONDS='77'");
    expect(script).toContain("HEALTH_URL='http://127.0.0.1:8080/ready?full=1'");
    expect(script).toContain("HEALTHY_CODES='200-204' HEALTHY_COUNT='3'");
    expect(script).toContain("HEALTH_INTERVAL_SECONDS='20' HEALTH_TIMEOUT_SECONDS='7'");
    expect(script).toContain("HEALTH_SECONDS='160'"); // 100 + 3 × 20
    expect(script).toContain(`the log group /${application}/production-us-east-1/autoupdater'`);
  });

  it("has the time that a run may need, so that SSM never ends one in its midst", () => {
    const changes = { updater: { timeLimitSeconds: 1000 }, application: { restartSeconds: 500 } };
    expect(contentOf(changes).mainSteps[0].inputs.timeoutSeconds).toBe(
      String(longestUpdaterRunSeconds(environment(changes).settings)),
    );
  });

  it("is refused when SSM would refuse it", () => {
    expect(() => document({ healthCheck: { path: `/${"x".repeat(60_000)}` } })).toThrow(
      /document \S+-production-us-east-1-autoupdater has \d{5} bytes; SSM allows 65536\. Shorten/,
    );
  });
});

describeWithTools("the document's content, read by Terraform", ["terraform"], () => {
  it("is what was meant, byte for byte", () => {
    const { content } = document();
    expect(content).toContain("$${"); // there is something to escape
    expect(readByTerraform(content)).toBe(literalValue(content));
    expect(JSON.parse(readByTerraform(content))).toEqual(contentOf());
  });

  it.each([
    "${a} %{ if b }",
    "$${a} $$${b} %%{c}",
    "a$ {b} 100%",
    "$%{a} %${b}",
    'a "${b["c"]}" \\n é',
  ])("reads %s where that was meant", (text) => {
    expect(readByTerraform(terraformLiteral(text))).toBe(text);
    expect(literalValue(terraformLiteral(text))).toBe(text);
  });
});

/** A string of Terraform's JSON as Terraform itself evaluates it. */
function readByTerraform(text: string): string {
  return inTemporaryFolder((folder) => {
    writeFileSync(join(folder, "text.tf.json"), JSON.stringify({ locals: { text } }));
    const { status, stdout, stderr } = spawnSync(
      toolPath("terraform"),
      [`-chdir=${folder}`, "console"],
      {
        input: "base64encode(local.text)\n",
        encoding: "utf8",
        env: {
          PATH: process.env.PATH,
          TF_CLI_CONFIG_FILE: "/dev/null",
          CHECKPOINT_DISABLE: "1",
        },
      },
    );
    expect(status, stderr).toBe(0);
    return Buffer.from(JSON.parse(stdout), "base64").toString();
  });
}
