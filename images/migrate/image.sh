# shellcheck shell=bash
# The runner's image. To be sourced after image.sh.

# SQLite's driver carries its native library for nineteen platforms and unpacks one at start; here the one lies unpacked.
place_sqlite() {
  local jar sqlite=$work/sqlite
  jar=$(echo "$root"/app/lib/sqlite-jdbc-*.jar)
  mkdir -p "$sqlite" "$root/app/native"
  (cd "$sqlite" && "$JAVA_HOME/bin/jar" --extract --file "$jar")
  cp "$sqlite/org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" "$root/app/native/"
  mv "$sqlite/META-INF/MANIFEST.MF" "$work/sqlite.manifest"
  rm -rf "$sqlite/org/sqlite/native"
  "$JAVA_HOME/bin/jar" --create --file "$jar" --manifest "$work/sqlite.manifest" --date 2026-01-01T00:00:00Z -C "$sqlite" .
}

# What a Job and an init container do. No PostgreSQL is there while an image is built: a refused connection, and the names of
# the driver's classes that every connection loads.
train_migrate() {
  local mounts=(-v "$images/migrate/training:/migrations:ro" -v "$work/database:/database")
  mkdir "$work/database"
  for arguments in "${migrate_training[@]}"; do
    # shellcheck disable=SC2086 # words
    train "${mounts[@]}" -- $arguments
  done
  "$JAVA_HOME/bin/jar" --list --file "$root"/app/lib/postgresql-*.jar | sed -n -E \
    's#^(org/postgresql/(core|core/v3|hostchooser|jdbc|jdbcurlresolver|plugin|scram|util|util/internal|shaded/.*)/[^/]*)\.class$#\1#p' \
    >"$lists/postgresql.list"
}

migrate_training=(
  "--help"
  "up --url sqlite:/database/a.db --dir /migrations"
  "up --url sqlite:/database/a.db --dir /migrations"
)

build_migrate() { # module folder, image, hash of the inputs
  make_root "$1" migrate.jar java.sql,java.naming,java.management,java.security.jgss
  place_sqlite
  add_c_library
  add_launcher migrate "$images/migrate/arguments" migrate.jar io.schemamigration.runner.Main
  make_stage
  train_migrate
  make_image "$2" migrate "$3"
}
