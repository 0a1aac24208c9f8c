import type { Environment } from "../../environment";
import type { Names } from "../../names";
import { longestUpdaterRunSeconds, updaterRunLimits } from "../../updater-run";
import { amazonLinux2023Paths } from "../instance-paths";
import { updaterSource } from "../updater-functions";
import { renderRunUpdater } from "./render-run-updater";

/**
 * The content of the SSM document that updates the application on one instance: it runs the updater once and
 * waits until the application is healthy. It has no parameters, so that whoever may send it can decide
 * nothing but where it runs. Its exit codes are listed in run-updater.sh.
 *
 * The agent writes the commands to a file, a line each, and runs that: its first line names bash.
 */
export function updaterDocument(settings: Environment, names: Names): string {
  const script = renderRunUpdater({
    ...updaterSource(settings, names),
    paths: amazonLinux2023Paths,
    limits: updaterRunLimits(settings),
    outputPlace: `${amazonLinux2023Paths.updaterLog}, or the log group ${names.logGroups.autoupdater}`,
    health: { port: settings.application.port, ...settings.healthCheck },
  });
  return JSON.stringify({
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
}
