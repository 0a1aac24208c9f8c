import type { Environment } from "../../environment";
import type { Names } from "../../names";
import { leastInService, longestUpdaterRunSeconds, updaterRunLimits } from "../../updater-run";
import { amazonLinux2023Paths } from "../instance-paths";
import { updaterSource } from "../updater-functions";
import { renderRunUpdater } from "./render-run-updater";

/**
 * The content of the SSM document that updates the application on one instance: it takes the instance out of its
 * target group, runs the updater once, waits until the application is healthy and puts the instance back. It has no parameters, so that whoever may send it can decide
 * nothing but where it runs. Its exit codes are listed in run-updater.sh.
 *
 * The agent writes the commands to a file, a line each, and runs that: its first line names bash.
 *
 * @param targetGroupArn or what stands in its place until it is known
 */
export function updaterDocument(
  settings: Environment,
  names: Names,
  targetGroupArn: string,
): string {
  const script = renderRunUpdater({
    ...updaterSource(settings, names),
    paths: amazonLinux2023Paths,
    limits: updaterRunLimits(settings),
    targetGroupArn,
    leastInService: leastInService(settings.fleet),
    outputPlace: `${amazonLinux2023Paths.updaterLog}, or the log group ${names.logGroups.autoupdater}`,
    health: { port: settings.application.port, ...settings.healthCheck },
  });
  return JSON.stringify({
    schemaVersion: "2.2",
    description: `Runs the updater of ${names.base} on an instance while it is out of its target group`,
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
