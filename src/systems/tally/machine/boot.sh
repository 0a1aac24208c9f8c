#!/bin/bash
set -euo pipefail
# What the adder's machine does once, at its first boot: install Node.js and the release whose checksum stands here, and
# start it. Where the bucket holds another file under that name, nothing is installed and nothing starts: the load
# balancer never finds the machine healthy, and its group's refresh ends as failed.
umask 022

readonly BUCKET='@@BUCKET@@' KEY='@@KEY@@' SHA256='@@SHA256@@' REGION='@@REGION@@'
readonly HOST_PARAMETER='@@HOST_PARAMETER@@'
readonly FOLDER='@@FOLDER@@' LOG='@@LOG@@' UNIT_FILE='@@UNIT_FILE@@' VARIABLES_FILE='@@VARIABLES_FILE@@'
readonly COPY_SCRIPT='@@COPY_SCRIPT@@' COPY_UNIT_FILE='@@COPY_UNIT_FILE@@'
readonly AGENT_CTL='@@AGENT_CTL@@' AGENT_CONFIG_FILE='@@AGENT_CONFIG_FILE@@'
readonly ATTEMPTS='@@ATTEMPTS@@' PAUSE_SECONDS='@@PAUSE_SECONDS@@'

log() {
  printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >>"$LOG"
}

# A machine that has just begun may have no network and no credentials yet.
retry() {
  local attempt
  for ((attempt = 1; attempt <= ATTEMPTS; attempt++)); do
    if "$@" >>"$LOG" 2>&1; then return 0; fi
    log "attempt $attempt of $ATTEMPTS failed: $1"
    sleep "$PAUSE_SECONDS"
  done
  return 1
}

install_packages() {
  timeout 300 dnf install -y nodejs22 amazon-cloudwatch-agent
}

fetch_release() {
  timeout 120 aws --region "$REGION" s3 cp --no-progress "s3://$BUCKET/$KEY" "$release"
}

# Only Terraform knows it, so that it can't stand here.
read_database_host() {
  host=$(timeout 60 aws --region "$REGION" ssm get-parameter --name "$HOST_PARAMETER" \
    --query Parameter.Value --output text)
  [[ $host =~ ^[A-Za-z0-9.-]+$ ]]
}

is_expected() {
  printf '%s  %s\n' "$SHA256" "$release" | sha256sum --check --status
}

install_release() {
  rm -rf "$FOLDER"
  mkdir -p "$FOLDER"
  tar --extract --gzip --file "$release" --directory "$FOLDER" --no-same-owner --no-same-permissions
}

write_service() {
  cat >"$VARIABLES_FILE" <<'VARIABLES'
@@VARIABLES@@
VARIABLES
  printf 'DATABASE_HOST=%s\n' "$host" >>"$VARIABLES_FILE"
  cat >"$UNIT_FILE" <<'UNIT'
@@UNIT@@
UNIT
}

write_log_copy() {
  cat >"$COPY_SCRIPT" <<'COPY'
@@COPY@@
COPY
  cat >"$COPY_UNIT_FILE" <<'UNIT'
@@COPY_UNIT@@
UNIT
}

start_agent() {
  cat >"$AGENT_CONFIG_FILE" <<'JSON'
@@AGENT_CONFIG@@
JSON
  "$AGENT_CTL" -a fetch-config -m ec2 -s -c "file:$AGENT_CONFIG_FILE"
}

main() {
  mkdir -p "${LOG%/*}"
  release=$(mktemp)
  trap 'rm -f "$release"' EXIT
  log "boot begins: release $KEY, sha256 $SHA256"
  retry install_packages || { log "the packages could not be installed"; exit 1; }
  start_agent >>"$LOG" 2>&1 || log "the CloudWatch agent could not be started: logs stay on this machine"
  retry fetch_release || { log "the release could not be fetched"; exit 1; }
  if ! is_expected; then
    log "the release is refused: its sha256 is $(sha256sum "$release" | cut -d' ' -f1)"
    exit 1
  fi
  retry read_database_host || { log "$HOST_PARAMETER names no database"; exit 1; }
  install_release
  write_service
  write_log_copy
  systemctl daemon-reload
  systemctl enable --now "${UNIT_FILE##*/}" "${COPY_UNIT_FILE##*/}"
  log "boot has ended: the release runs"
}

main
