#!/usr/bin/env bash
# packages.sh COMMAND[=PACKAGE[,PACKAGE…]]…: makes sure that the commands are there: on Debian, as root, by installing the
# packages (named like the command unless said otherwise); elsewhere one line says what is missing.
set -euo pipefail

commands=()
packages=()
for pair in "$@"; do
  command -v "${pair%%=*}" >/dev/null && continue
  commands+=("${pair%%=*}")
  IFS=, read -ra named <<<"${pair#*=}"
  packages+=("${named[@]}")
done
[ ${#packages[@]} = 0 ] && exit

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "missing on the PATH: ${commands[*]}; install them (on Debian: sudo apt-get install ${packages[*]}), then try again" >&2
  exit 1
fi
echo "installing ${packages[*]}" >&2
log=$(mktemp)
if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
  tail -n 5 "$log" >&2
  echo "apt-get could not install ${packages[*]} (whole output: $log)" >&2
  exit 1
fi
rm -f "$log"
