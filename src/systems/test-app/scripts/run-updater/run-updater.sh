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

readonly OUTPUT_PLACE='@@OUTPUT_PLACE@@'
readonly HEALTH_URL='@@HEALTH_URL@@' HEALTHY_CODES='@@HEALTHY_CODES@@' HEALTHY_COUNT='@@HEALTHY_COUNT@@'
readonly HEALTH_INTERVAL_SECONDS='@@HEALTH_INTERVAL_SECONDS@@' HEALTH_TIMEOUT_SECONDS='@@HEALTH_TIMEOUT_SECONDS@@'
readonly HEALTH_SECONDS='@@HEALTH_SECONDS@@' LOCK_SECONDS='@@LOCK_SECONDS@@'

result=$BROKEN
verdict="the script did not come to its end. Read the lines above, and what the updater printed: $OUTPUT_PLACE."

# SSM shows the first 24,000 characters: what is logged stays below that, so that the end is among them. A line
# that finds no room on the disk is no reason to leave an instance out of its target group.
log() { line "$*" || true; }
line() { printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }

@@UPDATER_FUNCTIONS@@
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

@@TARGET_GROUP_FUNCTIONS@@
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
