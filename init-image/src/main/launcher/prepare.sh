#!/usr/bin/env bash
# prepare.sh TARGET: puts the command `migrate` into the module's target folder, and beside it what makes it start quickly:
# an AOT cache, and SQLite's library for this machine, unpacked. `make build` calls it; JAVA_HOME names the JDK.
set -euo pipefail
launcher=$(cd "$(dirname "$0")" && pwd)
target=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

rm -rf "$target/cache" "$target/native"
install -m 755 "$launcher/migrate" "$target/migrate"
mkdir -p "$target/cache" "$target/native" "$work/migrations"
echo 'CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT);' >"$work/migrations/001_note.sql"

case $(uname -s) in
  Darwin) platform=Mac ;;
  *) platform=$(uname -s) ;;
esac
case $(uname -m) in
  arm64) platform=$platform/aarch64 ;;
  *) platform=$platform/$(uname -m) ;;
esac
(cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$target"/lib/sqlite-jdbc-*.jar org/sqlite/native)
cp "$work/org/sqlite/native/$platform"/* "$target/native/"

train() { # name, arguments of the command …: one run, whose loaded classes are noted
  MIGRATE_JAVA_OPTIONS="-XX:DumpLoadedClassList=$work/$1.list" "$target/migrate" "${@:2}" >"$work/training.log" 2>&1 \
    || { cat "$work/training.log" >&2 && return 1; }
}
train help --help
train up up --url "sqlite:$work/a.db" --dir "$work/migrations"
train again up --url "sqlite:$work/a.db" --dir "$work/migrations"
# No PostgreSQL is there to train with: postgresql.classes names what a run on it loads besides. A class that isn't there any
# more is passed over; one that is missing costs a little time. docs/performance.md says how the list is made.
cat "$work"/*.list "$launcher/postgresql.classes" | sed 's/ id: [0-9]*$//' | grep -v '^#' | awk '!seen[$0]++' >"$work/all"
MIGRATE_JAVA_OPTIONS="-Xshare:dump -XX:+AOTClassLinking -XX:SharedClassListFile=$work/all
  -XX:SharedArchiveFile=$target/cache/migrate.aot -Xlog:aot=error,cds=error" "$target/migrate" >"$work/cache.log" 2>&1 \
  || { cat "$work/cache.log" >&2 && exit 1; }

path=$target/migrate.jar
touch -r "$target/migrate.jar" "$target/cache/migrate.jar.stamp"
for jar in "$target"/lib/*.jar; do
  path=$path:$jar
  touch -r "$jar" "$target/cache/${jar##*/}.stamp"
done
printf '%s\n' "$JAVA_HOME" "$path" >"$target/cache/made-from"
