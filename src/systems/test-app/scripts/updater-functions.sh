# What the instance's scripts have in common: fetching the updater and running it. A script that takes
# this in has a function `log`, and holds the lock on descriptor 9 while it calls these.
# Functions check each step themselves: `set -e` is off inside a function that a condition calls.

readonly REGION='@@REGION@@' SECRET_NAME='@@SECRET_NAME@@'
readonly UPDATER_URL='@@UPDATER_URL@@' UPDATER_SHA256='@@UPDATER_SHA256@@'
readonly UPDATER='@@UPDATER@@' UPDATER_LOG='@@UPDATER_LOG@@' LOCK='@@LOCK@@'
readonly UPDATES='@@UPDATES@@' UPDATES_SECONDS='@@UPDATES_SECONDS@@' # the parameter that lets updates happen
readonly SECRET_SECONDS='@@SECRET_SECONDS@@' DOWNLOAD_SECONDS='@@DOWNLOAD_SECONDS@@'
readonly UPDATER_SECONDS='@@UPDATER_SECONDS@@' KILL_GRACE_SECONDS='@@KILL_GRACE_SECONDS@@'

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
