#!/usr/bin/env bash
# `tool.sh kubectl` or `tool.sh helm`: prints the path of one that is new enough: from the PATH, else built from its Go
# module and kept in the cache. `tool.sh promtool`: from the PATH, else unpacked from Debian's package, not installed.
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
  promtool)
    command -v promtool && exit
    tool=$cache/tools/prometheus/usr/bin/promtool
    if [ ! -x "$tool" ]; then
      command -v dpkg >/dev/null || fail "promtool is needed to test the alerts: install Prometheus from https://prometheus.io/download"
      folder=$(mktemp -d)
      trap 'rm -rf "$folder"' EXIT
      say "fetching promtool from Debian's package prometheus"
      (cd "$folder" && { apt-get download -qq prometheus || { apt-get update -qq && apt-get download -qq prometheus; }; }) >&2
      mkdir -p "$cache/tools"
      dpkg -x "$folder"/prometheus_*.deb "$folder/prometheus"
      rm -rf "$cache/tools/prometheus"
      mv "$folder/prometheus" "$cache/tools/prometheus"
    fi
    echo "$tool"
    exit
    ;;
  *) fail "usage: tool.sh kubectl|helm|promtool" ;;
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
