#!/usr/bin/env bash
# Prints the image that the cluster of tests and demo runs on, after making sure that it is here: the one that CLUSTER_IMAGE
# names; else (`auto`, or not set) whichever of the node image built by build-node.sh and rancher/k3s is here already; else
# rancher/k3s where a registry answers; else the node image, built now.
set -euo pipefail
source "$(dirname "$0")/common.sh"

here() { docker image inspect "$1" >/dev/null 2>&1; }

"$cluster_dir/docker.sh"
wanted=${CLUSTER_IMAGE:-auto}
if [ "$wanted" != auto ]; then
  here "$wanted" || docker pull "$wanted" >&2 || fail "CLUSTER_IMAGE names $wanted, which is not here and can't be pulled; use 'auto' to build one"
  echo "$wanted"
  exit
fi
for image in "$("$cluster_dir/build-node.sh" --name)" "$k3s_image"; do
  if here "$image"; then echo "$image" && exit; fi
done
# asks the registry for the manifest alone: it either answers at once or there is none to wait for
if timeout 10 docker manifest inspect "$k3s_image" >/dev/null 2>&1; then
  docker pull "$k3s_image" >&2
  echo "$k3s_image"
else
  say "$k3s_image can't be pulled here; building a node image instead (kept in $cache)"
  "$cluster_dir/build-node.sh"
fi
