#!/usr/bin/env bash
# build-test.sh: tests that build.sh sees every change, and nothing but changes, in a copy of what `make build` left.
# JAVA_HOME names the JDK.
set -euo pipefail
cd "$(dirname "$0")/.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

fail() {
  echo "build-test: $*" >&2
  exit 1
}

expect_stale() { # what happened, modules …
  local found
  found=$(scripts/build.sh --stale)
  [ "$found" = "${*:2}" ] || fail "$1: stale should be '${*:2}', not '$found'"
}

on_change() { # file, modules that are stale then …
  [ -f "$1" ] || fail "there is no $1"
  cp -p "$1" before
  echo >>"$1"
  touch -r before "$1"
  expect_stale "$1 changed, its time as before" "${@:2}"
  cp -p before "$1"
  expect_stale "$1 restored"
}

on_move() { # file, modules that are stale then …
  on_change "$@"
  mv "$1" "$1.moved"
  expect_stale "$1 moved" "${@:2}"
  mv "$1.moved" "$1"
  expect_stale "$1 moved back"
}

run_build() { # arguments of build.sh …
  scripts/build.sh "$@" >log 2>&1 || { cat log >&2 && fail "build.sh $* failed"; }
}

a_class_of() { find "$1/src/main/java" -name '[A-Z]*.java' | LC_ALL=C sort | head -n 1; } # module

sources() { # as they are, whether git knows them or not
  git ls-files -z --cached --others --exclude-standard -- pom.xml .mvn scripts docs/rules '*/pom.xml' '*/src/main/*' \
    | while IFS= read -r -d '' file; do [ ! -f "$file" ] || printf '%s\0' "$file"; done
}
made() {
  local each
  for each in {core,crds,init-image,operator}/target/{classes,lib,grammar,made-from,training.classpath,spotless-index,*.jar}; do
    if [ -e "$each" ]; then find "$each" -type f -print0; fi
  done
}

{ sources && made; } | tar --null --files-from=- --create | tar --extract --directory "$copy"
cd "$copy"
all=(core crds init-image operator)
expect_stale "a copy"
find . -type f -exec touch {} +
expect_stale "new times"

on_move "$(a_class_of core)" core init-image operator
on_move "$(a_class_of crds)" crds operator
on_move "$(a_class_of init-image)" init-image
on_move "$(a_class_of operator)" operator
on_move operator/src/main/resources/logback.xml operator
on_move docs/rules/drop-column.md init-image
on_move core/src/main/wasm/libpg-query.wasm core init-image operator
on_change init-image/pom.xml init-image
on_change pom.xml "${all[@]}"
on_change .mvn/jvm.config "${all[@]}"
on_change operator/target/lib/core-*.jar operator
on_change init-image/target/migrate.jar init-image
on_change "$(find crds/target/classes -name '*.class' | head -n 1)" crds

jdk=$JAVA_HOME
ln -s "$jdk" jdk
JAVA_HOME=$copy/jdk expect_stale "another JDK" "${all[@]}"

# What Maven makes of it, with times that it can't see a change by.
folder=$(dirname "$(a_class_of crds)")
package=$(sed -n 's/^package \(.*\);/\1/p' "$(a_class_of crds)")
jar=$(echo crds/target/crds-*.jar)
on_class() { # expected value of Extra.IT, or nothing
  local found
  found=$("$jdk/bin/javap" -constants -cp "$jar" "$package.Extra" 2>/dev/null | sed -n 's/.*IT = \(.*\);/\1/p') || true
  [ "$found" = "$1" ] || fail "Extra.IT should be '$1' in $jar, not '$found'"
}
write_class() {
  printf 'package %s;\n\nfinal class Extra {\n  static final int IT = %s;\n\n  private Extra() {}\n}\n' "$package" "$1" >"$folder/Extra.java"
  touch -t 200101010000 "$folder/Extra.java"
}
write_class 1
run_build crds
on_class 1
before=$(find "$jar" crds/target/classes -newer log)
run_build crds
[ -z "$(find "$jar" crds/target/classes -newer log)$before" ] || fail "built again, though nothing has changed"
write_class 2
run_build crds
on_class 2
rm "$folder/Extra.java"
run_build crds
on_class ''
echo "build-test: build.sh sees every change" >&2
