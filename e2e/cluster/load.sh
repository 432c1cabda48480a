#!/usr/bin/env bash
# load.sh NAME IMAGE…: copies images from Docker into the cluster in container NAME. Pods use them with `imagePullPolicy:
# IfNotPresent` or `Never`.
set -euo pipefail
source "$(dirname "$0")/common.sh"
[ $# -ge 2 ] || fail "usage: load.sh NAME IMAGE…"
docker save "${@:2}" | docker exec -i "$1" ctr -n k8s.io images import - >/dev/null
