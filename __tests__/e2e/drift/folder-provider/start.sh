# shellcheck shell=sh
# What Terraform starts as the provider, with FOLDER set: has main.py fork one, says where that listens, and ends with it.
# main.py hears of this one's end by a pipe, however it ends.
set -eu

# As main.py: only Terraform decides what becomes of a Ctrl-C.
trap '' INT
start=$FOLDER/$$
mkfifo "$start.in" "$start.out"
echo "$$ $PPID" >"$FOLDER/requests"
exec 3>"$start.in" 4<"$start.out"
rm "$start.in" "$start.out"
read -r address <&4
echo "$address"
# The other end is closed when the provider has ended.
read -r _ <&4 || exit 0
