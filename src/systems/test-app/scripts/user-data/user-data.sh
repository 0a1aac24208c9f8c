#!/bin/bash
# What an instance does once, at its first boot: start the CloudWatch agent, fetch the updater, run
# it, and say as a metric how that went. The application is in the image: whatever fails here, the
# instance goes on, and whether it serves is decided by the load balancer's health check alone.
set -euo pipefail
umask 077

readonly ENVIRONMENT_ID='@@ENVIRONMENT_ID@@' LOG='@@LOG@@' CONSOLE='@@CONSOLE@@'
readonly AGENT_CTL='@@AGENT_CTL@@' AGENT_CONFIG_FILE='@@AGENT_CONFIG_FILE@@'
readonly METRIC_NAMESPACE='@@METRIC_NAMESPACE@@' METRIC_NAME='@@METRIC_NAME@@'
readonly AGENT_SECONDS='@@AGENT_SECONDS@@' LOCK_SECONDS='@@LOCK_SECONDS@@' METRIC_SECONDS='@@METRIC_SECONDS@@'

failed=1 # the metric and the exit code, until the update part has succeeded

# A full disk or a missing console costs lines, never the boot.
log() {
  local line
  line="$(date -u +%Y-%m-%dT%H:%M:%SZ) $*"
  if ! { printf '%s\n' "$line" >>"$LOG"; } 2>/dev/null; then lost_log=1; fi
  if [[ -e $CONSOLE ]] && ! { printf '%s\n' "$line" >>"$CONSOLE"; } 2>/dev/null; then lost_log=1; fi
}

@@UPDATER_FUNCTIONS@@
# Amazon Linux 2023 keeps no /var/log/messages without rsyslog.
start_agent() {
  local -r deadline=$(($(now) + AGENT_SECONDS))
  if [[ ! -x $AGENT_CTL ]]; then
    log "installing the CloudWatch agent and rsyslog"
    (umask 022 && until_deadline "$deadline" dnf install -y amazon-cloudwatch-agent rsyslog) >"$scratch" 2>&1 || return 1
  fi
  if ! until_deadline "$deadline" systemctl enable --now rsyslog >"$scratch" 2>&1; then
    log "rsyslog does not run: the system log will not be collected"
  fi
  cat 2>"$scratch" >"$AGENT_CONFIG_FILE" <<'JSON' || return 1
@@AGENT_CONFIG@@
JSON
  until_deadline "$deadline" "$AGENT_CTL" -a fetch-config -m ec2 -s -c "file:$AGENT_CONFIG_FILE" >"$scratch" 2>&1
}

# An older updater still updates the application; that it could not be renewed is a failure all the same.
update() {
  local renewed=1
  if ! may_update; then
    log "the instance goes on with the application of its image, because $held"
    [[ $held == 'updates are held: '* ]] # somebody wants it so
    return
  fi
  rm -f "$UPDATER.download" # of a run that was killed
  if ! renew_updater; then
    renewed=0
    log "the updater could not be renewed"
  fi
  if [[ ! -x $UPDATER ]]; then
    log "there is no updater to run"
    return 1
  fi
  run_updater && ((renewed))
}

update_under_lock() {
  local code=0
  {
    if ! flock --wait "$LOCK_SECONDS" 9; then
      log "another run of the updater holds $LOCK"
      return 1
    fi
    update || code=$?
    remove_download
    return "$code"
  } 9>>"$LOCK"
}

put_metric() {
  if ! aws_cli "$(($(now) + METRIC_SECONDS))" cloudwatch put-metric-data --namespace "$METRIC_NAMESPACE" \
    --metric-name "$METRIC_NAME" --dimensions "EnvironmentId=$ENVIRONMENT_ID" --value "$failed" --unit Count >"$scratch" 2>&1; then
    log_with_output "the metric $METRIC_NAME could not be sent" 1
  fi
}

# Runs however the script ends.
finish() {
  remove_download # of an update that was interrupted: the lock is held until this script ends
  put_metric
  log "boot script ended with exit code $failed${lost_log:+, and lines of this log were lost}"
  exit "$failed"
}

main() {
  cd /
  trap finish EXIT
  trap 'exit 1' HUP INT TERM
  if ! (umask 022 && mkdir -p "${LOG%/*}" "${UPDATER_LOG%/*}"); then log "no folder for the logs"; fi
  open_scratch || true
  log "boot script of $ENVIRONMENT_ID begins"
  if ! start_agent; then
    log_with_output "the CloudWatch agent could not be started" 3
  fi
  if update_under_lock; then
    failed=0
  else
    log "the update failed: the instance goes on with the application of its image"
  fi
}

main
