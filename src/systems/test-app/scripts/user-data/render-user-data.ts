import type { BootLimits } from "../../boot";
import type { InstancePaths } from "../instance-paths";
import { fillTemplate, path, scriptFile, seconds, text } from "../script-text";
import { type UpdaterSource, updaterFunctions } from "../updater-functions";

/** Everything that the boot script of an environment depends on. None of it is secret. */
export interface UserDataValues extends UpdaterSource {
  /** The environment's id: the metric's dimension. */
  readonly environmentId: string;
  /** Of the boot's metric and of the CloudWatch agent's. */
  readonly metricNamespace: string;
  /** The log groups that the agent writes are `system`, `user-data` and `autoupdater` behind it. */
  readonly logGroupPrefix: string;
  /** Where things are on the instance; {@link amazonLinux2023Paths} for that system. */
  readonly paths: InstancePaths;
  /** Time limits, in seconds. {@link longestBootSeconds} says what they add up to. */
  readonly limits: BootLimits;
}

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
    LOG: path("paths.log", paths.log),
    CONSOLE: path("paths.console", paths.console),
    AGENT_CTL: path("paths.agentCtl", paths.agentCtl),
    AGENT_CONFIG_FILE: path("paths.agentConfig", paths.agentConfig),
    METRIC_NAMESPACE: text("metricNamespace", values.metricNamespace),
    METRIC_NAME: bootMetricName,
    AGENT_SECONDS: seconds("limits.agentSeconds", limits.agentSeconds),
    LOCK_SECONDS: seconds("limits.lockSeconds", limits.lockSeconds),
    METRIC_SECONDS: seconds("limits.metricSeconds", limits.metricSeconds),
  };
  const commented = fillTemplate(scriptFile("user-data/user-data.sh"), {
    ...texts,
    UPDATER_FUNCTIONS: updaterFunctions(values),
    AGENT_CONFIG: agentConfig({
      ...texts,
      LOG_GROUP_PREFIX: text("logGroupPrefix", values.logGroupPrefix),
      UPDATER_LOG: paths.updaterLog,
    }),
  });
  // Comments are for who reads the source: EC2 counts bytes.
  const script = commented.replace(/^ *# .*\n/gm, "");
  const bytes = Buffer.byteLength(script);
  if (bytes > userDataLimitBytes) {
    throw new Error(
      `The user data of ${environmentId} has ${bytes} bytes; EC2 allows ${userDataLimitBytes}. ` +
        "Shorten the values or the script, or move a part of it into the image.",
    );
  }
  return script;
}

/** The CloudWatch agent's configuration, in one line to keep the script small. */
function agentConfig(texts: Readonly<Record<string, string>>): string {
  const escaped = Object.entries(texts).map(([name, value]) => [
    name,
    JSON.stringify(value).slice(1, -1),
  ]);
  const template = scriptFile("user-data/cloudwatch-agent.json");
  return JSON.stringify(JSON.parse(fillTemplate(template, Object.fromEntries(escaped))));
}
