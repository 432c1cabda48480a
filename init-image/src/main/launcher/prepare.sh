#!/usr/bin/env bash
# prepare.sh TARGET: puts the command `migrate` into the module's target folder, and beside it what makes it start quickly:
# an AOT cache, and the libraries for this machine: SQLite's, unpacked, and PostgreSQL's parser. `make build` calls it; JAVA_HOME names the JDK. Nothing
# happens if all that it would put there is there, made from the same.
set -euo pipefail
launcher=$(cd "$(dirname "$0")" && pwd)
target=$(cd "$1" && pwd)
# shellcheck source=init-image/src/main/launcher/training-server.sh
source "$launcher/training-server.sh"
# shellcheck source=scripts/hash.sh
source "$launcher/../../../../scripts/hash.sh"

grammar=$(cd "$launcher/../native" && pwd)

# The launcher uses the cache only if these, too, are the jars and the times that it was made from.
is_prepared() {
  local jar
  [ "$(cat "$target/cache/inputs" 2>/dev/null)" = "$1" ] && cmp -s "$launcher/migrate" "$target/migrate" || return 1
  [ -s "$target/cache/migrate.aot" ] && [ -d "$target/native" ] || return 1
  for jar in "$target"/migrate.jar "$target"/lib/*.jar; do
    local stamp=$target/cache/${jar##*/}.stamp
    if [ ! -e "$stamp" ] || [ "$jar" -nt "$stamp" ] || [ "$jar" -ot "$stamp" ]; then return 1; fi
  done
}
inputs=$({ echo "$JAVA_HOME" && cat "$JAVA_HOME/release" && contents "$launcher" "$grammar" "$target"/{migrate.jar,lib}; } | digest)
if is_prepared "$inputs"; then exit; fi

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
# where there is none for the machine, WebAssembly does its work
case $platform in
  Linux/x86_64) cp "$grammar/linux-amd64/libpgquery.so" "$target/native/" ;;
  Linux/aarch64) cp "$grammar/linux-aarch64/libpgquery.so" "$target/native/" ;;
esac

train() { # name, arguments of the command …: one run, whose loaded classes are noted
  MIGRATE_JAVA_OPTIONS="-XX:DumpLoadedClassList=$work/$1.list" "$target/migrate" "${@:2}" >"$work/training.log" 2>&1 \
    || { cat "$work/training.log" >&2 && return 1; }
}
train help --help
train up up --url "sqlite:$work/a.db" --dir "$work/migrations"
train again up --url "sqlite:$work/a.db" --dir "$work/migrations"

# as a user who has to log in; the URL has a password, which is no argument
if start_training_server "$target" "$work"; then
  export MIGRATE_URL=$training_url
  train postgresql-up up --dir "$work/migrations"
  train postgresql-again up --dir "$work/migrations"
  train postgresql-verify verify --version 1
  train postgresql-status status --dir "$work/migrations" --output json
  train postgresql-step step expand --owner training/app --version 1 --id a2 --number 2 --dir "$work/migrations"
  unset MIGRATE_URL
  stop_training_server
  trained=yes
else
  trained=no # the next build tries again
  echo "prepare: no PostgreSQL starts here to train with: the command will start more slowly on one" >&2
fi
cat "$work"/*.list | sed 's/ id: [0-9]*$//' | grep -v '^#' | awk '!seen[$0]++' >"$work/all"
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
if [ $trained = yes ]; then echo "$inputs" >"$target/cache/inputs"; fi
