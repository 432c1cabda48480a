#!/usr/bin/env bash
# down.sh NAME: ends the cluster in container NAME and removes what it kept.
set -euo pipefail
source "$(dirname "$0")/common.sh"
[ $# = 1 ] || fail "usage: down.sh NAME"
docker rm -fv "$1" >/dev/null 2>&1 || say "there was no container $1"
