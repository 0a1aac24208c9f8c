import type { Environment } from "../environment";
import type { Names } from "../names";
import { alarmsOf, healthAlarmOf } from "../observability/alarms";
import type { Metrics } from "../observability/metrics";
import { alertRule } from "./alert-rules";
import { dashboardOf } from "./dashboard";
import { graphsOf } from "./graphs";
import { dataSource } from "./queries";

/** Where the image's start.sh writes dashboards. */
const dashboards = "/var/lib/grafana/dashboards";
const title = "Messages";

/**
 * What Grafana is provisioned with when it starts: each a file, by the variable that the image's start.sh writes it
 * from. JSON is YAML as well.
 *
 * https://grafana.com/docs/grafana/latest/administration/provisioning/
 * https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/
 */
export function provisioned(environment: Environment, names: Names, metrics: Metrics) {
  const { region } = environment;
  const alarms = alarmsOf(environment, metrics);
  const rules = healthAlarmOf(names).anyOf.map((id) => alertRule(id, alarms[id], region));
  const files = {
    DATA_SOURCES: {
      apiVersion: 1,
      datasources: [
        {
          name: "CloudWatch",
          ...dataSource,
          isDefault: true,
          // The task's role.
          jsonData: { authType: "default", defaultRegion: region },
        },
      ],
    },
    DASHBOARD_PROVIDERS: {
      apiVersion: 1,
      providers: [{ name: title, folder: title, type: "file", options: { path: dashboards } }],
    },
    DASHBOARD: dashboardOf(names.base, graphsOf(metrics, alarms), region),
    ALERT_RULES: {
      apiVersion: 1,
      groups: [
        {
          orgId: 1,
          name: names.base,
          folder: title,
          interval: "1m",
          // What the file says already.
          rules: rules.map(({ orgID: _, folderUID: __, ruleGroup: ___, ...rule }) => rule),
        },
      ],
    },
  };
  const texts = Object.entries(files).map(([name, content]) => [name, JSON.stringify(content)]);
  return Object.fromEntries(texts) as Readonly<Record<keyof typeof files, string>>;
}
