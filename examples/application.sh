#!/usr/bin/env bash
# application.sh: makes the image localhost/pause:1 unless Docker has it. It stands for the application of the examples: a process
# that stays alive until it is told to end. The node image that is built here brings it along.
set -euo pipefail
docker image inspect localhost/pause:1 >/dev/null 2>&1 && exit
source=$(cd "$(dirname "$0")/.." && pwd)/e2e/cluster/node/pause.c
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
gcc -Os -static -s -o "$folder/pause" "$source"
printf 'FROM scratch\nCOPY pause /pause\nUSER 65535:65535\nENTRYPOINT ["/pause"]\n' >"$folder/Dockerfile"
docker build -q -t localhost/pause:1 "$folder" >/dev/null
