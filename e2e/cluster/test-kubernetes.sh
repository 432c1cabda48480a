#!/usr/bin/env bash
# test-kubernetes.sh VERSION…: builds the API servers of these releases of Kubernetes (v1.33.13) from their Go modules, installs the
# operator's chart on each, and asks whether its gate answers as it should. Call it as `make test-kubernetes VERSIONS=…`.
# There is an API server with etcd and nothing else: no controllers, no nodes, no operator. A build takes some minutes, once.
set -euo pipefail
source "$(dirname "$0")/common.sh"
[ $# -ge 1 ] || fail "usage: test-kubernetes.sh VERSION… (such as v1.33.13)"

kubectl=$("$cluster_dir/tool.sh" kubectl)
helm=$("$cluster_dir/tool.sh" helm)
operator=system:serviceaccount:schema-migration:schema-migration-operator
folder=$(mktemp -d)
processes=()
stop() {
  [ ${#processes[@]} = 0 ] || kill "${processes[@]}" 2>/dev/null || true
  processes=()
  wait
}
end() {
  local status=$?
  trap - EXIT
  stop
  rm -rf "$folder"
  exit "$status"
}
trap end EXIT

# Its module's own `replace` lines name folders: here, the releases of these modules that belong to it.
build_server() { # version: prints the path
  local version=$1 server go module package=k8s.io/component-base/version
  server=$cache/servers/kube-apiserver-$1-$(uname -m)
  if [ ! -x "$server" ]; then
    go=$(find_go "kube-apiserver $version") || exit 1
    say "building kube-apiserver $version"
    mkdir -p "$cache/servers" "$folder/$version"
    cd "$folder/$version"
    module=$("$go" mod download -json "k8s.io/kubernetes@$version" | sed -n 's/^\t"GoMod": "\(.*\)",$/\1/p')
    {
      printf 'module apiserver\n\ngo 1.26.0\n\ntool k8s.io/kubernetes/cmd/kube-apiserver\n\nrequire k8s.io/kubernetes %s\n' "$version"
      sed -n 's#^[[:space:]]*\(k8s.io/[a-z-]*\) => ./staging/.*#\1#p' "$module" | sort -u \
        | while read -r staged; do echo "replace $staged => $staged v0.${version#v1.}"; done
    } >go.mod
    local minor=${version#v1.}
    { "$go" mod tidy && CGO_ENABLED=0 "$go" build -trimpath -buildvcs=false \
      -ldflags "-s -w -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}" \
      -o "$server.new" k8s.io/kubernetes/cmd/kube-apiserver; } >"$folder/build.log" 2>&1 \
      || { tail -n 20 "$folder/build.log" >&2 && fail "kube-apiserver $version could not be built"; }
    mv "$server.new" "$server"
  fi
  echo "$server"
}

find_etcd() { # prints the path
  local root
  command -v etcd && return
  if [ ! -x "$cache/tools/etcd/usr/bin/etcd" ]; then
    command -v dpkg >/dev/null || fail "etcd is needed: install it from https://etcd.io"
    (cd "$folder" && { apt-get download -qq etcd-server || { apt-get update -qq && apt-get download -qq etcd-server; }; }) >&2
    root=$(echo "$folder"/etcd-server_*.deb)
    dpkg -x "$root" "$cache/tools/etcd"
  fi
  echo "$cache/tools/etcd/usr/bin/etcd"
}

start() { # server, port; etcd has the two after it
  local home=$folder/home port=$2
  rm -rf "$home" && mkdir "$home"
  export KUBECONFIG=$home/config
  "$etcd" --data-dir="$home/etcd" --unsafe-no-fsync --listen-client-urls="http://127.0.0.1:$((port + 1))" \
    --advertise-client-urls="http://127.0.0.1:$((port + 1))" --listen-peer-urls="http://127.0.0.1:$((port + 2))" \
    --initial-advertise-peer-urls="http://127.0.0.1:$((port + 2))" --initial-cluster="default=http://127.0.0.1:$((port + 2))" \
    >"$home/etcd.log" 2>&1 &
  processes+=($!)
  openssl genrsa -out "$home/sa.key" 2048 2>/dev/null
  openssl rsa -in "$home/sa.key" -pubout -out "$home/sa.pub" 2>/dev/null
  echo "token,admin,1,\"system:masters\"" >"$home/tokens"
  "$1" --etcd-servers="http://127.0.0.1:$((port + 1))" --secure-port="$port" --bind-address=127.0.0.1 \
    --cert-dir="$home/certificates" --token-auth-file="$home/tokens" --authorization-mode=RBAC \
    --disable-admission-plugins=ServiceAccount --service-cluster-ip-range=10.43.0.0/16 \
    --service-account-issuer=https://kubernetes.default.svc --service-account-signing-key-file="$home/sa.key" \
    --service-account-key-file="$home/sa.pub" >"$home/apiserver.log" 2>&1 &
  processes+=($!)
  "$kubectl" config set-cluster default --server="https://127.0.0.1:$port" --insecure-skip-tls-verify=true >/dev/null
  "$kubectl" config set-credentials default --token=token >/dev/null
  "$kubectl" config set-context default --cluster=default --user=default >/dev/null
  "$kubectl" config use-context default >/dev/null
  for _ in $(seq 600); do
    kill -0 "${processes[@]}" 2>/dev/null || break
    "$kubectl" get --raw /readyz >/dev/null 2>&1 && return
    sleep 0.2
  done
  tail -n 5 "$home"/*.log >&2
  fail "the API server did not become ready"
}

template() { # schema version, [the init container's version]
  cat <<YAML
  template:
    metadata:
      labels: {app: a, schemamigration.io/name: app}
      annotations: {schemamigration.io/version: "$1"}
    spec:
      initContainers:
      - name: schema-verify
        image: localhost/migrate:1
        command: [migrate, verify]
        args: [--version, "${2:-\$(SCHEMA_VERSION)}", --owner, "*/\$(SCHEMA_NAMESPACE)/\$(SCHEMA_NAME)", --url, x]
        env:
        - {name: SCHEMA_VERSION, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['schemamigration.io/version']"}}}
        - {name: SCHEMA_NAMESPACE, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
        - {name: SCHEMA_NAME, valueFrom: {fieldRef: {fieldPath: "metadata.labels['schemamigration.io/name']"}}}
      containers: [{name: c, image: localhost/none}]
YAML
}
workload() { # name, then as template
  printf 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: %s}\nspec:\n  selector: {matchLabels: {app: a}}\n' "$1"
  template "${@:2}"
}
pod() { # label
  printf 'apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {%s}, annotations: {schemamigration.io/version: "8"}}\n' "$1"
  echo 'spec: {containers: [{name: c, image: localhost/none}]}'
}

wrong=0
asked=0
says() { # what, text that the answer contains, kubectl's arguments … (what it reads comes on standard input)
  local what=$1 wanted=$2 answer
  asked=$((asked + 1))
  answer=$("$kubectl" -n default "${@:3}" 2>&1) || true
  if [[ $answer != *"$wanted"* ]]; then
    echo "    $what: expected \"$wanted\", but got: $answer"
    wrong=$((wrong + 1))
  fi
}
dry=(create --dry-run=server -f -)

ask() {
  local status="patch schemamigration app --subresource=status --type=merge -p"
  says "a SchemaMigration" created create -f - <<<'{apiVersion: schemamigration.io/v1alpha1, kind: SchemaMigration, metadata: {name: app},
    spec: {database: {urlFrom: {secretKeyRef: {name: db, key: url}}}, migrations: {inline: {"001_a.sql": "CREATE TABLE a (i int)"}}}}'
  # policies are in force about a second after they were created, and see a new object a moment later
  for _ in $(seq 100); do
    workload app 5 6 | "$kubectl" -n default "${dry[@]}" >"$folder/answer" 2>&1 || true
    if grep -q "does not verify" "$folder/answer"; then break; fi
    sleep 0.2
  done
  says "schema-verify of another version" "does not verify the pods of this template" "${dry[@]}" < <(workload app 5 6)
  says "schema-verify written out" created "${dry[@]}" < <(workload app 5 5)
  says "no schema-verify" 'args: [--version, "5", --owner, "*/default/app", --url-file, /schema-migration/credentials/url]' \
    "${dry[@]}" < <(workload app 5 | sed '/initContainers:/,/SCHEMA_NAME,/d')
  says "another field" "does not verify the pods" "${dry[@]}" < <(workload app 5 | sed "s/annotations\['schemamigration.io/annotations['other/")
  says "no version" 'is "x", not a version' "${dry[@]}" < <(workload app x)
  says "the right one" created create -f - < <(workload app 5)
  says "a forged annotation" "only the operator writes the annotations" annotate deployment app schemamigration.io/maximum-version=9
  says "the operator's annotation" annotated --as=$operator annotate deployment app schemamigration.io/minimum-version=3
  says "below the minimum of the annotation" "older than the minimum 3" apply --dry-run=server -f - < <(workload app 2)
  says "the same, leaving the annotation out" "older than the minimum 3" patch deployment app --type=merge -p '{"metadata":{"annotations":
    {"schemamigration.io/minimum-version":null}}, "spec":{"template":{"metadata":{"annotations":{"schemamigration.io/version":"2"}}}}}'
  # shellcheck disable=SC2086 # words
  says "status by an administrator" "only the operator may write the status" $status '{"status":{"window":{"minimum":"0"}}}'
  # shellcheck disable=SC2086
  says "status by the operator" patched --as=$operator $status '{"status":{"window":{"minimum":"8","maximum":"9"},"inUse":["Deployment/app"]}}'
  for _ in $(seq 100); do
    workload new 5 | "$kubectl" -n default "${dry[@]}" >"$folder/answer" 2>&1 || break
    sleep 0.2
  done
  says "below the minimum of the status" "older than the minimum 8" "${dry[@]}" < <(workload new 5)
  says "more replicas" "older than the minimum 8" patch deployment app --type=merge -p '{"spec":{"replicas":5}}'
  says "fewer replicas" patched patch deployment app --type=merge -p '{"spec":{"replicas":0}}'
  says "leaving without a reason" "To leave the gate anyway" patch deployment app --type=merge \
    -p '{"spec":{"template":{"metadata":{"labels":{"schemamigration.io/name":null}}}}}'
  says "a pod without schema-verify" "schema-verify is missing" "${dry[@]}" < <(pod "schemamigration.io/name: app")
  says "a pod of a step" "only a migration Job may create pods" "${dry[@]}" < <(pod "schemamigration.io/step: expand")
  says "the label on the workload" "belong on the pod template" "${dry[@]}" \
    < <(workload app 5 | sed '3s/{name: app}/{name: app, labels: {schemamigration.io\/name: app}}/; s/{app: a, schemamigration.io\/name: app}/{app: a}/')
  says "deletion while in use" "still gates Deployment/app" delete schemamigration app --dry-run=server
}

etcd=$(find_etcd | tail -n 1)
port=$((27000 + $$ % 500 * 4))
for version in "$@"; do
  server=$(build_server "$version") || exit 1
  start "$server" "$port"
  "$helm" install schema-migration-operator "$cluster_dir/../../helm/schema-migration-operator" --namespace schema-migration \
    --create-namespace --set replicas=0,gate.mode=validating >"$folder/helm.log" 2>&1 || { cat "$folder/helm.log" >&2 && exit 1; }
  "$kubectl" wait --for=condition=Established crd/schemamigrations.schemamigration.io --timeout=60s >/dev/null 2>&1
  before=$wrong
  ask
  echo "$version: $asked questions to the validating gate, $((wrong - before)) wrong answers"
  asked=0
  stop
  port=$((port + 4))
done
[ $wrong = 0 ]
