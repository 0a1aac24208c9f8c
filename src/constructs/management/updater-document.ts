import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { Construct } from "constructs";
import type { Environment } from "../../systems/test-app/environment";
import type { Names } from "../../systems/test-app/names";
import { amazonLinux2023Paths } from "../../systems/test-app/scripts/instance-paths";
import { renderRunUpdater } from "../../systems/test-app/scripts/run-updater/render-run-updater";
import { updaterSource } from "../../systems/test-app/scripts/updater-functions";
import { longestUpdaterRunSeconds, updaterRunLimits } from "../../systems/test-app/updater-run";
import { terraformLiteral } from "../terraform-literal";

export interface UpdaterDocumentProps {
  readonly settings: Pick<Environment, "id" | "region" | "updater" | "application" | "healthCheck">;
  readonly names: Names;
}

/** SSM's limit on a document's content, in bytes. */
const documentLimitBytes = 65_536;

/**
 * The SSM document that updates the application on one instance: it runs the updater once and waits
 * until the application is healthy. It has no parameters, so that whoever may send it can decide
 * nothing but where it runs. Its exit codes are listed in run-updater.sh.
 *
 * A change of the content makes a new version, which becomes the default; only another name replaces
 * the document.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html
 */
export class UpdaterDocument extends Construct {
  public readonly name: string;
  public readonly arn: string;

  constructor(scope: Construct, id: string, { settings, names }: UpdaterDocumentProps) {
    super(scope, id);

    const document = new SsmDocument(this, "this", {
      name: names.autoupdaterDocument,
      documentType: "Command",
      documentFormat: "JSON",
      content: terraformLiteral(content(settings, names)),
    });

    this.name = document.name;
    this.arn = document.arn;
  }
}

/** The agent writes the commands to a file, a line each, and runs that: its first line names bash. */
function content(settings: UpdaterDocumentProps["settings"], names: Names): string {
  const script = runUpdaterScript(settings, names);
  const json = JSON.stringify({
    schemaVersion: "2.2",
    description: `Runs the updater of ${names.base} on an instance, and waits until the application is healthy`,
    mainSteps: [
      {
        action: "aws:runShellScript",
        name: "runUpdater",
        precondition: { StringEquals: ["platformType", "Linux"] },
        inputs: {
          timeoutSeconds: String(longestUpdaterRunSeconds(settings)),
          runCommand: script.replace(/\n$/, "").split("\n"),
        },
      },
    ],
  });
  const bytes = Buffer.byteLength(json);
  if (bytes > documentLimitBytes) {
    throw new Error(
      `The updater document of ${settings.id} has ${bytes} bytes; SSM allows ${documentLimitBytes}. ` +
        "Shorten the script, or move a part of it into the image.",
    );
  }
  return json;
}

function runUpdaterScript(settings: UpdaterDocumentProps["settings"], names: Names): string {
  return renderRunUpdater({
    ...updaterSource(settings, names),
    paths: amazonLinux2023Paths,
    limits: updaterRunLimits(settings),
    outputPlace: `${amazonLinux2023Paths.updaterLog}, or the log group ${names.logGroups.autoupdater}`,
    health: {
      port: settings.application.port,
      path: settings.healthCheck.path,
      matcher: settings.healthCheck.matcher,
      intervalSeconds: settings.healthCheck.intervalSeconds,
      timeoutSeconds: settings.healthCheck.timeoutSeconds,
      thresholdCount: settings.healthCheck.healthyThresholdCount,
    },
  });
}
