#!/usr/bin/env bash
# build-images.sh [migrate] [operator]: makes localhost/migrate:VERSION and localhost/schema-migration-operator:VERSION from
# what `make build` left in the modules' target folders, unless they are there and were made from the same. See README.md.
# MODULES names another folder to take the modules from, IMAGE_TAG another tag.
set -euo pipefail
images=$(cd "$(dirname "$0")" && pwd)
modules=${MODULES:-$(dirname "$images")}
tag=${IMAGE_TAG:-$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' "$(dirname "$images")/pom.xml")}

fail() {
  echo "images: $*" >&2
  exit 1
}
[ "$(uname -s)" = Linux ] || fail "images are built on Linux: the Java in them comes from this machine's JDK"
JAVA_HOME=$("$images/../scripts/find-jdk.sh")
export JAVA_HOME
"$images/../e2e/cluster/docker.sh"
"$images/../scripts/packages.sh" gcc=gcc,libc6-dev strip=binutils

inputs_of() { # module folder, image's name: one hash of everything that goes into it
  {
    cat "$1"/target/*.jar "$1"/target/lib/*.jar "$JAVA_HOME/release" "$images"/launcher.c "$images"/*.sh "$images"/../init-image/src/main/native/checksums.txt
    find "$images/$2" -type f | LC_ALL=C sort | xargs cat
    uname -m
  } | sha256sum | cut -c1-32
}

make_unless_there() { # name, module folder, jar, image
  [ -f "$2/target/$3" ] || fail "$2/target/$3 is missing; run \`make build\` first"
  local inputs before begun=$SECONDS
  inputs=$(inputs_of "$2" "$1")
  if [ "$(docker image inspect -f '{{index .Config.Labels "io.schemamigration.inputs"}}' "$4" 2>/dev/null)" = "$inputs" ]; then
    echo "images: $4 is up to date" >&2
    return
  fi
  echo "images: building $4" >&2
  before=$(docker image inspect -f '{{.Id}}' "$4" 2>/dev/null) || true
  # a shell of its own: `set -e` holds in it, whoever calls
  bash -euo pipefail -c 'source "$1/image.sh" && source "$1/$2/image.sh" && "build_$2" "$3" "$4" "$5"' \
    build "$images" "$1" "$2" "$4" "$inputs"
  # the image that had this name before goes, unless it has another
  if [ "$(docker image inspect -f '{{len .RepoTags}}' "$before" 2>/dev/null)" = 0 ]; then docker rmi "$before" >/dev/null || true; fi
  echo "images: $4, $(docker image inspect -f '{{.Size}}' "$4" | awk '{printf "%.1f", $1 / 1e6}') MB, $((SECONDS - begun)) s" >&2
}

for name in "${@:-migrate operator}"; do
  for each in $name; do
    case $each in
      migrate) make_unless_there migrate "$modules/init-image" migrate.jar "localhost/migrate:$tag" ;;
      operator) make_unless_there operator "$modules/operator" operator.jar "localhost/schema-migration-operator:$tag" ;;
      *) fail "usage: build-images.sh [migrate] [operator]" ;;
    esac
  done
done
