#!/usr/bin/env bash
# Builds the node image (a real Kubernetes in one container) from Go modules and Debian packages, and prints its name.
# About a quarter of an hour on two cores when nothing is cached, nothing when it is there. See README.md.
set -euo pipefail
source "$(dirname "$0")/common.sh"

go_parts=(
  "kubernetes k8s.io/kubernetes/cmd/kube-apiserver"
  "kubernetes k8s.io/kubernetes/cmd/kube-controller-manager"
  "kubernetes k8s.io/kubernetes/cmd/kube-scheduler"
  "kubernetes k8s.io/kubernetes/cmd/kubelet"
  "kubernetes k8s.io/kubernetes/cmd/kube-proxy"
  "kubernetes k8s.io/kubernetes/cmd/kubectl"
  "containerd github.com/containerd/containerd/v2/cmd/containerd"
  "containerd github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2"
  "containerd github.com/containerd/containerd/v2/cmd/ctr"
  "coredns github.com/coredns/coredns"
)
debian=bookworm
debian_packages=ca-certificates,containernetworking-plugins,etcd-server,iproute2,iptables,mount,openssl,runc
steps=$((${#go_parts[@]} + 3))

root_part=$cache/parts/debian-$(echo "$debian $debian_packages $(uname -m)" | digest).tar.gz
pause_part=$cache/parts/pause-$({ cat "$cluster_dir/node/pause.c"; uname -m; } | digest)
image=$node_repository:$kubernetes_version-$({
  cat "$cluster_dir"/node/{Dockerfile,node,pause.c} "$cluster_dir"/node/*/go.{mod,sum}
  echo "$root_part"
} | digest)
if [ "${1:-}" = --name ]; then echo "$image" && exit; fi
if docker image inspect "$image" >/dev/null 2>&1; then echo "$image" && exit; fi

[ "$(uname -s)" = Linux ] || fail "the node image can be built on Linux only; let Docker pull $k3s_image instead"
lock_cache
work=$(mktemp -d)
finish() {
  local status=$?
  if [ $status != 0 ]; then
    echo >&2
    for log in "$work"/*.log; do [ -f "$log" ] && tail -n 20 "$log" >&2; done
    say "the node image was not built; what was finished is kept, so trying again goes on from here"
  fi
  rm -rf "$work"
}
trap finish EXIT

step=0
begin() {
  step=$((step + 1))
  begun=$SECONDS
  printf '[%d/%d] %s …' $step $steps "$1" >&2
}
end() { echo " ${1:-$((SECONDS - begun)) s}" >&2; }

require_debian() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null \
    || fail "the node image needs debootstrap, gcc and root on a Debian; run this as root there, or let Docker pull $k3s_image"
}

make_root() { # a Debian with the few programs of a node that are not Go
  "$cluster_dir/../../scripts/packages.sh" debootstrap
  debootstrap --variant=minbase --include=$debian_packages $debian "$work/root" >"$work/debootstrap.log" 2>&1
  rm -rf "$work"/root/var/{cache/apt,lib/apt/lists}/* "$work"/root/usr/share/{doc,man,locale}/* "$work"/root/dev/*
  tar -C "$work/root" -c . | gzip -1 >"$root_part.new"
  mv "$root_part.new" "$root_part"
}

make_pause() {
  "$cluster_dir/../../scripts/packages.sh" gcc=gcc,libc6-dev
  gcc -Os -static -s -o "$pause_part.new" "$cluster_dir/node/pause.c"
  mv "$pause_part.new" "$pause_part"
}

make_image() {
  mkdir -p "$work/image/bin" "$work/pause"
  cp "$pause_part" "$work/pause/pause"
  printf 'FROM scratch\nCOPY pause /pause\nUSER 65535:65535\nENTRYPOINT ["/pause"]\n' >"$work/pause/Dockerfile"
  docker build -q -t localhost/pause:1 "$work/pause"
  docker save localhost/pause:1 -o "$work/image/pause.tar"
  cp "$cluster_dir/node/Dockerfile" "$work/image/"
  cp "$root_part" "$work/image/root.tar.gz"
  cp "$cluster_dir/node/node" "$work/image/bin/"
  for part in "${go_parts[@]}"; do
    read -r folder package <<<"$part"
    cp "$(go_part "$folder" "$package")" "$work/image/bin/${package##*/}"
  done
  docker build -q -t "$image" "$work/image"
}

make_unless_there() { # what it is, file, command
  begin "$1"
  if [ -f "$2" ]; then end "cached" && return; fi
  "${@:3}"
  end
}

[ -f "$root_part" ] && [ -f "$pause_part" ] || require_debian
for part in "${go_parts[@]}"; do
  read -r folder package <<<"$part"
  make_unless_there "${package##*/}" "$(go_part "$folder" "$package")" build_go_part "$folder" "$package"
done
make_unless_there "Debian $debian" "$root_part" make_root
make_unless_there pause "$pause_part" make_pause
begin "image $image"
"$cluster_dir/docker.sh"
make_image >"$work/docker.log" 2>&1
end
echo "$image"
