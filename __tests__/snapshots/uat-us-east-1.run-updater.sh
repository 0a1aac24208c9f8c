#!/bin/bash
# What Systems Manager runs on each instance in a rollout: it takes the instance out of its target group,
# runs the updater once, waits until the application is healthy, and puts the instance back. The exit code
# tells SSM, which stops the rollout when too many instances fail; the last line of the output tells people
# what happened and what to do.
#
#   exit code   meaning
#   0           the updater succeeded, the application is healthy, and the instance is in service again
#   210         another run holds the lock: nothing was done
#   211         there is no updater, and it could not be fetched
#   212         the updater is there, but is not an executable file
#   213         the updater ran into its time limit and was ended
#   214         the updater failed with an exit code to which SSM or this table gives another meaning, or with
#               one that may say that it could not be started
#   215         the updater succeeded, but the application is not healthy
#   216         this script was interrupted, or failed itself
#   217         the instance could not be taken out of its target group: the updater did not run
#   218         the updater succeeded, and the application is healthy, but the instance is not in service
#   219         too few other instances are in service: nothing was done
#   220         updates are held: the updater did not run
#   any other   the updater failed with that exit code
set -euo pipefail
umask 077

readonly LOCKED=210 NOT_FETCHED=211 NOT_EXECUTABLE=212 TIMED_OUT=213 AMBIGUOUS=214 NOT_HEALTHY=215 BROKEN=216
readonly NOT_DRAINED=217 NOT_IN_SERVICE=218 TOO_FEW=219 HELD=220

readonly OUTPUT_PLACE='/var/log/test-app/autoupdater.log, or the log group /test-app/uat-us-east-1/autoupdater'
readonly HEALTH_URL='http://127.0.0.1:80/health' HEALTHY_CODES='200' HEALTHY_COUNT='2'
readonly HEALTH_INTERVAL_SECONDS='15' HEALTH_TIMEOUT_SECONDS='5'
readonly HEALTH_SECONDS='90' LOCK_SECONDS='20'

result=$BROKEN
verdict="the script did not come to its end. Read the lines above, and what the updater printed: $OUTPUT_PLACE."

# SSM shows the first 24,000 characters: what is logged stays below that, so that the end is among them. A line
# that finds no room on the disk is no reason to leave an instance out of its target group.
log() { line "$*" || true; }
line() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }

# What the instance's scripts have in common: fetching the updater and running it. A script that takes
# this in has a function `log`, and holds the lock on descriptor 9 while it calls these.
# Functions check each step themselves: `set -e` is off inside a function that a condition calls.

readonly REGION='us-east-1' SECRET_NAME='test-app/uat-us-east-1/autoupdater-download'
readonly UPDATER_URL='https://server.com/testapp-autoupdater' UPDATER_SHA256=''
readonly UPDATER='/usr/local/bin/testapp-autoupdater' UPDATER_LOG='/var/log/test-app/autoupdater.log' LOCK='/run/lock/testapp-autoupdater.lock'
readonly UPDATES='/test-app/uat-us-east-1/updates' UPDATES_SECONDS='12' # the parameter that lets updates happen
readonly SECRET_SECONDS='60' DOWNLOAD_SECONDS='120'
readonly UPDATER_SECONDS='300' KILL_GRACE_SECONDS='5'

readonly GIVE_UP=3 # the exit code of an attempt that would fail the same way again

# Turns the secret into curl's configuration. Control characters can't be in Basic credentials, nor
# a colon in a user name (RFC 7617); the message is fixed because the parser's could quote the secret.
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

# Seconds since the machine began: SECONDS would follow a step of the clock, which a boot sets.
now() {
  local uptime
  read -r uptime _ </proc/uptime && printf '%s' "${uptime%.*}"
}

# A file without a name: nothing is left of it, however the script ends.
open_scratch() {
  local file
  file=$(mktemp) && exec 8<>"$file" && rm "$file" && scratch=/proc/$$/fd/8
}

# log_with_output MESSAGE LINES: and the end of what the last command said, as plain text. What a progress
# bar has overwritten is a line of its own: the one that counts comes behind it.
log_with_output() {
  # Text is bytes here: in UTF-8 a line that was cut inside a character would swallow the next one.
  local line LC_ALL=C
  log "$1"
  while IFS= read -r line; do
    if ((${#line} > 400)); then line=${line: -400}; fi
    log "  | $line"
  done < <(tail -c 8000 "$scratch" | tr -s '\r' '\n' | tail -n "$2" | tr -d '\000-\010\013-\037\177')
}

# until_deadline DEADLINE COMMAND...: ends the command, and what it started, when the time is up.
# (`timeout 0` would mean no limit, and `timeout` can't run a function.)
until_deadline() {
  local -r left=$(($1 - $(now)))
  if ((left <= 0)); then return 124; fi
  timeout --kill-after="$KILL_GRACE_SECONDS" "$left" "${@:2}"
}

# retry SECONDS FUNCTION: calls FUNCTION with the deadline until it succeeds, gives up, or time is up.
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

# aws_cli DEADLINE ARGUMENT...: with the instance role's credentials, from IMDSv2 only.
aws_cli() {
  until_deadline "$1" env AWS_RETRY_MODE=standard AWS_MAX_ATTEMPTS=2 AWS_EC2_METADATA_V1_DISABLED=true \
    AWS_METADATA_SERVICE_TIMEOUT=5 AWS_METADATA_SERVICE_NUM_ATTEMPTS=3 \
    aws --region "$REGION" --cli-connect-timeout 10 --cli-read-timeout 20 "${@:2}"
}

# Whether the updater may be fetched and run. Only a parameter that says so lets it: one that is missing, can't
# be read or says anything else holds it, as one does that says who holds it and why. Sets `held`.
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

# Sets `updates`, which its caller keeps.
read_updates() {
  local code=0
  updates=$(aws_cli "$1" ssm get-parameter --name "$UPDATES" --query Parameter.Value --output text 2>"$scratch") || code=$?
  if ((code == 0)); then return 0; fi
  updates=
  log_with_output "the parameter $UPDATES could not be read: exit code $code" 1
  if grep -q 'ParameterNotFound\|AccessDenied' "$scratch"; then return "$GIVE_UP"; fi
  return 1
}

# Sets `secret`, which its caller keeps: never exported, an argument, or in a file.
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

# curl sends the credentials to the URL's own host only, because --location-trusted is not given.
download_updater() {
  local code=0 status
  status=$(printf '%s\n' "$credentials" | until_deadline "$1" curl --disable --config - --silent --show-error \
    --fail --location --max-redirs 3 --proto =https --proto-redir =https --connect-timeout 10 \
    --speed-limit 1 --speed-time 15 --write-out '%{http_code}' --output "$download" --url "$UPDATER_URL" 2>"$scratch") || code=$?
  if ((code == 0)); then return 0; fi
  log_with_output "the download failed: curl's exit code $code, HTTP status ${status:-none}" 1
  case "$code:$status" in
    # Transient: busy server; no name, connection, TLS handshake or answer; time-out; broken off; a
    # certificate that isn't valid yet, because the clock isn't set.
    22:408 | 22:429 | 22:5?? | 5:* | 6:* | 7:* | 16:* | 18:* | 28:* | 35:* | 52:* | 55:* | 56:* | 60:* | 92:*) return 1 ;;
    *) return "$GIVE_UP" ;;
  esac
}

# An error or login page with status 200 is no program: Linux runs scripts with #! and ELF files only.
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

# The old file's bytes stay under its second name, without a copy that a full disk could cut short.
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

# Only whoever holds the lock removes the download: another's has the same name.
remove_download() {
  if ! rm -f "$download"; then log "a download is left: $download"; fi
  download=
}

# Output goes to a file: a daemon that the updater leaves behind would keep a pipe open for ever.
# `timeout` makes the updater a process group of its own and keeps descriptor 9, the lock, so that no
# other run can begin while this updater lives, even when this script is killed. The updater itself is
# without the lock, and so is such a daemon.
run_updater() {
  local code=0 output=$UPDATER_LOG start begin
  begin=$(now)
  # The CloudWatch agent reads the old file to its end.
  if (($(stat --format=%s "$output" 2>/dev/null || echo 0) > 10000000)); then mv --force "$output" "$output.1" || true; fi
  if ! { : >>"$output"; } 2>/dev/null; then output=/dev/null; fi
  start=$(stat --format=%s "$output") || start=0
  log "running the updater"
  (umask 022 && exec timeout --kill-after="$KILL_GRACE_SECONDS" "$UPDATER_SECONDS" bash -c "exec '$UPDATER' 8>&- 9>&-") </dev/null >>"$output" 2>&1 &
  wait "$!" || code=$?
  if (((code == 124 || code == 137) && $(now) - begin >= UPDATER_SECONDS)); then
    timed_out=1
    # What the updater started may ignore the request to end, and outlive it.
    if kill -KILL -- "-$!" 2>/dev/null; then log "what the updater had started was killed"; fi
  fi
  # A log that is gone, or a full disk, doesn't change the exit code.
  if ! tail -c "+$((start + 1))" "$output" | tail -c 8000 >"$scratch"; then
    log "the end of its output can't be shown"
    scratch=/dev/null
  fi
  log_with_output "the updater ended with exit code $code${timed_out:+ at its time limit of $UPDATER_SECONDS s}" "$((code == 0 ? 3 : 40))"
  return "$code"
}

# end EXIT_CODE WHAT_HAPPENED_AND_WHAT_TO_DO
end() {
  result=$1
  verdict=$2
  exit "$result"
}

# One health check as the load balancer makes it. Sets `answer`, for people.
is_healthy() {
  local status codes code=0
  status=$(curl --disable --noproxy '*' --globoff --path-as-is --silent --show-error --max-time "$HEALTH_TIMEOUT_SECONDS" \
    --output /dev/null --write-out '%{http_code}' --url "$HEALTH_URL" 2>"$scratch") || code=$?
  if ((code != 0)); then
    answer="curl's exit code $code, $(tail -n 1 "$scratch" | cut -b 1-200)"
    return 1
  fi
  answer="HTTP status $status"
  for codes in ${HEALTHY_CODES//,/ }; do
    if ((10#$status >= ${codes%-*} && 10#$status <= ${codes#*-})); then return 0; fi
  done
  return 1
}

# So many good answers in a row, so far apart, as the load balancer wants: a single one may come from the
# old application right before it restarts, and the next instance must not follow before this one serves.
wait_until_healthy() {
  local -r deadline=$(($(now) + HEALTH_SECONDS))
  local good=0 next pause
  while true; do
    next=$(($(now) + HEALTH_INTERVAL_SECONDS))
    if is_healthy; then good=$((good + 1)); else good=0; fi
    if ((good >= HEALTHY_COUNT)); then return 0; fi
    if ((next > deadline)); then return 1; fi
    pause=$((next - $(now)))
    if ((pause > 0)); then sleep "$pause"; fi
  done
}

# Taking the instance out of its target group while it updates, and putting it back, so that no user
# notices. Whatever happens to the script, a service of systemd's puts the instance back: a cancel and a
# step's time-out end the script with SIGKILL, which no trap hears, and the instance may restart.

readonly TARGET_GROUP='${aws_lb_target_group.target-group_this_130138DD.arn}' LEAST_IN_SERVICE='2'
readonly METADATA_SECONDS='10'
readonly TARGET_CALL_SECONDS='30' TARGET_POLL_SECONDS='5'
readonly DRAIN_SECONDS='120' IN_SERVICE_SECONDS='90'
readonly OUT='/var/lib/test-app/out-of-service' # is there while the instance is out by this script's doing, through a restart too
readonly GUARD_SCRIPT='/var/lib/test-app/put-back' GUARD_UNIT='/etc/systemd/system/testapp-put-back.service' # what puts it back, and its service

instance= # its id
lifecycle=InService # that Auto Scaling means it to have
state=    # of the target, in Elastic Load Balancing's words
outside=  # why the instance isn't put into service, where it isn't to be
lacking=  # what it lacks in the end: health, or service
service=  # what is to be said of its service
restored= # that what puts it back has done so, and nobody else

# metadata PATH: about the instance, by IMDSv2.
metadata() {
  local -r service=${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254} deadline=$(($(now) + METADATA_SECONDS))
  local token
  token=$(ask_metadata "$deadline" --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' --url "$service/latest/api/token") || return 1
  ask_metadata "$deadline" --header "X-aws-ec2-metadata-token: $token" --url "$service/latest/meta-data/$1"
}

ask_metadata() {
  until_deadline "$1" curl --disable --noproxy '*' --silent --fail --retry 2 --max-time 5 "${@:2}"
}

# Whether Auto Scaling means the instance to serve: not on its way out, nor in Standby. What can't be read
# is no reason to keep an instance out.
# https://docs.aws.amazon.com/autoscaling/ec2/userguide/retrieving-target-lifecycle-state-through-imds.html
is_to_serve() {
  lifecycle=$(metadata autoscaling/target-lifecycle-state) || lifecycle=InService
  [[ $lifecycle == InService ]]
}

# Sets `state`, and `others`: how many others the load balancer sends requests to. A target that isn't
# registered, or has drained, isn't listed.
look_at_targets() {
  local targets id health
  if ! targets=$(aws_cli "$1" elbv2 describe-target-health --target-group-arn "$TARGET_GROUP" --output text \
    --query 'TargetHealthDescriptions[].[Target.Id, TargetHealth.State]' 2>"$scratch"); then
    state=unknown
    failed "the targets' health can't be read"
    return
  fi
  state=unused others=0
  while read -r id health; do
    if [[ $id == "$instance" ]]; then
      state=$health
    elif [[ $health == healthy ]]; then
      others=$((others + 1))
    fi
  done <<<"$targets"
}

register() { change_target "$1" register-targets; }
deregister() { change_target "$1" deregister-targets; }

change_target() {
  if ! aws_cli "$1" elbv2 "$2" --target-group-arn "$TARGET_GROUP" --targets "Id=$instance" >"$scratch" 2>&1; then
    failed "$2 failed"
  fi
}

# failed WHAT: who is denied is denied the next time, too.
failed() {
  log_with_output "$1" 1
  if grep -q AccessDenied "$scratch"; then return "$GIVE_UP"; fi
  return 1
}

# wait_for_state STATE SECONDS
wait_for_state() {
  local -r deadline=$(($(now) + $2))
  local code
  log "waiting until the load balancer calls this instance $1"
  while true; do
    code=0
    look_at_targets "$(($(now) + TARGET_CALL_SECONDS))" || code=$?
    if ((code == 0)) && [[ $state == "$1" ]]; then return 0; fi
    if ((code == GIVE_UP || $(now) + TARGET_POLL_SECONDS > deadline)); then return 1; fi
    sleep "$TARGET_POLL_SECONDS"
  done
}

# Takes the instance out of its target group and waits until its last request is answered. It ends the
# script when it can't, or when too few others would serve; nothing was done then.
leave_service() {
  if ! instance=$(metadata instance-id) || ! retry "$TARGET_CALL_SECONDS" look_at_targets; then
    end "$NOT_DRAINED" "the instance could not find out whether it is in service, so nothing was done. Mend what the lines above say, and roll out again."
  fi
  if ! is_to_serve; then
    leave_to_auto_scaling
    return
  fi
  case $state in
    draining | unused)
      if [[ ! -e $OUT ]]; then
        outside="the instance was not in its target group ($state), and no rollout had taken it out, so it is not put into service"
        lacking=service
        return
      fi
      log "an earlier run has left this instance out of its target group"
      ;;
    healthy)
      if ((others < LEAST_IN_SERVICE)); then
        end "$TOO_FEW" "only $others other instances are in service, and $LEAST_IN_SERVICE must be while this one is out, so nothing was done. Find out what the others lack, and roll out again."
      fi
      ;;
  esac
  if ! start_guard; then
    if [[ $state != unused && $state != draining ]]; then rm -f "$OUT"; fi
    end "$NOT_DRAINED" "nothing would put the instance back if this script were killed, so nothing was done. Mend what the lines above say, and roll out again."
  fi
  log "leaving the target group, in which the instance is $state"
  if [[ $state == unused ]]; then return; fi
  if ! retry "$TARGET_CALL_SECONDS" deregister || ! wait_for_state unused "$DRAIN_SECONDS"; then
    put_back || true
    end "$NOT_DRAINED" "the instance could not be taken out of its target group, so the updater did not run; $service. Mend what the lines above say, and roll out again."
  fi
}

# Puts the instance back when the application is healthy.
return_to_service() {
  log "waiting until the application is healthy: $HEALTH_URL"
  if wait_until_healthy; then
    put_back
  else
    lacking=health service="the instance is left out of its target group, because the application is not healthy"
    return 1
  fi
}

# Registers the instance, and waits until the load balancer sends it requests.
put_back() {
  register_again retry "$TARGET_CALL_SECONDS" register || return 1
  if [[ -n $outside ]]; then return; fi
  wait_for_service
}

wait_for_service() {
  if ! wait_for_state healthy "$IN_SERVICE_SECONDS"; then
    lacking=service service="the instance is registered again, but after $IN_SERVICE_SECONDS s the load balancer calls it $state"
    return 1
  fi
  service="the instance is in service again"
}

# register_again COMMAND...: has that register the instance, unless it isn't to serve.
register_again() {
  if ! is_to_serve; then
    leave_to_auto_scaling
    return
  fi
  if ! "$@"; then
    lacking=service service="the instance is out of its target group, because it could not be registered"
    return 1
  fi
  rm -f "$OUT"
  # Auto Scaling may have taken the instance out right before it was registered again.
  if ! is_to_serve; then
    retry "$TARGET_CALL_SECONDS" deregister || true
    leave_to_auto_scaling
  fi
}

leave_to_auto_scaling() {
  rm -f "$OUT"
  outside="Auto Scaling means the instance to be $lifecycle, so it is not put into service"
  service=$outside
}

# The service outlives this script's process group and what ends it, and begins again with the machine.
# https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html
start_guard() {
  { write_guard && systemctl daemon-reload && systemctl --quiet enable "${GUARD_UNIT##*/}" && : >>"$OUT" &&
    keep_guard && systemctl restart "${GUARD_UNIT##*/}"; } >"$scratch" 2>&1 && return
  log_with_output "the service that puts the instance back could not be started" 3
  return 1
}

# The machine may lose its power right after it has left: files, and what names them.
keep_guard() {
  sync "$OUT" "$GUARD_SCRIPT" "${OUT%/*}" "$GUARD_UNIT" "${GUARD_UNIT%/*}" "${GUARD_UNIT%/*}/multi-user.target.wants"
}

# It runs a copy of this script, because the agent removes its own.
write_guard() {
  (umask 022 && mkdir -p "${OUT%/*}" "${GUARD_UNIT%/*}") && cp "$0" "$GUARD_SCRIPT.new" && mv "$GUARD_SCRIPT.new" "$GUARD_SCRIPT" &&
    printf '%s\n' >"$GUARD_UNIT" \
      '[Unit]' 'Description=Puts the instance back into its target group' "ConditionPathExists=$OUT" \
      'Wants=network-online.target' 'After=network-online.target' \
      '[Service]' 'Type=exec' "ExecStart=/bin/bash $GUARD_SCRIPT put-back" \
      'Restart=always' 'RestartSec=30' \
      '[Install]' 'WantedBy=multi-user.target' && chmod 0644 "$GUARD_UNIT"
}

# What that service does: it waits until the instance is back. When nobody holds the lock who could put it
# back, which after a kill is when the updater has ended, it does so as soon as the application is healthy.
# It holds the lock only for that, one attempt at a time, so that it is in no other run's way.
guard() {
  local said=
  cd /
  # Line by line: a run may rotate the file. What finds no room there goes to the journal.
  log() { { line "$*" >>"$UPDATER_LOG"; } 2>/dev/null || line "$*" || true; }
  open_scratch || true # a disk without room is no reason to leave the instance out
  while [[ -e $OUT ]]; do
    if ! is_abandoned; then
      sleep 1
      continue
    fi
    say_once "whoever took this instance out of its target group has ended without putting it back"
    if ! wait_until_healthy; then
      say_once "OUT OF SERVICE: the application is not healthy; the last answer of $HEALTH_URL: $answer. The instance is put back as soon as it is."
    elif ! while_locked restore; then
      say_once "OUT OF SERVICE: ${service:-another run has begun, or the id of the instance could not be read}."
      sleep "$((2 * TARGET_CALL_SECONDS))"
    fi
  done
  if [[ -z $restored ]]; then return; fi
  if [[ -n $outside ]]; then
    log "$outside."
    return
  fi
  if wait_for_service; then
    log "PUT BACK: the load balancer calls the instance $state."
  else
    log "OUT OF SERVICE: $service."
  fi
}

restore() {
  if [[ ! -e $OUT ]]; then return; fi
  instance=$(metadata instance-id) && register_again register "$(($(now) + TARGET_CALL_SECONDS / 2))" && restored=1
}

is_abandoned() { while_locked true; }

# while_locked FUNCTION: unless somebody else holds the lock. A descriptor of its own lets go of it at the end.
while_locked() {
  exec 9>>"$LOCK" || return 1
  local code=0
  { flock --nonblock 9 && "$@"; } || code=$?
  exec 9>&-
  return "$code"
}

say_once() {
  if [[ $said != *"$1"* ]]; then log "$1"; fi
  said+="$1
"
}

# Runs however the script ends.
finish() {
  remove_download
  log "EXIT CODE $result: $verdict"
  exit "$result"
}

main() {
  local code=0
  cd /
  trap finish EXIT
  trap 'end "$BROKEN" "the script was interrupted. If the updater was running, it goes on and keeps the lock until its time limit of $UPDATER_SECONDS s; after that the instance is put back into its target group."' HUP INT TERM
  (umask 022 && mkdir -p "${UPDATER_LOG%/*}") # others may have files there
  open_scratch

  exec 9>>"$LOCK"
  # The service that puts the instance back holds it for a moment, now and then.
  if ! flock --wait "$LOCK_SECONDS" 9; then
    end "$LOCKED" "nothing was done, because something else holds the lock $LOCK: another rollout, an updater that went on when its rollout was cancelled, the instance's boot, or the service ${GUARD_UNIT##*/}. Wait for its end, and roll out again."
  fi
  rm -f "$UPDATER.download" # of a run that was killed
  if ! may_update; then
    end "$HELD" "nothing was done, because $held. Roll out again once they are enabled."
  fi
  if [[ ! -e $UPDATER ]]; then
    log "there is no updater"
    if ! renew_updater; then
      end "$NOT_FETCHED" "there is no updater at $UPDATER, and it could not be fetched. Mend what the lines above say, and roll out again."
    fi
  fi
  if [[ ! -f $UPDATER || ! -x $UPDATER ]]; then
    end "$NOT_EXECUTABLE" "$UPDATER is not an executable file, so nothing was done. Find out who changed it; without it, the next rollout fetches a new one."
  fi

  leave_service
  # Leaving takes minutes, in which somebody may have set the hold.
  if may_update; then run_updater || code=$?; fi
  if [[ -n $outside && -z $lacking && $(metadata autoscaling/target-lifecycle-state) == InService ]]; then
    outside= # it was in Standby, and has left it while it was updated
  fi
  if [[ -z $outside ]]; then
    return_to_service || true
  elif ((code == 0)); then
    log "waiting until the application is healthy: $HEALTH_URL"
    if ! wait_until_healthy; then lacking=health; fi
  fi
  service=${outside:-$service}
  if [[ -n $held ]]; then
    end "$HELD" "the updater did not run, because $held; $service. Roll out again once they are enabled."
  fi
  if [[ -n ${timed_out:-} ]]; then
    end "$TIMED_OUT" "the updater did not end within $UPDATER_SECONDS s, and was ended; $service. What it printed: $OUTPUT_PLACE."
  fi
  case $code in
    0) ;;
    # SSM would read: timed out; success; reboot, and run again. People would read the table at the top.
    137 | 168 | 194 | 21[0-9] | 220) end "$AMBIGUOUS" "the updater failed with exit code $code, to which SSM or this script gives another meaning; $service. What it printed: $OUTPUT_PLACE." ;;
    # `timeout` and the shell that starts the updater give these too.
    12[5-7]) end "$AMBIGUOUS" "the updater could not be started, or failed with exit code $code itself; $service. What it printed, or why it did not start: $OUTPUT_PLACE." ;;
    *) end "$code" "the updater failed with exit code $code; $service. What it printed: $OUTPUT_PLACE." ;;
  esac

  if [[ $lacking == health ]]; then
    end "$NOT_HEALTHY" "the updater succeeded, but the application was not healthy within $HEALTH_SECONDS s; the last answer of $HEALTH_URL: $answer; $service. Look at the application. Once there is a release that works, have the instance replaced, and roll out."
  fi
  if [[ $lacking == service ]]; then
    end "$NOT_IN_SERVICE" "the updater succeeded, and the application is healthy, but does not serve: $service. Register the instance with its target group, or have it replaced."
  fi
  result=0
  verdict="the updater succeeded, and the application is healthy; $service."
}

if [[ ${1:-} == put-back ]]; then guard; else main; fi
