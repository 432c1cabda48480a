#!/usr/bin/env bash
# bench.sh: the runner against Flyway, Liquibase and dbmate, as whole processes; prints a table and writes
# bench/results/bench.json. Call it as `make bench-runner`, which builds the runner first. ROUNDS (default 5), ONLY (a part of
# a workload's name), TOOLS ("flyway dbmate") and BASELINE (the command of another build) choose what is run.
set -euo pipefail
cd "$(dirname "$0")/.."
dbmate_version=2.36.0
cache=${XDG_CACHE_HOME:-$HOME/.cache}/schema-migration
dbmate=$cache/dbmate-$dbmate_version

if [ ! -x "$dbmate" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && npm pack --silent "@dbmate/linux-x64@$dbmate_version" >/dev/null && tar xzf ./*.tgz)
  mkdir -p "$cache"
  install -m 755 "$work/package/bin/dbmate" "$dbmate"
fi
mvn --batch-mode --no-transfer-progress -q -f bench/pom.xml -DskipTests package
"$JAVA_HOME/bin/java" -cp 'bench/target/classes:bench/target/lib/*' io.schemamigration.bench.Bench \
  bench/target init-image/target/migrate "$dbmate" bench/results/bench.json
