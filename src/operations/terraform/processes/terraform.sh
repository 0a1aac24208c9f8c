#!/bin/sh
# cdktf starts this in place of Terraform (TERRAFORM_BINARY_NAME), and so does whoever applies a plan.
#
# It writes down which process Terraform is, so that an interrupt can go to that one alone, and starts none
# any more once there was an interrupt. What Terraform says goes to a file: into a pipe that nobody reads any
# more, because somebody ended cdktf, it would die of its next word with the state still locked.
set -eu

case ${1-} in
  init) if [ -e "$TESTAPP_CONTROL/initialised" ]; then exit 0; fi ;;
  plan | apply) ;;
  *) exec "$TESTAPP_TERRAFORM" "$@" ;;
esac

# Whoever interrupts makes the mark first and reads the process id then, so one of the two sees the other.
printf '%s\n' "$$" >"$TESTAPP_CONTROL/terraform.pid"
if [ -e "$TESTAPP_CONTROL/interrupted" ]; then
  exit 130
fi
exec "$TESTAPP_TERRAFORM" "$@" >"$TESTAPP_CONTROL/$1.log" 2>&1
