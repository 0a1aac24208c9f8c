#!/bin/bash
set -euo pipefail
umask 077

readonly ENVIRONMENT_ID='production-us-east-1' LOG='/var/log/test-app/user-data.log' CONSOLE='/dev/console'
readonly AGENT_CTL='/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl' AGENT_CONFIG_FILE='/opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json'
readonly METRIC_NAMESPACE='test-app/production-us-east-1' METRIC_NAME='BootUpdateFailed'
readonly AGENT_SECONDS='120' LOCK_SECONDS='30' METRIC_SECONDS='20'

failed=1 # the metric and the exit code, until the update part has succeeded

log() {
  local line
  line="$(date -u +%Y-%m-%dT%H:%M:%SZ) $*"
  if ! { printf '%s\n' "$line" >>"$LOG"; } 2>/dev/null; then lost_log=1; fi
  if [[ -e $CONSOLE ]] && ! { printf '%s\n' "$line" >>"$CONSOLE"; } 2>/dev/null; then lost_log=1; fi
}


readonly REGION='us-east-1' SECRET_NAME='test-app/production-us-east-1/autoupdater-download'
readonly UPDATER_URL='https://server.com/testapp-autoupdater' UPDATER_SHA256=''
readonly UPDATER='/usr/local/bin/testapp-autoupdater' UPDATER_LOG='/var/log/test-app/autoupdater.log' LOCK='/run/lock/testapp-autoupdater.lock'
readonly UPDATES='/test-app/production-us-east-1/updates' UPDATES_SECONDS='12' # the parameter that lets updates happen
readonly SECRET_SECONDS='60' DOWNLOAD_SECONDS='120'
readonly UPDATER_SECONDS='300' KILL_GRACE_SECONDS='5'

readonly GIVE_UP=3 # the exit code of an attempt that would fail the same way again

readonly CURL_CONFIG='
import json, sys
try:
    secret = json.loads(sys.stdin.buffer.read())
    pair = [secret["username"], secret["password"]]
    if len(secret) != 2 or ":" in pair[0] or not all(pair) or any(ord(c) < 32 or ord(c) == 127 for s in pair for c in s):
        raise ValueError
    user = ":".join(pair).replace("\\", "\\\\").replace("\"", "\\\"")
    sys.stdout.buffer.write(("user = \"%s\"\n" % user).encode())
except Exception:
    sys.exit("it is not JSON of the form {username, password}, two texts without control characters")
'

download=         # a download that isn't installed
held=             # why nothing may fetch or run the updater, as a clause
scratch=/dev/null # what the last command said, for the log

now() {
  local uptime
  read -r uptime _ </proc/uptime && printf '%s' "${uptime%.*}"
}

open_scratch() {
  local file
  file=$(mktemp) && exec 8<>"$file" && rm "$file" && scratch=/proc/$$/fd/8
}

log_with_output() {
  local line LC_ALL=C
  log "$1"
  while IFS= read -r line; do
    if ((${#line} > 400)); then line=${line: -400}; fi
    log "  | $line"
  done < <(tail -c 8000 "$scratch" | tr -s '\r' '\n' | tail -n "$2" | tr -d '\000-\010\013-\037\177')
}

until_deadline() {
  local -r left=$(($1 - $(now)))
  if ((left <= 0)); then return 124; fi
  timeout --kill-after="$KILL_GRACE_SECONDS" "$left" "${@:2}"
}

retry() {
  local -r deadline=$(($(now) + $1)) attempt=$2
  local pause=1 code
  while true; do
    code=0
    "$attempt" "$deadline" || code=$?
    if ((code == 0)); then return 0; fi
    if ((code == GIVE_UP || $(now) + pause >= deadline)); then return 1; fi
    log "trying again in $pause s"
    sleep "$pause"
    pause=$((pause < 16 ? pause * 2 : pause))
  done
}

aws_cli() {
  until_deadline "$1" env AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=2 AWS_EC2_METADATA_V1_DISABLED=true \
    AWS_METADATA_SERVICE_TIMEOUT=5 AWS_METADATA_SERVICE_NUM_ATTEMPTS=3 \
    aws --region "$REGION" --cli-connect-timeout 10 --cli-read-timeout 20 "${@:2}"
}

may_update() {
  local updates=
  held=
  retry "$UPDATES_SECONDS" read_updates || true
  case $updates in
    enabled) return 0 ;;
    '') held="the parameter $UPDATES is missing or can't be read, which counts as held" ;;
    'held: '?*) held="updates are $(LC_ALL=C tr -d '\000-\037\177' <<<"${updates:0:1000}")" ;;
    *) held="the parameter $UPDATES doesn't say enabled, which counts as held" ;;
  esac
  return 1
}

read_updates() {
  local code=0
  updates=$(aws_cli "$1" ssm get-parameter --name "$UPDATES" --query Parameter.Value --output text 2>"$scratch") || code=$?
  if ((code == 0)); then return 0; fi
  updates=
  log_with_output "the parameter $UPDATES could not be read: exit code $code" 1
  if grep -q 'ParameterNotFound\|AccessDenied' "$scratch"; then return "$GIVE_UP"; fi
  return 1
}

fetch_secret() {
  local code=0
  secret=$(aws_cli "$1" secretsmanager get-secret-value --secret-id "$SECRET_NAME" \
    --query SecretString --output text 2>"$scratch") || code=$?
  if ((code == 0)); then return 0; fi
  if grep -q 'ResourceNotFoundException.*AWSCURRENT' "$scratch"; then
    log "the secret has no value yet: $SECRET_NAME"
    return "$GIVE_UP"
  fi
  log_with_output "the secret $SECRET_NAME could not be fetched: exit code $code" 1
  return 1
}

download_updater() {
  local code=0 status
  status=$(printf '%s\n' "$credentials" | until_deadline "$1" curl --disable --config - --silent --show-error \
    --fail --location --max-redirs 3 --proto =https --proto-redir =https --connect-timeout 10 \
    --speed-limit 1 --speed-time 15 --write-out '%{http_code}' --output "$download" --url "$UPDATER_URL" 2>"$scratch") || code=$?
  if ((code == 0)); then return 0; fi
  log_with_output "the download failed: curl's exit code $code, HTTP status ${status:-none}" 1
  case "$code:$status" in
    22:408 | 22:429 | 22:5?? | 5:* | 6:* | 7:* | 16:* | 18:* | 28:* | 35:* | 52:* | 55:* | 56:* | 60:* | 92:*) return 1 ;;
    *) return "$GIVE_UP" ;;
  esac
}

check_download() {
  local sum
  sum=$(sha256sum <"$download") || return 1
  if [[ -n $UPDATER_SHA256 && ${sum%% *} != "$UPDATER_SHA256" ]]; then
    log "the download has the wrong checksum: ${sum%% *}, expected $UPDATER_SHA256"
    return 1
  fi
  case "$(od -An -tx1 -N4 "$download")" in
    ' 23 21 '* | ' 7f 45 4c 46') return 0 ;;
    *) log "the download is not a program: it begins with neither #! nor the ELF magic" && return 1 ;;
  esac
}

install_download() {
  if [[ -O $UPDATER ]] && cmp --silent "$download" "$UPDATER"; then
    log "the updater is unchanged"
    chmod 0755 "$UPDATER"
    return
  fi
  if [[ -e $UPDATER ]]; then ln --force "$UPDATER" "$UPDATER.previous" || return 1; fi
  chmod 0755 "$download" && sync "$download" && mv --force "$download" "$UPDATER" || return 1
  log "the updater is installed"
}

renew_updater() {
  local secret credentials
  retry "$SECRET_SECONDS" fetch_secret || return 1
  if ! credentials=$(printf '%s' "$secret" | python3 -I -c "$CURL_CONFIG" 2>"$scratch"); then
    log_with_output "the secret $SECRET_NAME is of no use" 1
    return 1
  fi
  download=$UPDATER.download # beside the target, so that a rename installs it
  log "downloading $UPDATER_URL"
  retry "$DOWNLOAD_SECONDS" download_updater && check_download || return 1
  if ! install_download 2>"$scratch"; then
    log_with_output "the updater could not be installed" 1
    return 1
  fi
}

remove_download() {
  if ! rm -f "$download"; then log "a download is left: $download"; fi
  download=
}

run_updater() {
  local code=0 output=$UPDATER_LOG start begin
  begin=$(now)
  if (($(stat --format=%s "$output" 2>/dev/null || echo 0) > 10000000)); then mv --force "$output" "$output.1" || true; fi
  if ! { : >>"$output"; } 2>/dev/null; then output=/dev/null; fi
  start=$(stat --format=%s "$output") || start=0
  log "running the updater"
  (umask 022 && exec timeout --kill-after="$KILL_GRACE_SECONDS" "$UPDATER_SECONDS" bash -c "exec '$UPDATER' 8>&- 9>&-") </dev/null >>"$output" 2>&1 &
  wait "$!" || code=$?
  if (((code == 124 || code == 137) && $(now) - begin >= UPDATER_SECONDS)); then
    timed_out=1
    if kill -KILL -- "-$!" 2>/dev/null; then log "what the updater had started was killed"; fi
  fi
  if ! tail -c "+$((start + 1))" "$output" | tail -c 8000 >"$scratch"; then
    log "the end of its output can't be shown"
    scratch=/dev/null
  fi
  log_with_output "the updater ended with exit code $code${timed_out:+ at its time limit of $UPDATER_SECONDS s}" "$((code == 0 ? 3 : 40))"
  return "$code"
}

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
{"agent":{"metrics_collection_interval":60,"run_as_user":"root"},"logs":{"logs_collected":{"files":{"collect_list":[{"file_path":"/var/log/messages","log_group_name":"/test-app/production-us-east-1/system","log_stream_name":"{instance_id}"},{"file_path":"/var/log/test-app/user-data.log","log_group_name":"/test-app/production-us-east-1/user-data","log_stream_name":"{instance_id}"},{"file_path":"/var/log/cloud-init-output.log","log_group_name":"/test-app/production-us-east-1/user-data","log_stream_name":"{instance_id}/cloud-init"},{"file_path":"/var/log/test-app/autoupdater.log","log_group_name":"/test-app/production-us-east-1/autoupdater","log_stream_name":"{instance_id}"}]}}},"metrics":{"namespace":"test-app/production-us-east-1","append_dimensions":{"AutoScalingGroupName":"${aws:AutoScalingGroupName}","InstanceId":"${aws:InstanceId}"},"aggregation_dimensions":[["AutoScalingGroupName"]],"metrics_collected":{"mem":{"measurement":["mem_used_percent"]},"disk":{"measurement":["used_percent"],"resources":["/"]},"ethtool":{"metrics_include":["bw_in_allowance_exceeded","bw_out_allowance_exceeded","pps_allowance_exceeded","conntrack_allowance_exceeded","linklocal_allowance_exceeded"]}}}}
JSON
  until_deadline "$deadline" "$AGENT_CTL" -a fetch-config -m ec2 -s -c "file:$AGENT_CONFIG_FILE" >"$scratch" 2>&1
}

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
