#!/bin/bash
set -euo pipefail
# Copies what the journal has of the service into the file that the CloudWatch agent collects. The journal bounds itself;
# the file is put aside here, by its only writer, and no line is lost: since the last one was written, the agent has had
# the pause to read it. A file that is new it reads from its beginning.
# https://www.freedesktop.org/software/systemd/man/latest/journalctl.html#--cursor-file=FILE

readonly UNIT='@@UNIT@@' LOG='@@SERVICE_LOG@@' CURSOR_FILE='@@CURSOR_FILE@@' MOST_BYTES='@@MOST_BYTES@@'

while sleep '@@COPY_SECONDS@@'; do
  if [[ -e $LOG && $(stat --format=%s "$LOG") -ge $MOST_BYTES ]]; then mv "$LOG" "$LOG.1"; fi
  # Where it ends between the two, lines are there twice, and none is missing.
  journalctl --quiet --unit "$UNIT" --output cat --cursor-file "$CURSOR_FILE" >>"$LOG"
done
