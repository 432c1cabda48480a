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

# Without a library for this machine WebAssembly does its work.
place_grammar() {
  local machine
  case $(uname -m) in
    x86_64) machine=amd64 ;;
    *) machine=$(uname -m) ;;
  esac
  local library=$images/../init-image/src/main/native/linux-$machine/libpgquery.so
  if [ -f "$library" ]; then install -m 644 "$library" "$root/app/native/"; fi
}

# What a Job and an init container do, on both databases.
train_migrate() {
  local migrations=(-v "$images/migrate/training:/migrations:ro" -v "$work/database:/database")
  local database="--url sqlite:/database/app.db" owner="--owner cluster/training/app" digest
  mkdir "$work/database"
  digest=$(cd "$images/migrate/training" && sha256sum 001_note.sql | awk '{print $2 " " $1}' | sha256sum | cut -c1-64)
  # shellcheck disable=SC2086 # words
  {
    train -- --help
    train "${migrations[@]}" -- step expand $database $owner --dir /migrations --digest "sha256:$digest" --number 1 --id a1 \
      --version 1 --first-install --report-file /database/report
    train "${migrations[@]}" -- verify $database $owner --version 1 --timeout 1s
    train "${migrations[@]}" -- status --url sqlite:/database/app.db --dir /migrations --output json
    train "${migrations[@]}" -- up --url sqlite:/database/other.db --dir /migrations
  }
  # shellcheck source=init-image/src/main/launcher/training-server.sh
  source "$images/../init-image/src/main/launcher/training-server.sh"
  start_training_server "$images/../init-image/target" "$work"
  migrations+=(--network host -e MIGRATE_URL)
  export MIGRATE_URL=$training_url
  # shellcheck disable=SC2086 # words
  {
    train "${migrations[@]}" -- step expand $owner --dir /migrations --digest "sha256:$digest" --number 1 --id a1 \
      --version 1 --first-install --report-file /database/report
    train "${migrations[@]}" -- verify $owner --version 1 --timeout 1s
    train "${migrations[@]}" -- up --override-owner training --dir /migrations
  }
  unset MIGRATE_URL
  stop_training_server
}

# java.sql asks for java.xml, a fifth of all modules, and nobody here reads XML: its parsers and stylesheets stay behind, but for one
# file of each package, which the module names.
unused_xml() {
  "$JAVA_HOME/bin/jimage" list --include 'glob:/java.xml/com/sun/**' "$JAVA_HOME/lib/modules" \
    | awk '/^ .*[/]/ {
        package = $1
        sub(/[/][^/]*$/, "", package)
        if (seen[package]++) print "glob:/java.xml/" $1
      }'
}

# Every login reads this file, most of which explains itself, and asks the providers in their order; what SCRAM needs is the
# fifth's alone.
shorten_security() {
  local file=$root/opt/java/conf/security/java.security
  sed -i -E -e '/^ *(#|$)/d' -e 's/^(security\.provider\.)2=(SunRsaSign)$/\15=\2/' -e 's/^(security\.provider\.)5=(SunJCE)$/\12=\2/' "$file"
  grep -q '^security.provider.2=SunJCE$' "$file" && grep -q '^security.provider.5=SunRsaSign$' "$file"
}

build_migrate() { # module folder, image, hash of the inputs
  unused_xml >"$work/unused"
  make_root "$1" migrate.jar java.sql,java.naming,java.security.jgss,jdk.net "--exclude-resources=@$work/unused"
  shorten_security
  place_sqlite
  place_grammar
  add_c_library
  add_launcher migrate "$images/migrate/arguments" migrate.jar io.schemamigration.runner.Main
  make_stage
  train_migrate
  make_image "$2" migrate "$3"
}
