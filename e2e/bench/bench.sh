#!/usr/bin/env bash
# bench.sh: measures reactions, API writes, start-up, sizes and memory on a real cluster of its own, and prints a table;
# target/bench.json has the same. Nothing depends on the figures. Call it as `make bench`, which builds the images first.
# ROUNDS (default 15) is how often each reaction is measured. docs/performance.md says how to read it.
set -euo pipefail
cd "$(dirname "$0")/../.."

rounds=${ROUNDS:-15}
cluster=schema-migration-bench-$$
version=$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' pom.xml)
runner=localhost/migrate:$version
operator=localhost/schema-migration-operator:$version
folder=$(mktemp -d)
export KUBECONFIG=$folder/kubeconfig
watches=()

say() { echo "bench: $*" >&2; }
end() {
  local status=$?
  trap - EXIT INT TERM
  [ ${#watches[@]} = 0 ] || kill "${watches[@]}" 2>/dev/null || true
  e2e/cluster/down.sh "$cluster" >/dev/null 2>&1 || true
  rm -rf "$folder"
  exit "$status"
}
trap end EXIT
trap 'exit 130' INT TERM

# ---- the cluster --------------------------------------------------------------------------------------------------------

start() {
  PATH=$(dirname "$(e2e/cluster/tool.sh kubectl)"):$(dirname "$(e2e/cluster/tool.sh helm)"):$PATH
  say "starts a cluster, installs the operator"
  e2e/cluster/up.sh "$cluster" "$KUBECONFIG"
  e2e/cluster/load.sh "$cluster" "$runner" "$operator"
  docker exec "$cluster" mkdir -p /var/lib/shop-data
  helm install schema-migration-operator helm/schema-migration-operator -n schema-migration --create-namespace \
    --wait --timeout 3m >/dev/null
  kubectl create namespace bench >/dev/null
  kubectl -n bench apply -f examples/01-sqlite/release-1/01-volume.yaml >/dev/null
}

# Each line of a watch gets the time at which it is seen here, one clock for all of them.
watch() { # kind, jsonpath of its lines
  kubectl -n bench get "$1" --watch --output-watch-events -o "jsonpath=$2{\"\\n\"}" 2>/dev/null |
    while IFS= read -r line; do echo "$EPOCHREALTIME $line"; done >"$folder/$1" &
  watches+=($!)
}

watch_everything() {
  local app='.object.metadata.labels.schemamigration\.io/name'
  watch schemamigrations '{.object.metadata.name} {.type} generation={.object.metadata.generation}'
  watch configmaps '{.object.metadata.name} {.type}'
  watch jobs '{.object.metadata.ownerReferences[0].name} {.type} {.object.metadata.name} succeeded={.object.status.succeeded}'
  watch pods '{.object.metadata.labels.job-name} {.type} exit={.object.status.containerStatuses[0].state.terminated.exitCode} step={.object.metadata.labels.schemamigration\.io/step}'
  watch deployments '{'"$app"'} {.type} version={.object.spec.template.metadata.annotations.schemamigration\.io/version} paused={.object.spec.paused}'
  sleep 1
}

# ---- one application, two releases --------------------------------------------------------------------------------------

migrations() { # application, release
  echo "{apiVersion: v1, kind: ConfigMap, metadata: {name: $1}, data: {001_a.sql: \"CREATE TABLE a (id INTEGER PRIMARY KEY);\""
  [ "$2" = 1 ] || echo ", 002_b.sql: \"ALTER TABLE a ADD COLUMN b TEXT;\""
  echo "}}"
}

schema_migration() {
  echo "{apiVersion: schemamigration.io/v1alpha1, kind: SchemaMigration, metadata: {name: $1}, spec: {
    database: {sqlite: {claimName: shop-data, path: $1.db}}, migrations: {configMaps: [{name: $1}]}}}"
}

# No pods: what is measured is the operator's reaction, not how quickly this machine starts containers.
deployment() {
  echo "{apiVersion: apps/v1, kind: Deployment, metadata: {name: $1}, spec: {replicas: 0, selector: {matchLabels: {app: $1}}, template: {
    metadata: {labels: {app: $1, schemamigration.io/name: $1}, annotations: {schemamigration.io/version: \"$2\"}},
    spec: {containers: [{name: app, image: localhost/none}]}}}}"
}

apply() { kubectl -n bench apply -f - >/dev/null; }

until_released() { # application, release
  local limit=$((SECONDS + 60))
  until grep -Eq " $1 [A-Z]+ version=$2 paused=$" "$folder/deployments" && [ "$(ready "$1")" = "$2" ]; do
    [ "$SECONDS" -lt "$limit" ] || { say "$1 was not released: $(kubectl -n bench get smig "$1" --no-headers)" && exit 1; }
    sleep 0.2
  done
}
ready() { kubectl -n bench get smig "$1" -o 'jsonpath={.status.appliedVersion}'; }

install() {
  migrations "$1" 1 | apply
  deployment "$1" 1 | apply
  schema_migration "$1" | apply
  until_released "$1" 1
}

upgrade() {
  deployment "$1" 2 | apply
  migrations "$1" 2 | apply
  until_released "$1" 2
}

# ---- figures ------------------------------------------------------------------------------------------------------------

# Reads lines "application milliseconds"; prints median and worst.
summary() { awk '{ print $NF }' | sort -n | awk '{ v[NR] = $1 } END { if (NR == 0) print "- - 0"; else printf "%.0f %.0f %d\n", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2, v[NR], NR }'; }

# reaction FILE PATTERN FILE PATTERN: milliseconds from the first line of an application that matches to the other, for
# each. %s stands for the application or, in pods, its job.
reaction() {
  local i app job begin finish
  for i in $(seq "$rounds"); do
    app=app$i
    job=$(awk -v app="$app" -v n="$5" '$2 == app && $3 == "ADDED" { if (++seen == n) { print $4; exit } }' "$folder/jobs")
    begin=$(first "$1" "${2//%s/$app}" "$job")
    finish=$(first "$3" "${4//%s/$app}" "$job")
    if [ -n "$begin" ] && [ -n "$finish" ]; then
      awk -v a="$begin" -v b="$finish" -v app="$app" 'BEGIN { printf "%s %.1f\n", app, (b - a) * 1000 }'
    fi
  done
}
first() { grep -E "${2//%j/$3}" "$folder/$1" | head -n 1 | cut -d' ' -f1; }

# What the API server counted: writes that only the operator makes. Events, leases and dry runs are not among them.
writes() {
  kubectl get --raw /metrics | awk '
    /^apiserver_request_total/ && /dry_run=""/ && /code="20/ {
      if (/resource="schemamigrations"/ && /subresource="status"/ && /verb="(PUT|PATCH|APPLY)"/) status += $NF
      else if (/resource="jobs"/ && /subresource=""/ && /verb="POST"/) jobs += $NF
      else if (/resource="deployments"/ && /subresource=""/ && /verb="(PATCH|APPLY)"/) patches += $NF
    }
    END { print status + 0, jobs + 0, patches + 0 }'
}

memory() { # MiB of the operator's working set
  local node
  node=$(kubectl get nodes -o 'jsonpath={.items[0].metadata.name}')
  kubectl get --raw "/api/v1/nodes/$node/proxy/metrics/resource" |
    awk '/^container_memory_working_set_bytes/ && /namespace="schema-migration"/ { printf "%.0f", $2 / 1048576 }'
}

megabytes() { docker image inspect -f '{{.Size}}' "$1" | awk '{ printf "%.1f", $1 / 1e6 }'; }

# From the start of the container's process to the line that verify prints after its first query.
first_queries() {
  local i name started said
  chmod 777 "$folder"
  mkdir -p "$folder/migrations" && echo 'CREATE TABLE a (id INTEGER PRIMARY KEY);' >"$folder/migrations/001_a.sql"
  docker run --rm -v "$folder:/data" "$runner" up --url sqlite:/data/app.db --dir /data/migrations >/dev/null 2>&1
  for i in $(seq "$rounds"); do
    name=$cluster-verify-$i
    docker run --name "$name" --read-only --tmpfs /tmp -v "$folder:/data" "$runner" verify --url sqlite:/data/app.db --version 1 >/dev/null 2>&1
    started=$(docker inspect -f '{{.State.StartedAt}}' "$name")
    said=$(docker logs --timestamps "$name" 2>&1 | head -n 1 | cut -d' ' -f1)
    docker rm "$name" >/dev/null
    echo "verify $(($(date -d "$said" +%s%3N) - $(date -d "$started" +%s%3N)))"
  done
}

# ---- run ----------------------------------------------------------------------------------------------------------------

start
watch_everything
sleep 15
idle=$(memory)
for i in $(seq "$rounds"); do
  say "installs application $i of $rounds"
  install "app$i"
done
sleep 2
before=$(writes)
for i in $(seq "$rounds"); do
  say "upgrades application $i of $rounds"
  upgrade "app$i"
done
sleep 2
after=$(writes)
sleep 12
worked=$(memory)
say "starts the runner $rounds times"

read -r created_median created_worst created_n < <(reaction schemamigrations ' %s ADDED' jobs ' %s ADDED' 1 | summary)
read -r changed_median changed_worst changed_n < <(reaction configmaps ' %s MODIFIED' jobs ' %j succeeded=' 2 | summary)
read -r released_median released_worst released_n < <(
  { reaction pods ' %j [A-Z]+ exit=0' deployments ' %s MODIFIED version=1 paused=$' 1
    reaction pods ' %j [A-Z]+ exit=0' deployments ' %s MODIFIED version=2 paused=$' 2; } | summary)
read -r condition_median condition_worst condition_n < <(
  { reaction jobs ' %j succeeded=1' deployments ' %s MODIFIED version=1 paused=$' 1
    reaction jobs ' %j succeeded=1' deployments ' %s MODIFIED version=2 paused=$' 2; } | summary)
read -r query_median query_worst query_n < <(first_queries | summary)
# `kubectl apply` of this script patches each Deployment once
read -r status jobs patches < <(awk -v a="$before" -v b="$after" -v n="$rounds" 'BEGIN {
  split(a, x, " "); split(b, y, " "); printf "%.1f %.1f %.1f\n", (y[1] - x[1]) / n, (y[2] - x[2]) / n, (y[3] - x[3]) / n - 1 }')
total=$(awk "BEGIN { printf \"%.1f\", $status + $jobs + $patches }")
runner_mb=$(megabytes "$runner")
operator_mb=$(megabytes "$operator")

row() { printf '| %-67s | %8s | %8s | %4s |\n' "$@"; }
row "measured" median worst n
row "---" "---:" "---:" "---:"
row "SchemaMigration applied to Job created, ms" "$created_median" "$created_worst" "$created_n"
row "ConfigMap changed to Job created, ms" "$changed_median" "$changed_worst" "$changed_n"
row "runner finished (pod's status) to Deployment resumed, ms" "$released_median" "$released_worst" "$released_n"
row "Job's condition Complete to Deployment resumed, ms" "$condition_median" "$condition_worst" "$condition_n"
row "API writes per migration ($status status, $jobs Job, $patches Deployment)" "$total" "" "$rounds"
row "runner: process start to first query answered, ms" "$query_median" "$query_worst" "$query_n"
row "image migrate, MB" "$runner_mb" "" ""
row "image schema-migration-operator, MB" "$operator_mb" "" ""
row "operator's memory, idle, MiB (after $((2 * rounds)) migrations: $worked)" "$idle" "" ""

mkdir -p target
cat >target/bench.json <<END
{"rounds": $rounds,
 "appliedToJobMs": {"median": $created_median, "worst": $created_worst, "n": $created_n},
 "changedToJobMs": {"median": $changed_median, "worst": $changed_worst, "n": $changed_n},
 "runnerEndToReleaseMs": {"median": $released_median, "worst": $released_worst, "n": $released_n},
 "jobCompleteToReleaseMs": {"median": $condition_median, "worst": $condition_worst, "n": $condition_n},
 "apiWrites": {"total": $total, "status": $status, "jobs": $jobs, "deployments": $patches},
 "startToFirstQueryMs": {"median": $query_median, "worst": $query_worst, "n": $query_n},
 "imageMB": {"migrate": $runner_mb, "operator": $operator_mb},
 "operatorMemoryMiB": {"idle": $idle, "worked": $worked},
 "machine": {"cores": $(nproc), "load": $(cut -d' ' -f1 /proc/loadavg)}}
END
say "target/bench.json has the same"
