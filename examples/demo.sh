#!/usr/bin/env bash
# demo.sh: a rollout held, migrated and released, from nothing, on a real Kubernetes in a container; about a minute. It shows
# the commands it runs, so that they can be copied, and fails where what it tells isn't so. Call it as `make demo`, which
# builds the images first. KEEP=1 leaves the cluster running.
set -euo pipefail
cd "$(dirname "$0")/.."

cluster=${DEMO_CLUSTER:-schema-migration-demo}
version=$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' pom.xml)
folder=$PWD/target/demo
export KUBECONFIG=$folder/kubeconfig
begun=$EPOCHREALTIME
watches=()
made_cluster=false

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' dim=$'\e[2m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
else
  bold='' dim='' green='' red='' plain=''
fi

# ---- telling ------------------------------------------------------------------------------------------------------------

elapsed() { awk -v a="$begun" -v b="$EPOCHREALTIME" 'BEGIN { printf "%5.1f s", b - a }'; }
say() { printf '\n%s%s  %s%s\n' "$bold" "$(elapsed)" "$*" "$plain"; }
note() { printf '%s  %s\n' "$(elapsed)" "$*"; }
checked() { printf '%s  %s✓ %s%s\n' "$(elapsed)" "$green" "$*" "$plain"; }
fail() {
  printf '%s  %s✗ %s%s\n' "$(elapsed)" "$red" "$*" "$plain" >&2
  exit 1
}
cut_at() { if [ ${#2} -le "$1" ]; then echo "$2"; else echo "${2:0:$(($1 - 1))}…"; fi; }
indent() { sed 's/^/         /'; }
show() { printf '%s         $ %s%s\n' "$dim" "$*" "$plain"; }

# run COMMAND…: shows a command, then its output
run() {
  show "$*"
  "$@" 2>&1 | indent
}

# wait_for TEXT COMMAND…: runs what takes long, out of sight; on a terminal the seconds are counted
wait_for() {
  local text=$1 log=$folder/log pid status=0
  shift
  "$@" >"$log" 2>&1 &
  pid=$!
  while [ -t 1 ] && kill -0 "$pid" 2>/dev/null; do
    printf '\r%s  %s …' "$(elapsed)" "$text"
    sleep 0.2
  done
  wait "$pid" || status=$?
  [ -t 1 ] && printf '\r'
  note "$text"
  [ "$status" = 0 ] || { indent <"$log" >&2 && fail "this failed: $*"; }
}

# ---- watching -----------------------------------------------------------------------------------------------------------

# watch FILE WHAT FIELDS: keeps in FILE what happens to objects, a line for each change. What is told is read from there, so
# that nothing is missed however quickly it passes.
watch() {
  kubectl -n shop get "$2" --watch --output-watch-events -o "jsonpath=$3{\"\\n\"}" >"$folder/$1" 2>"$folder/$1.errors" &
  watches+=($!)
}

# until FILE PATTERN SECONDS WHAT: waits for a line, and says what did not come where it doesn't
until_seen() {
  local limit=$((SECONDS + $3))
  until grep -Eq "$2" "$folder/$1"; do
    [ "$SECONDS" -lt "$limit" ] || { tail -n 3 "$folder/$1" | indent >&2 && fail "$4 did not come within $3 s"; }
    sleep 0.1
  done
}

# follow PATTERN SECONDS: prints what the SchemaMigration says, line by line as it changes, up to the line with PATTERN
told=0
last=''
follow() {
  local limit=$((SECONDS + $2)) line
  while :; do
    while [ "$told" -lt "$(wc -l <"$folder/smig")" ]; do
      told=$((told + 1))
      line=$(sed -n "${told}s/^[A-Z]* //p" "$folder/smig")
      [ "${line:0:150}" = "${last:0:150}" ] || note "$dim$(cut_at 150 "$line")$plain"
      last=$line
      if [[ $line =~ $1 ]]; then return; fi
    done
    [ "$SECONDS" -lt "$limit" ] || fail "the SchemaMigration did not come to say \"$1\" within $2 s"
    sleep 0.1
  done
}

end() {
  local status=$?
  trap - EXIT INT TERM
  [ ${#watches[@]} = 0 ] || kill "${watches[@]}" 2>/dev/null || true
  if [ "$made_cluster" = true ]; then
    if [ -n "${KEEP:-}" ]; then
      say "The cluster is left running"
      show "export KUBECONFIG=$KUBECONFIG PATH=$tools:\$PATH"
      show "kubectl -n shop get smig,deployments,pods,jobs"
      show "e2e/cluster/down.sh $cluster        # removes it"
    else
      e2e/cluster/down.sh "$cluster" >/dev/null 2>&1 || true
      note "the cluster is removed (KEEP=1 leaves it running)"
    fi
  fi
  exit "$status"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# ---- the story ----------------------------------------------------------------------------------------------------------

start() {
  mkdir -p "$folder"
  rm -f "${folder:?}"/*
  local image
  image=$(e2e/cluster/choose-image.sh)
  export CLUSTER_IMAGE=$image
  tools=$(dirname "$(e2e/cluster/tool.sh kubectl)"):$(dirname "$(e2e/cluster/tool.sh helm)")
  export PATH=$tools:$PATH
  if docker container inspect "$cluster" >/dev/null 2>&1; then
    fail "there is a cluster $cluster already, of a demo that runs or was kept: e2e/cluster/down.sh $cluster removes it, DEMO_CLUSTER=NAME uses another name"
  fi
  begun=$EPOCHREALTIME # from here on it is the demo; before, things may have been built
  say "A Kubernetes of our own, with the operator"
  made_cluster=true
  wait_for "Kubernetes runs in the container $cluster" e2e/cluster/up.sh "$cluster" "$KUBECONFIG"
  wait_for "the images are in it" load
  local install=(helm install schema-migration-operator helm/schema-migration-operator -n schema-migration --create-namespace --wait)
  show "${install[*]}"
  wait_for "the operator is ready, its admission policies are in place" "${install[@]}" --timeout 2m
}

load() {
  examples/application.sh
  e2e/cluster/load.sh "$cluster" "localhost/migrate:$version" "localhost/schema-migration-operator:$version" localhost/pause:1
  docker exec "$cluster" mkdir -p /var/lib/shop-data
}

first_release() {
  say "Release 1 of a shop: two pods, a SQLite file on a volume, one migration"
  run kubectl create namespace shop
  run kubectl -n shop apply -f examples/01-sqlite/release-1
  wait_for "migrated, then started" kubectl -n shop rollout status deployment/shop --timeout 60s
  run kubectl -n shop get pods -l app=shop
  [ "$(kubectl -n shop get deployment shop -o 'jsonpath={.status.readyReplicas}')" = 2 ] || fail "the shop isn't ready"
}

watch_everything() {
  local version='.metadata.annotations.schemamigration\.io/version'
  watch smig schemamigrations '{.type} {.object.status.conditions[?(@.type=="Ready")].reason}: {.object.status.conditions[?(@.type=="Ready")].message}'
  watch deployment deployments '{.type} paused={.object.spec.paused} held={.object.metadata.annotations.schemamigration\.io/held} needs={.object.spec.template'"$version"'} available={.object.status.availableReplicas}'
  watch pods pods '{.type} {.object.metadata.resourceVersion} {.object.metadata.name} step={.object.metadata.labels.schemamigration\.io/step} exit={.object.status.containerStatuses[0].state.terminated.exitCode} version={.object'"$version"'}'
  watch jobs jobs '{.type} {.object.metadata.resourceVersion} {.object.metadata.name} step={.object.metadata.labels.schemamigration\.io/step} succeeded={.object.status.succeeded}'
  for file in smig deployment pods jobs; do until_seen "$file" '^ADDED' 10 "the watch of $file"; done
}

second_release() {
  say "Release 2: its code needs a new column (migration 2) and no longer reads an old one (migration 3 drops it)"
  run kubectl -n shop apply -f examples/01-sqlite/release-2
  follow 'held: needs schema 3, has 1' 20
  until_seen deployment 'paused=true held=true needs=3' 5 "a paused Deployment"
  checked "held: the Deployment is paused, the pods of release 1 serve on, none of release 2 exists"
  follow 'WaitingForPods' 30
  until_seen deployment 'paused= held= needs=3' 5 "the release of the Deployment"
  checked "the Job is done, the Deployment released; migration 3 has to wait, old code still reads that column"
  follow '^Applied: schema is at 3; code from 3 to 3' 60
  checked "the last pod of release 1 was gone; migration 3 is applied"
}

# What the watches saw, in the order of the cluster's own revisions.
verify() {
  local released new last_old claimed
  ! grep -Eq 'available=(1|0)?$' "$folder/deployment" || fail "there were fewer than two available pods at some time"
  [ "$(grep -c 'held=true' "$folder/deployment")" -gt 0 ] || fail "the Deployment was never held"
  released=$(awk '/step=expand exit=0/ { done[$3] = done[$3] ? done[$3] : $2; name = $3 } END { print done[name] + 0 }' "$folder/pods")
  new=$(awk '/version=3$/ { print $2; exit }' "$folder/pods")
  last_old=$(awk '$1 == "DELETED" && /version=1$/ { revision = $2 } END { print revision + 0 }' "$folder/pods")
  claimed=$(awk '/step=claim/ { print $2; exit }' "$folder/jobs")
  [ "$(grep -c '^DELETED.*version=1$' "$folder/pods")" = 2 ] || fail "two old pods should have ended"
  [ "$new" -gt "$released" ] || fail "a pod of release 2 existed before the expand migration was done"
  [ "$claimed" -gt "$last_old" ] || fail "the contract migration was claimed before the last old pod was gone"
  checked "seen in the cluster's own order: the runner's end ($released) < first new pod ($new), last old pod gone ($last_old) < claim ($claimed); never fewer than two pods available"
}

way_back() {
  say "Back to release 1? Its column is gone"
  show kubectl -n shop rollout undo deployment/shop
  local output status=0
  output=$(kubectl -n shop rollout undo deployment/shop 2>&1) || status=$?
  grep -v '^Warning' <<<"$output" | fold -s -w 110 | indent
  [ "$status" != 0 ] || fail "the undo was not refused"
  grep -q 'schema version 1 is older than the minimum 3' <<<"$output" || fail "the undo was refused for another reason"
  [ "$(kubectl -n shop get deployment shop -o 'jsonpath={.spec.template.metadata.annotations.schemamigration\.io/version}')" = 3 ] ||
    fail "the Deployment changed nevertheless"
  checked "refused"
  until_seen jobs 'step=contract succeeded=1' 20 "the end of the contract Job"
  run kubectl -n shop get jobs
  run kubectl -n shop get smig
  [ "$(kubectl -n shop get smig shop -o 'jsonpath={.status.window.range}')" = 3..3 ] || fail "the window isn't 3..3"
}

start
first_release
watch_everything
second_release
verify
way_back
say "That is all: a rollout held, migrated and released, and old code kept out afterwards."
