import nodePath from "node:path";
import { fillTemplate, path, projectFile, sha256, text } from "../../configuration/script-text";

/** All that the boot of the adder's machine depends on. None of it is secret. */
export interface BootValues {
  readonly region: string;
  /** The archive of `start.js` and the database's authorities, and the SHA-256 that it must have. */
  readonly release: { readonly bucket: string; readonly key: string; readonly sha256: string };
  /** Of the service, as a task of the other services has them, but for the database's host. */
  readonly variables: Readonly<Record<string, string>>;
  /** The SSM parameter that holds the host. */
  readonly hostParameter: string;
  readonly logGroupName: string;
  readonly paths: MachinePaths;
  /** How often what needs the network is tried, and how long it waits between. */
  readonly attempts: number;
  readonly pauseSeconds: number;
  /** How often the service's log is copied out of the journal, and how large a file it goes to may get. */
  readonly copySeconds: number;
  readonly mostLogBytes: number;
}

/** Where things are on an Amazon Linux 2023 instance. */
export const machinePaths = {
  folder: "/srv/tally-adder",
  log: "/var/log/tally/boot.log",
  serviceLog: "/var/log/tally/adder.log",
  unit: "/etc/systemd/system/tally-adder.service",
  copyScript: "/usr/local/sbin/tally-adder-log",
  copyUnit: "/etc/systemd/system/tally-adder-log.service",
  /** How far the log was copied: in the folder that systemd makes for that unit. */
  cursor: "/var/lib/tally-adder-log/cursor",
  variables: "/etc/tally-adder.env",
  node: "/usr/bin/node-22",
  agentCtl: "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl",
  agentConfig: "/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json",
};

export type MachinePaths = Readonly<typeof machinePaths>;

/** EC2's limit on user data before it is base64-encoded, in bytes. */
const userDataLimitBytes = 16_384;

/**
 * The boot script of the adder's machine. The same values give the same bytes, and another release gives others: so
 * that a new release is a new launch template, whose instances replace those of the old one.
 *
 * @throws Error when a value can't stand in the script, or the script is larger than EC2 allows
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 */
export function bootScript(values: BootValues): string {
  const { release, paths } = values;
  if (release.sha256 === "")
    throw new Error("The release has no SHA-256: write what sha256sum prints");
  const script = fillTemplate(projectFile("#project/src/systems/tally/machine/boot.sh"), {
    BUCKET: text("release.bucket", release.bucket),
    KEY: text("release.key", release.key),
    SHA256: sha256("release.sha256", release.sha256),
    REGION: text("region", values.region),
    HOST_PARAMETER: text("hostParameter", values.hostParameter),
    FOLDER: path("paths.folder", paths.folder),
    LOG: path("paths.log", paths.log),
    UNIT_FILE: path("paths.unit", paths.unit),
    VARIABLES_FILE: path("paths.variables", paths.variables),
    AGENT_CTL: path("paths.agentCtl", paths.agentCtl),
    AGENT_CONFIG_FILE: path("paths.agentConfig", paths.agentConfig),
    ATTEMPTS: String(values.attempts),
    PAUSE_SECONDS: String(values.pauseSeconds),
    VARIABLES: variablesFile(values.variables),
    UNIT: unitFile(paths),
    COPY_SCRIPT: path("paths.copyScript", paths.copyScript),
    COPY_UNIT_FILE: path("paths.copyUnit", paths.copyUnit),
    COPY: copyScript(values).trimEnd(),
    COPY_UNIT: copyUnitFile(paths),
    AGENT_CONFIG: agentConfig(values),
  });
  const bytes = Buffer.byteLength(script);
  if (bytes > userDataLimitBytes)
    throw new Error(`The boot script has ${bytes} bytes, and EC2 takes ${userDataLimitBytes}`);
  return script;
}

/** https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile= */
function variablesFile(variables: Readonly<Record<string, string>>): string {
  const lines = Object.entries(variables).map(([name, value]) => {
    if (!/^[\w./:@-]+$/.test(value))
      throw new Error(
        `${name} is ${JSON.stringify(value)}: write letters, digits and ._/:@- alone`,
      );
    return `${name}=${value}`;
  });
  return lines.sort().join("\n");
}

/**
 * The service has no rights, and writes nothing: as a task of the other services.
 *
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html
 */
function unitFile(paths: MachinePaths): string {
  return [
    "[Unit]",
    "Description=tally's adder",
    "After=network-online.target",
    "Wants=network-online.target",
    "[Service]",
    `ExecStart=${paths.node} ${paths.folder}/start.js`,
    `EnvironmentFile=${paths.variables}`,
    // The journal keeps a tenth of the volume at the most; without this, it would drop what comes too fast.
    "LogRateLimitIntervalSec=0",
    "DynamicUser=yes",
    "CapabilityBoundingSet=",
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "Restart=always",
    "RestartSec=2",
    "TimeoutStopSec=30",
    "[Install]",
    "WantedBy=multi-user.target",
  ].join("\n");
}

/** What that runs in copyUnitFile. It is the boot script's, and a test's. */
export function copyScript({ paths, copySeconds, mostLogBytes }: BootValues): string {
  return fillTemplate(projectFile("#project/src/systems/tally/machine/copy-log.sh"), {
    UNIT: text("paths.unit", nodePath.basename(paths.unit)),
    SERVICE_LOG: path("paths.serviceLog", paths.serviceLog),
    CURSOR_FILE: path("paths.cursor", paths.cursor),
    MOST_BYTES: String(mostLogBytes),
    COPY_SECONDS: String(copySeconds),
  });
}

/** It reads the journal, and writes the log and how far it got. */
function copyUnitFile(paths: MachinePaths): string {
  return [
    "[Unit]",
    "Description=Copies the log of tally's adder for the CloudWatch agent",
    "[Service]",
    `ExecStart=/bin/bash ${paths.copyScript}`,
    `StateDirectory=${nodePath.basename(nodePath.dirname(paths.cursor))}`,
    `ReadWritePaths=${nodePath.dirname(paths.serviceLog)}`,
    "CapabilityBoundingSet=",
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "PrivateNetwork=yes",
    "Restart=always",
    "RestartSec=2",
    "[Install]",
    "WantedBy=multi-user.target",
  ].join("\n");
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html */
function agentConfig({ logGroupName, paths }: BootValues): string {
  const collected = [paths.serviceLog, paths.log].map((file) => ({
    file_path: file,
    log_group_name: logGroupName,
    log_stream_name: `{instance_id}/${file.split("/").at(-1)}`,
  }));
  return JSON.stringify(
    { logs: { logs_collected: { files: { collect_list: collected } } } },
    null,
    1,
  );
}
