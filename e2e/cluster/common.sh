# shellcheck shell=bash
# What the scripts of this folder share: where things are kept, and what is pinned. To be sourced.
#
# Whatever takes long to build is a part: one file in the user's cache, named by the hash of what it is made from, so that
# an interrupted build goes on where it was, and the next clone builds nothing.

# shellcheck disable=SC2034 # used by the scripts that source this
kubernetes_version=v1.36.3
k3s_image=rancher/k3s:$kubernetes_version-k3s1
node_repository=localhost/kubernetes-node

cluster_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/schema-migration-operator

say() { echo "cluster: $*" >&2; }
fail() {
  say "$*"
  exit 1
}

# sha256sum is not everywhere; shasum comes with macOS
digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-16; }

find_go() {
  command -v go && return
  [ -x /usr/local/go/bin/go ] && echo /usr/local/go/bin/go && return
  fail "Go 1.26 or newer is needed to build $1; install it from https://go.dev/dl (or put kubectl ≥ 1.34 and helm ≥ 3.14 on the PATH and let Docker pull $k3s_image)"
}

linker_flags() { # module folder
  [ "$1" = kubernetes ] || return 0
  local package=k8s.io/component-base/version minor=${kubernetes_version#v1.}
  echo "-X $package.gitVersion=$kubernetes_version -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
}

go_part() { # module folder, package: prints the part's path
  local key
  key=$({ cat "$cluster_dir/node/$1/go.mod" "$cluster_dir/node/$1/go.sum"; echo "$2 $(linker_flags "$1") $(uname -sm)"; } | digest)
  echo "$cache/parts/${2##*/}-$key"
}

build_go_part() { # module folder, package: makes the part unless it is there
  local part go
  part=$(go_part "$1" "$2")
  [ -f "$part" ] && return
  go=$(find_go "${2##*/}") || exit 1
  mkdir -p "$cache/parts"
  (cd "$cluster_dir/node/$1" && CGO_ENABLED=0 "$go" build -trimpath -buildvcs=false -tags "no_btrfs no_zfs no_devmapper" \
    -ldflags "-s -w $(linker_flags "$1")" -o "$part.new" "$2")
  mv "$part.new" "$part"
}

# Two builds at once would take the same quarter of an hour twice.
lock_cache() {
  mkdir -p "$cache"
  command -v flock >/dev/null || return 0
  exec 9>"$cache/lock"
  flock -n 9 || { say "another build is running, waiting for it" && flock 9; }
}
