#!/usr/bin/env bash
# demo.sh: a rollout that is held, migrated and released, on a real Kubernetes in a container that it starts itself; it takes
# about a minute. It shows the commands it runs, so that they can be copied, and fails if anything it reports isn't so. Run it
# as `make demo`, which builds the images first. KEEP=1 leaves the cluster running.
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

# ---- output -------------------------------------------------------------------------------------------------------------

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

# wait_for TEXT COMMAND…: runs a slow command without showing its output, and reports TEXT when it is done; a terminal shows
# the seconds as they pass
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
  [ "$status" = 0 ] || { indent <"$log" >&2 && fail "this command failed: $*"; }
}

# ---- watching -----------------------------------------------------------------------------------------------------------

# watch FILE KIND FIELDS: records in FILE every change of the objects of a kind, one line each. The story is read from these
# files, so that nothing is missed, however briefly it lasts.
watch() {
  kubectl -n shop get "$2" --watch --output-watch-events -o "jsonpath=$3{\"\\n\"}" >"$folder/$1" 2>"$folder/$1.errors" &
  watches+=($!)
}

# until_seen FILE PATTERN SECONDS WHAT: waits for a line; if it doesn't come, fails and names WHAT
until_seen() {
  local limit=$((SECONDS + $3))
  until grep -Eq "$2" "$folder/$1"; do
    [ "$SECONDS" -lt "$limit" ] || { tail -n 3 "$folder/$1" | indent >&2 && fail "$4 was not seen within $3 s"; }
    sleep 0.1
  done
}

# follow PATTERN SECONDS: prints the SchemaMigration's condition each time it changes, up to the line that matches PATTERN
told=1 # the first line is the state before
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
    [ "$SECONDS" -lt "$limit" ] || fail "the SchemaMigration did not report \"$1\" within $2 s"
    sleep 0.1
  done
}

end() {
  local status=$?
  trap - EXIT INT TERM
  [ ${#watches[@]} = 0 ] || kill "${watches[@]}" 2>/dev/null || true
  if [ "$made_cluster" = true ]; then
    if [ -n "${KEEP:-}" ]; then
      say "The cluster keeps running"
      show "export KUBECONFIG=$KUBECONFIG PATH=$tools:\$PATH"
      show "kubectl -n shop get smig,deployments,pods,jobs"
      show "e2e/cluster/down.sh $cluster        # removes it"
    else
      e2e/cluster/down.sh "$cluster" >/dev/null 2>&1 || true
      note "the cluster is removed (KEEP=1 keeps it)"
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
    fail "a cluster named $cluster exists already, from a demo that is running or was kept: e2e/cluster/down.sh $cluster removes it, DEMO_CLUSTER=NAME uses another name"
  fi
  begun=$EPOCHREALTIME # the demo starts here; until now something may have been built
  say "Start Kubernetes in a container and install the operator"
  made_cluster=true
  wait_for "Kubernetes is running in the container $cluster" e2e/cluster/up.sh "$cluster" "$KUBECONFIG"
  wait_for "the images are loaded" load
  local install=(helm install schema-migration-operator helm/schema-migration-operator -n schema-migration --create-namespace --wait)
  show "${install[*]}"
  wait_for "the operator is ready and its admission policies are in force" "${install[@]}" --timeout 2m
}

load() {
  examples/application.sh
  e2e/cluster/load.sh "$cluster" "localhost/migrate:$version" "localhost/schema-migration-operator:$version" localhost/pause:1
  docker exec "$cluster" mkdir -p /var/lib/shop-data
}

first_release() {
  say "Release 1 of a shop: two pods, a SQLite database on a volume, one migration"
  run kubectl create namespace shop
  run kubectl -n shop apply -f examples/01-sqlite/release-1
  wait_for "the database is migrated and both pods have started" kubectl -n shop rollout status deployment/shop --timeout 60s
  run kubectl -n shop get pods -l app=shop
  [ "$(kubectl -n shop get deployment shop -o 'jsonpath={.status.readyReplicas}')" = 2 ] || fail "release 1 of the shop isn't ready"
}

watch_everything() {
  local version='.metadata.annotations.schemamigration\.io/version'
  watch smig schemamigrations '{.type} {.object.status.conditions[?(@.type=="Ready")].reason}: {.object.status.conditions[?(@.type=="Ready")].message}'
  watch deployment deployments '{.type} paused={.object.spec.paused} held={.object.metadata.annotations.schemamigration\.io/held} needs={.object.spec.template'"$version"'} available={.object.status.availableReplicas}'
  watch pods pods '{.type} {.object.metadata.resourceVersion} {.object.metadata.name} step={.object.metadata.labels.schemamigration\.io/step} phase={.object.status.phase} running={.object.status.containerStatuses[*].state.running.startedAt} exit={.object.status.containerStatuses[0].state.terminated.exitCode} version={.object'"$version"'}'
  watch jobs jobs '{.type} {.object.metadata.resourceVersion} {.object.metadata.name} step={.object.metadata.labels.schemamigration\.io/step} succeeded={.object.status.succeeded}'
  for file in smig deployment pods jobs; do until_seen "$file" '^ADDED' 10 "the watch of $file"; done
}

second_release() {
  say "Release 2: its code needs a new column (migration 2) and no longer reads an old one (migration 3 drops it)"
  run kubectl -n shop apply -f examples/01-sqlite/release-2
  follow 'held: needs schema 3, has 1' 20
  until_seen deployment 'paused=true held=true needs=3' 5 "a paused Deployment"
  checked "held: the Deployment is paused, the pods of release 1 keep serving, and no pod of release 2 exists"
  follow 'WaitingForPods' 30
  until_seen deployment 'paused= held= needs=3' 5 "the release of the Deployment"
  checked "migration 2 is applied and the Deployment released; migration 3 waits, because release 1 still reads the column"
  follow '^Applied: schema is at 3; code from 3 to 3' 60
  checked "the last pod of release 1 has ended, and migration 3 is applied"
}

# ended: the pods of release 1 that have ended, in that order: for each the revision at which it no longer counted, and its
# name. As for the operator, a pod has ended once its kubelet has reported that no container runs any more; the object itself
# is deleted a moment later.
ended() {
  awk '/version=1$/ && ($1 == "DELETED" || / phase=(Succeeded|Failed) running= /) && !seen[$3]++ { print $2, $3 }' "$folder/pods"
}

# Checks what the watches recorded, in the order of the cluster's own revisions.
verify() {
  local migrated new last_old claimed limit=$((SECONDS + 10))
  until [ "$(ended | wc -l)" = 2 ] && grep -q 'step=claim' "$folder/jobs"; do # a watch may be a moment behind
    [ "$SECONDS" -lt "$limit" ] || fail "the end of both pods of release 1 and the claim of migration 3 were not seen"
    sleep 0.1
  done
  ! grep -Eq 'available=(1|0)?$' "$folder/deployment" || fail "at some point fewer than two pods were available"
  [ "$(grep -c 'held=true' "$folder/deployment")" -gt 0 ] || fail "the Deployment was never held"
  migrated=$(awk '/step=expand/ && / exit=0 / { done[$3] = done[$3] ? done[$3] : $2; name = $3 } END { print done[name] + 0 }' "$folder/pods")
  new=$(awk '/version=3$/ { print $2; exit }' "$folder/pods")
  last_old=$(ended | awk 'END { print $1 }')
  claimed=$(awk '/step=claim/ { print $2; exit }' "$folder/jobs")
  [ "$migrated" -gt 0 ] || fail "the end of migration 2 was not seen"
  [ "$new" -gt "$migrated" ] || fail "a pod of release 2 existed (revision $new) before migration 2 was applied ($migrated)"
  [ "$claimed" -gt "$last_old" ] || fail "migration 3 was claimed (revision $claimed) before the last pod of release 1 had ended ($last_old)"
  checked "verified in the cluster's own order of changes:"
  note "    migration 2 was applied (revision $migrated) before the first pod of release 2 was created ($new)"
  note "    the last pod of release 1 had ended ($last_old) before migration 3 was claimed ($claimed)"
  note "    at least two pods were available at all times"
}

way_back() {
  say "Roll back to release 1? The column it reads is gone"
  show kubectl -n shop rollout undo deployment/shop
  local output status=0
  output=$(kubectl -n shop rollout undo deployment/shop 2>&1) || status=$?
  grep -v '^Warning' <<<"$output" | fold -s -w 110 | indent
  [ "$status" != 0 ] || fail "the rollback was not refused"
  grep -q 'schema version 1 is older than the minimum 3' <<<"$output" || fail "the rollback was refused for another reason"
  [ "$(kubectl -n shop get deployment shop -o 'jsonpath={.spec.template.metadata.annotations.schemamigration\.io/version}')" = 3 ] ||
    fail "the Deployment was changed all the same"
  checked "refused: release 2 stays"
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
say "Done: the rollout was held until its database was migrated; old code is kept out from now on."
