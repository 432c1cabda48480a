#!/usr/bin/env bash
# build.sh: packages the modules that have changed since they were last packaged, without their tests, and prepares the
# command init-image/target/migrate. JAVA_HOME names the JDK. `build.sh crds` or `core` packages that one alone;
# `build.sh --stale` only prints which modules it would package.
#
# A module is up to date if what it is made from and what was made of it are what they were, compared by content: the times
# of files say nothing after a checkout, a copy or a change of the clock. If all are up to date, Maven isn't started.
# Whatever was made of a stale module is removed first, so that nothing of a deleted or renamed class stays.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/hash.sh

# The JDK and these instructions are inputs, too.
common_inputs() { echo "$JAVA_HOME $(uname -sm)" && cat "$JAVA_HOME/release" && contents pom.xml .mvn scripts/build.sh; }

inputs_of() { # module
  {
    common_inputs
    case $1 in
      # the launcher isn't in the jar: prepare.sh looks after it
      init-image) contents {core,init-image}/{src/main,pom.xml} docs/rules ! -path '*/src/main/launcher/*' ;;
      operator) contents {core,crds,operator}/{src/main,pom.xml} ;;
      *) contents "$1"/{src/main,pom.xml} ;;
    esac
  } | digest
}

outputs_of() { # module
  local made=() each
  for each in "$1"/target/{classes,lib,training.classpath} "$1"/target/*.jar; do
    if [ -e "$each" ]; then made+=("$each"); fi
  done
  if [ ${#made[@]} != 0 ]; then contents "${made[@]}" | digest; fi
}

is_fresh() { # module, its inputs
  [ "$(cat "$1/target/made-from" 2>/dev/null)" = "$2 $(outputs_of "$1")" ]
}

# Java made of PostgreSQL's grammar is kept as long as it would come out the same.
remove_stale_grammar() {
  local inputs
  inputs=$({ common_inputs && contents core/pom.xml core/src/main/wasm; } | digest)
  if [ "$(cat core/target/grammar/made-from 2>/dev/null)" = "$inputs" ]; then return; fi
  rm -rf core/target/grammar
  mkdir -p core/target/grammar
  echo "$inputs" >core/target/grammar/made-from
}

# Tests that were compiled against what is stale go with it: Maven compares them with their own sources only.
remove_stale() { # modules …
  local module
  for module in "$@"; do
    rm -rf "$module"/target/{made-from,classes,test-classes,lib,maven-status} "$module"/target/*.jar
    if [ "$module" = core ]; then remove_stale_grammar; fi
  done
  rm -rf e2e/target/{test-classes,maven-status}
}

package() { # modules, separated by commas
  # Java's thorough compiler doesn't pay within a minute
  MAVEN_OPTS="-XX:TieredStopAtLevel=1 ${MAVEN_OPTS:-}" mvn --batch-mode --no-transfer-progress -T 2 -Dmaven.test.skip=true -Djar.forced=false --projects "$1" --also-make package
}

wanted=(core crds init-image operator)
case ${1:-} in
  core | crds) wanted=("$1") ;;
  '' | --stale) ;;
  *) echo "usage: build.sh [core | crds | --stale]" >&2 && exit 2 ;;
esac

stale=()
inputs=()
for module in "${wanted[@]}"; do
  made_from=$(inputs_of "$module")
  if is_fresh "$module" "$made_from"; then continue; fi
  stale+=("$module")
  inputs+=("$made_from")
done
if [ "${1:-}" = --stale ]; then echo "${stale[*]-}" && exit; fi

if [ ${#stale[@]} != 0 ]; then
  remove_stale "${stale[@]}"
  package "$(IFS=, && echo "${stale[*]}")"
  for i in "${!stale[@]}"; do
    # whether an edit made meanwhile is in it, nobody knows
    if [ "$(inputs_of "${stale[i]}")" = "${inputs[i]}" ]; then
      echo "${inputs[i]} $(outputs_of "${stale[i]}")" >"${stale[i]}/target/made-from"
    fi
  done
fi
if [ $# = 0 ]; then init-image/src/main/launcher/prepare.sh init-image/target; fi
