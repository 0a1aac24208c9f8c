#!/bin/bash
set -euo pipefail
# What the adder's machine does once, at its first boot: install Node.js and the release whose checksum stands here, and
# start it. Where the bucket holds another file under that name, nothing is installed and nothing starts: the load
# balancer never finds the machine healthy, and its group's refresh ends as failed.
umask 022

readonly BUCKET='tally-releases-111122223333-us-east-1' KEY='adder/(see images.json).tar.gz' SHA256='(see images.json)' REGION='us-east-1'
readonly HOST_PARAMETER='/tally-production/database/host'
readonly FOLDER='/srv/tally-adder' LOG='/var/log/tally/boot.log' UNIT_FILE='/etc/systemd/system/tally-adder.service' VARIABLES_FILE='/etc/tally-adder.env'
readonly COPY_SCRIPT='/usr/local/sbin/tally-adder-log' COPY_UNIT_FILE='/etc/systemd/system/tally-adder-log.service'
readonly AGENT_CTL='/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl' AGENT_CONFIG_FILE='/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json'
readonly ATTEMPTS='10' PAUSE_SECONDS='5'

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
AWS_REGION=us-east-1
DATABASE_AUTHORITIES=/srv/tally-adder/database-authorities.pem
DATABASE_NAME=tally
DATABASE_PORT=5432
DATABASE_USER=tally_adder
PORT=8080
VARIABLES
  printf 'DATABASE_HOST=%s\n' "$host" >>"$VARIABLES_FILE"
  cat >"$UNIT_FILE" <<'UNIT'
[Unit]
Description=tally's adder
After=network-online.target
Wants=network-online.target
[Service]
ExecStart=/usr/bin/node-22 /srv/tally-adder/start.js
EnvironmentFile=/etc/tally-adder.env
LogRateLimitIntervalSec=0
DynamicUser=yes
CapabilityBoundingSet=
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
Restart=always
RestartSec=2
TimeoutStopSec=30
[Install]
WantedBy=multi-user.target
UNIT
}

write_log_copy() {
  cat >"$COPY_SCRIPT" <<'COPY'
#!/bin/bash
set -euo pipefail
# Copies what the journal has of the service into the file that the CloudWatch agent collects. The journal bounds itself;
# the file is put aside here, by its only writer, and no line is lost: since the last one was written, the agent has had
# the pause to read it. A file that is new it reads from its beginning.
# https://www.freedesktop.org/software/systemd/man/latest/journalctl.html#--cursor-file=FILE

readonly UNIT='tally-adder.service' LOG='/var/log/tally/adder.log' CURSOR_FILE='/var/lib/tally-adder-log/cursor' MOST_BYTES='100000000'

while sleep '5'; do
  if [[ -e $LOG && $(stat --format=%s "$LOG") -ge $MOST_BYTES ]]; then mv "$LOG" "$LOG.1"; fi
  # Where it ends between the two, lines are there twice, and none is missing.
  journalctl --quiet --unit "$UNIT" --output cat --cursor-file "$CURSOR_FILE" >>"$LOG"
done
COPY
  cat >"$COPY_UNIT_FILE" <<'UNIT'
[Unit]
Description=Copies the log of tally's adder for the CloudWatch agent
[Service]
ExecStart=/bin/bash /usr/local/sbin/tally-adder-log
StateDirectory=tally-adder-log
ReadWritePaths=/var/log/tally
CapabilityBoundingSet=
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateNetwork=yes
Restart=always
RestartSec=2
[Install]
WantedBy=multi-user.target
UNIT
}

start_agent() {
  cat >"$AGENT_CONFIG_FILE" <<'JSON'
{
 "logs": {
  "logs_collected": {
   "files": {
    "collect_list": [
     {
      "file_path": "/var/log/tally/adder.log",
      "log_group_name": "/tally-production/adder",
      "log_stream_name": "{instance_id}/adder.log"
     },
     {
      "file_path": "/var/log/tally/boot.log",
      "log_group_name": "/tally-production/adder",
      "log_stream_name": "{instance_id}/boot.log"
     }
    ]
   }
  }
 }
}
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
