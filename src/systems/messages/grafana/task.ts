import type { TaskDefinitionProps } from "../../../constructs/containers/task-definition";
import { allow } from "../../../constructs/security/policy-document";
import { account } from "../../configuration/account";
import type { Environment } from "../environment";
import { imageRepositories, type Names } from "../names";
import type { Metrics } from "../observability/metrics";
import { grafanaPort } from "../variables";
import { provisioned } from "./provisioning";

/**
 * What it does otherwise than by itself: it asks the internet for nothing, because nothing here reaches it, and lets
 * nobody in who doesn't log in.
 *
 * https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/
 */
const settings = {
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
  GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
  GF_ANALYTICS_REPORTING_ENABLED: "false",
  GF_AUTH_ANONYMOUS_ENABLED: "false",
  GF_AWS_ALLOWED_AUTH_PROVIDERS: "default",
  GF_AWS_ASSUME_ROLE_ENABLED: "false",
  GF_LOG_CONSOLE_FORMAT: "json",
  GF_NEWS_NEWS_FEED_ENABLED: "false",
  GF_PLUGINS_PLUGIN_ADMIN_ENABLED: "false",
  GF_PLUGINS_PREINSTALL_DISABLED: "true",
  GF_SECURITY_DISABLE_GRAVATAR: "true",
  GF_SERVER_HTTP_PORT: String(grafanaPort),
  GF_SNAPSHOTS_EXTERNAL_ENABLED: "false",
  GF_USERS_ALLOW_SIGN_UP: "false",
};

/** Grafana's task. What somebody changes in it is gone with the task; what stays is here. */
export function grafanaTask(
  environment: Environment,
  names: Names,
  digest: string,
  metrics: Metrics,
): Omit<TaskDefinitionProps, "account" | "region"> {
  const { region } = environment;
  const repository = imageRepositories.grafana;
  const password = `arn:aws:ssm:${region}:${account.id}:parameter${names.grafanaPasswordParameter}`;
  return {
    family: `${names.base}-grafana`,
    runsOn: "EC2",
    cpu: 256,
    memoryMebibytes: 768,
    architecture: "X86_64",
    containers: {
      grafana: {
        image: {
          repository: `${account.id}.dkr.ecr.${region}.amazonaws.com/${repository}`,
          digest,
        },
        variables: {
          ...settings,
          AWS_REGION: region,
          ...provisioned(environment, names, metrics),
        },
        secrets: { GF_SECURITY_ADMIN_PASSWORD: password },
        port: grafanaPort,
        memoryFolders: { "/tmp": 16, "/var/lib/grafana": 128 },
      },
    },
    stopTimeoutSeconds: 30,
    logGroupName: names.logGroups.grafana,
    imageRepositoryArns: [`arn:aws:ecr:${region}:${account.id}:repository/${repository}`],
    policies: {
      // Neither action takes a resource.
      metrics: [
        allow("ReadMetrics", {
          Action: ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"],
          Resource: "*",
        }),
      ],
    },
    // SSM decrypts it for whoever may read it: the key is the account's own for parameters.
    startPolicy: [allow("ReadPassword", { Action: ["ssm:GetParameters"], Resource: password })],
  };
}
