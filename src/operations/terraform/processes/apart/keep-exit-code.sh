#!/bin/sh
# Runs a command and keeps its exit code in a file: nobody who asks is its parent. The file is there whole or
# not at all; without it, this shell has been killed.
set -eu

code=0
"$@" || code=$?
printf '%s\n' "$code" >"$TESTAPP_CONTROL/exit-code.unfinished"
mv "$TESTAPP_CONTROL/exit-code.unfinished" "$TESTAPP_CONTROL/exit-code"
