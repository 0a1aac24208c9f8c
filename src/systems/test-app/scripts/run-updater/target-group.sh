# Taking the instance out of its target group while it updates, and putting it back, so that no user
# notices. Whatever happens to the script, a service of systemd's puts the instance back: a cancel and a
# step's time-out end the script with SIGKILL, which no trap hears, and the instance may restart.

readonly TARGET_GROUP='@@TARGET_GROUP_ARN@@' LEAST_IN_SERVICE='@@LEAST_IN_SERVICE@@'
readonly METADATA_SECONDS='@@METADATA_SECONDS@@'
readonly TARGET_CALL_SECONDS='@@TARGET_CALL_SECONDS@@' TARGET_POLL_SECONDS='@@TARGET_POLL_SECONDS@@'
readonly DRAIN_SECONDS='@@DRAIN_SECONDS@@' IN_SERVICE_SECONDS='@@IN_SERVICE_SECONDS@@'
readonly OUT='@@OUT@@' # is there while the instance is out by this script's doing, through a restart too
readonly GUARD_SCRIPT='@@GUARD_SCRIPT@@' GUARD_UNIT='@@GUARD_UNIT@@' # what puts it back, and its service

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
