#!/bin/sh
# Writes what Grafana is provisioned with from the task's variables, and starts it. All that Grafana writes is in this
# folder, which is in memory. src/systems/messages/grafana makes the variables.
set -eu

cd "$GF_PATHS_DATA"
mkdir -p dashboards provisioning/alerting provisioning/dashboards provisioning/datasources
printf '%s' "$DASHBOARD" >dashboards/messages.json
printf '%s' "$ALERT_RULES" >provisioning/alerting/rules.yaml
printf '%s' "$DASHBOARD_PROVIDERS" >provisioning/dashboards/providers.yaml
printf '%s' "$DATA_SOURCES" >provisioning/datasources/sources.yaml

export GF_PATHS_PROVISIONING="$PWD/provisioning"
# Grafana knows them from the files.
unset DASHBOARD ALERT_RULES DASHBOARD_PROVIDERS DATA_SOURCES
exec "$@"
