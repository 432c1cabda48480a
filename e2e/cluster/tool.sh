#!/usr/bin/env bash
# `tool.sh kubectl` or `tool.sh helm`: prints the path of one that is new enough: from the PATH, else built from its Go
# module and kept in the cache.
set -euo pipefail
source "$(dirname "$0")/common.sh"

new_enough() { # version found, version wanted
  [ "$(printf '%s\n%s\n' "$2" "${1#v}" | sort -V | head -n 1)" = "$2" ]
}

case ${1:-} in
  kubectl)
    wanted=1.34
    module=(kubernetes k8s.io/kubernetes/cmd/kubectl)
    found=$(kubectl version --client 2>/dev/null | sed -n 's/^Client Version: //p') || true
    ;;
  helm)
    wanted=3.14
    module=(helm helm.sh/helm/v4/cmd/helm)
    found=$(helm version --template '{{.Version}}' 2>/dev/null) || true
    ;;
  *) fail "usage: tool.sh kubectl|helm" ;;
esac

if [ -n "$found" ] && new_enough "$found" "$wanted"; then
  command -v "$1"
  exit
fi
part=$(go_part "${module[@]}")
if [ ! -f "$part" ]; then
  lock_cache
  say "building $1 (about 3 minutes)"
  build_go_part "${module[@]}"
fi
# a tool is called by its own name: helm and kubectl print it in their messages
mkdir -p "$cache/tools/${part##*-}"
ln -sf "$part" "$cache/tools/${part##*-}/$1"
echo "$cache/tools/${part##*-}/$1"
