import { updaterPath } from "../application";

/** Where things are on an Amazon Linux 2023 instance: absolute paths. */
export const amazonLinux2023Paths = {
  /** The updater: installed here, and run from here. Its previous version is beside it, `.previous`. */
  updater: updaterPath,
  /** What the updater prints. */
  updaterLog: "/var/log/test-app/autoupdater.log",
  /** The boot script's own log. */
  log: "/var/log/test-app/user-data.log",
  /** The device that EC2 shows as the instance's console output. */
  console: "/dev/console",
  /** Whoever runs the updater holds this file's lock (flock). */
  lock: "/run/lock/testapp-autoupdater.lock",
  /** Is there while a rollout has taken the instance out of its target group. A reboot must not remove it. */
  outOfService: "/var/lib/test-app/out-of-service",
  /** What puts the instance back then, whatever ended the rollout's script: a copy of that, and its service. */
  guardScript: "/var/lib/test-app/put-back",
  guardUnit: "/etc/systemd/system/testapp-put-back.service",
  /** The CloudWatch agent's control program. */
  agentCtl: "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl",
  /** The configuration that the boot script writes for the CloudWatch agent. */
  agentConfig: "/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json",
};

export type InstancePaths = Readonly<typeof amazonLinux2023Paths>;
