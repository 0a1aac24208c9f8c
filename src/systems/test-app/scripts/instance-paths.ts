import { updaterPath } from "../application";

/** Where things are on the instance: absolute paths. */
export interface InstancePaths {
  /** The updater: installed here, and run from here. Its previous version is beside it, `.previous`. */
  readonly updater: string;
  /** What the updater prints. */
  readonly updaterLog: string;
  /** The boot script's own log. */
  readonly log: string;
  /** The device that EC2 shows as the instance's console output. */
  readonly console: string;
  /** Whoever runs the updater holds this file's lock (flock). */
  readonly lock: string;
  /** The CloudWatch agent's control program. */
  readonly agentCtl: string;
  /** The configuration that the boot script writes for the CloudWatch agent. */
  readonly agentConfig: string;
}

/** The paths on an Amazon Linux 2023 instance. */
export const amazonLinux2023Paths: InstancePaths = {
  updater: updaterPath,
  updaterLog: "/var/log/test-app/autoupdater.log",
  log: "/var/log/test-app/user-data.log",
  console: "/dev/console",
  lock: "/run/lock/testapp-autoupdater.lock",
  agentCtl: "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl",
  agentConfig: "/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json",
};
