#!/usr/bin/env bash
# up.sh NAME KUBECONFIG: starts a cluster in the container NAME unless it runs, and writes the file KUBECONFIG for it.
# It is what Testcontainers' K3sContainer starts, without Java around it. End it with down.sh NAME.
set -euo pipefail
source "$(dirname "$0")/common.sh"
[ $# = 2 ] || fail "usage: up.sh NAME KUBECONFIG"
name=$1
kubeconfig=$2

image=$("$cluster_dir/choose-image.sh")
if [ "$(docker inspect -f '{{.State.Running}}' "$name" 2>/dev/null)" != true ]; then
  docker rm -fv "$name" >/dev/null 2>&1 || true
  docker run -d --name "$name" --label schema-migration-operator=cluster --privileged --cgroupns host \
    -v /sys/fs/cgroup:/sys/fs/cgroup:rw --tmpfs /run --tmpfs /var/run -p 127.0.0.1::6443 \
    "$image" server --disable=traefik --tls-san=127.0.0.1 >/dev/null
fi

for _ in $(seq 600); do
  if docker logs "$name" 2>&1 | grep -q 'Node controller sync successful'; then
    port=$(docker port "$name" 6443/tcp | head -n 1)
    mkdir -p "$(dirname "$kubeconfig")"
    docker exec "$name" cat /etc/rancher/k3s/k3s.yaml | sed "s|https://127.0.0.1:6443|https://127.0.0.1:${port##*:}|" >"$kubeconfig.new"
    chmod 600 "$kubeconfig.new"
    mv "$kubeconfig.new" "$kubeconfig"
    exit
  fi
  [ "$(docker inspect -f '{{.State.Running}}' "$name")" = true ] || break
  sleep 0.2
done
docker logs --tail 40 "$name" >&2
fail "the cluster in container $name did not become ready (its last lines are above; docker rm -fv $name removes it)"
