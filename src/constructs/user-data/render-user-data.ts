import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type BootLimits, killGraceSeconds } from "../../config/boot";

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
  /** The configuration that the script writes for the CloudWatch agent. */
  readonly agentConfig: string;
}

/** Everything that the boot script of an environment depends on. None of it is secret. */
export interface UserDataValues {
  /** The environment's id: the metric's dimension, and part of the log groups' names. */
  readonly environmentId: string;
  /** The AWS region of the instance, its secret and its metrics. */
  readonly region: string;
  /** Of the boot's metric and of the CloudWatch agent's. */
  readonly metricNamespace: string;
  /** Name of the secret that holds `{"username": "…", "password": "…"}` for the download. */
  readonly secretName: string;
  /** Where the updater is downloaded from: an `https://` URL. */
  readonly updaterUrl: string;
  /** The updater's SHA-256 in lower-case hexadecimal, or `""`: the vendor publishes none. */
  readonly updaterSha256: string;
  /** Where things are on the instance; {@link amazonLinux2023Paths} for that system. */
  readonly paths: InstancePaths;
  /** Time limits, in seconds. {@link longestBootSeconds} says what they add up to. */
  readonly limits: BootLimits;
}

/** The paths on an Amazon Linux 2023 instance. */
export const amazonLinux2023Paths: InstancePaths = {
  updater: "/usr/local/bin/testapp-autoupdater",
  updaterLog: "/var/log/test-app/autoupdater.log",
  log: "/var/log/test-app/user-data.log",
  console: "/dev/console",
  lock: "/run/lock/testapp-autoupdater.lock",
  agentCtl: "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl",
  agentConfig: "/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json",
};

/** The metric that each boot puts, 0 or 1, with the dimension `EnvironmentId`. */
export const bootMetricName = "BootUpdateFailed";

/** EC2's limit on user data before it is base64-encoded, in bytes. */
const userDataLimitBytes = 16_384;

/**
 * The boot script of an environment's instances, as plain text (not base64-encoded). The same values
 * give the same bytes.
 *
 * @throws Error when a value can't stand in the script, or when the script is larger than EC2 allows.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 */
export function renderUserData(values: UserDataValues): string {
  const { environmentId, paths, limits } = values;
  const texts = {
    ENVIRONMENT_ID: text("environmentId", environmentId),
    REGION: text("region", values.region),
    SECRET_NAME: text("secretName", values.secretName),
    UPDATER_URL: httpsUrl("updaterUrl", values.updaterUrl),
    UPDATER_SHA256: sha256("updaterSha256", values.updaterSha256),
    UPDATER: path("paths.updater", paths.updater),
    UPDATER_LOG: path("paths.updaterLog", paths.updaterLog),
    LOG: path("paths.log", paths.log),
    CONSOLE: path("paths.console", paths.console),
    LOCK: path("paths.lock", paths.lock),
    AGENT_CTL: path("paths.agentCtl", paths.agentCtl),
    AGENT_CONFIG_FILE: path("paths.agentConfig", paths.agentConfig),
    METRIC_NAMESPACE: text("metricNamespace", values.metricNamespace),
    METRIC_NAME: bootMetricName,
    AGENT_SECONDS: seconds("limits.agentSeconds", limits.agentSeconds),
    LOCK_SECONDS: seconds("limits.lockSeconds", limits.lockSeconds),
    SECRET_SECONDS: seconds("limits.secretSeconds", limits.secretSeconds),
    DOWNLOAD_SECONDS: seconds("limits.downloadSeconds", limits.downloadSeconds),
    UPDATER_SECONDS: seconds("limits.updaterSeconds", limits.updaterSeconds),
    METRIC_SECONDS: seconds("limits.metricSeconds", limits.metricSeconds),
    KILL_GRACE_SECONDS: `${killGraceSeconds}`,
  };
  const script = fillTemplate(scriptFile("user-data.sh"), {
    ...texts,
    AGENT_CONFIG: agentConfig(texts),
  });
  const bytes = Buffer.byteLength(script);
  if (bytes > userDataLimitBytes) {
    throw new Error(
      `The user data of ${environmentId} has ${bytes} bytes; EC2 allows ${userDataLimitBytes}. ` +
        "Shorten the values or the script, or move a part of it into the image.",
    );
  }
  return script;
}

/**
 * Puts each value in place of its `@@NAME@@`, in one pass: what a value holds is never filled again.
 *
 * @throws Error when the template has a placeholder that is not among the values.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/@@(\w+)@@/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) {
      throw new Error(
        `The placeholder ${placeholder} of the boot script has no value. ` +
          "Give it one in renderUserData, or take it out of the script.",
      );
    }
    return value;
  });
}

/** The CloudWatch agent's configuration, in one line to keep the script small. */
function agentConfig(texts: Readonly<Record<string, string>>): string {
  const escaped = Object.entries(texts).map(([name, value]) => [
    name,
    JSON.stringify(value).slice(1, -1),
  ]);
  const filled = fillTemplate(scriptFile("cloudwatch-agent.json"), Object.fromEntries(escaped));
  return JSON.stringify(JSON.parse(filled));
}

/** Found by its package name, because bundling moves this module away from the script's folder. */
function scriptFile(name: string): string {
  return readFileSync(createRequire(__filename).resolve(`#user-data/${name}`), "utf8");
}

function text(name: string, value: string): string {
  if (value === "") {
    throw refusal(name, value, "it is empty", "Give it a value.");
  }
  if (/['\p{Cc}]/u.test(value)) {
    throw refusal(
      name,
      value,
      "it stands between single quotes in a shell script, and holds a single quote, a newline or another control character",
      "Write it without.",
    );
  }
  if (value.includes("${")) {
    throw refusal(
      name,
      value,
      "it is a reference that only Terraform can resolve, and can't be checked here",
      "Use the literal value from the configuration.",
    );
  }
  return value;
}

function path(name: string, value: string): string {
  if (!/^\/.*[^/]$/.test(value)) {
    throw refusal(name, value, "it is not an absolute path of a file", "Begin it with a slash.");
  }
  return text(name, value);
}

function httpsUrl(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") {
    throw refusal(
      name,
      "(not repeated: it may hold a password)",
      "it is not an https:// URL without credentials, which would be readable in the user data",
      "Write https://host/path; the credentials belong in the secret.",
    );
  }
  return text(name, value);
}

function sha256(name: string, value: string): string {
  if (!/^([0-9a-f]{64})?$/.test(value)) {
    throw refusal(
      name,
      value,
      "it is not a SHA-256 of 64 lower-case hexadecimal digits",
      'Write what `sha256sum` prints, or "" when the vendor publishes none.',
    );
  }
  return value;
}

function seconds(name: string, value: number): string {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw refusal(
      name,
      value,
      "it is not a whole number of seconds, at least 1",
      "Write such a number: 0 would mean no limit to `timeout`.",
    );
  }
  return `${value}`;
}

function refusal(name: string, value: unknown, reason: string, remedy: string): Error {
  return new Error(
    `The user data can't be rendered: ${name} is ${JSON.stringify(value)}, but ${reason}. ${remedy}`,
  );
}
