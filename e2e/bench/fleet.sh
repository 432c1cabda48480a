#!/usr/bin/env bash
# fleet.sh: measures the operator among many SchemaMigrations: an API server and etcd of its own, without nodes or
# controllers, and the operator as a process with its image's flags. Prints a table. Call it as `make bench-fleet`.
# SIZES (default "2000 10000"): how many SchemaMigrations. ROUNDS (default 20): how often each reaction is measured.
# MEMORY (default 256m, or 512m for more than 5,000): the container's limit, which the heap follows.
# BINARIES: folder with etcd and kube-apiserver, to use instead of those in the cluster's image.
# OPERATOR: class path of another build, to compare with; LIBRARIES: folder of its libraries. docs/performance.md says how to read it.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=e2e/cluster/common.sh
. e2e/cluster/common.sh
java=$(scripts/find-jdk.sh)/bin/java
export PATH=/usr/sbin:$PATH

folder=$(mktemp -d)
processes=()
end() {
  local status=$?
  trap - EXIT INT TERM
  [ ${#processes[@]} = 0 ] || kill -KILL "${processes[@]}" 2>/dev/null || true
  wait
  [ -n "${KEEP:-}" ] || rm -rf "$folder"
  exit "$status"
}
trap end EXIT
trap 'exit 130' INT TERM

kubectl=$(e2e/cluster/tool.sh kubectl)
helm=$(e2e/cluster/tool.sh helm)
if [ -n "${BINARIES:-}" ]; then
  ln -s "$(realpath "$BINARIES")"/{etcd,kube-apiserver} "$folder/"
else
  image=$(e2e/cluster/choose-image.sh)
  copy=$(docker create "$image")
  for tool in etcd kube-apiserver; do
    docker cp "$copy:$(docker run --rm --entrypoint sh "$image" -c "command -v $tool")" "$folder/$tool"
  done
  docker rm "$copy" >/dev/null
fi
openssl genrsa -out "$folder/sa.key" 2048 2>/dev/null
openssl rsa -in "$folder/sa.key" -pubout -out "$folder/sa.pub" 2>/dev/null
export OPERATOR=${OPERATOR:-operator/target/operator.jar:operator/target/lib/*}
export FLAGS=images/operator/arguments ADMIN_CONFIG=$folder/admin OPERATOR_CONFIG=$folder/operator LOG=${LOG:-$folder/operator.log}

start() { # a port for the API server; etcd has the two after it
  local port=$1
  processes=()
  "$folder/etcd" --data-dir="$folder/etcd-$port" --unsafe-no-fsync --listen-client-urls="http://127.0.0.1:$((port + 1))" \
    --advertise-client-urls="http://127.0.0.1:$((port + 1))" --listen-peer-urls="http://127.0.0.1:$((port + 2))" \
    --initial-advertise-peer-urls="http://127.0.0.1:$((port + 2))" --initial-cluster="default=http://127.0.0.1:$((port + 2))" \
    >"$folder/etcd.log" 2>&1 &
  processes+=($!)
  echo "bench-token,bench,1,\"system:masters\"" >"$folder/tokens"
  "$folder/kube-apiserver" --etcd-servers="http://127.0.0.1:$((port + 1))" --secure-port="$port" --bind-address=127.0.0.1 \
    --cert-dir="$folder/certificates-$port" --token-auth-file="$folder/tokens" --authorization-mode=RBAC \
    --disable-admission-plugins=ServiceAccount --service-cluster-ip-range=10.43.0.0/16 --max-requests-inflight=2000 \
    --service-account-issuer=https://kubernetes.default.svc --service-account-signing-key-file="$folder/sa.key" \
    --service-account-key-file="$folder/sa.pub" >"${APILOG:-$folder/apiserver.log}" 2>&1 &
  processes+=($!)
  config "$ADMIN_CONFIG" "$port" bench-token
  for _ in $(seq 300); do
    "$kubectl" --kubeconfig "$ADMIN_CONFIG" get --raw /readyz >/dev/null 2>&1 && break
    sleep 0.2
  done
  "$helm" --kubeconfig "$ADMIN_CONFIG" install schema-migration-operator helm/schema-migration-operator -n schema-migration \
    --create-namespace --set replicas=0 >"$folder/helm.log" 2>&1 || { cat "$folder/helm.log"; exit 1; }
  "$kubectl" --kubeconfig "$ADMIN_CONFIG" wait --for=condition=Established crd/schemamigrations.schemamigration.io --timeout=30s >/dev/null
  config "$OPERATOR_CONFIG" "$port" "$("$kubectl" --kubeconfig "$ADMIN_CONFIG" -n schema-migration create token schema-migration-operator --duration 24h)"
}

config() { # file, port, token
  "$kubectl" config --kubeconfig "$1" set-cluster default --server="https://127.0.0.1:$2" --insecure-skip-tls-verify=true >/dev/null
  "$kubectl" config --kubeconfig "$1" set-credentials default --token="$3" >/dev/null
  "$kubectl" config --kubeconfig "$1" set-context default --cluster=default --user=default >/dev/null
  "$kubectl" config --kubeconfig "$1" use-context default >/dev/null
}

fleet() {
  local memory=${MEMORY:-$([ "$2" -gt 5000 ] && echo 512m || echo 256m)}
  MORE_FLAGS="-XX:MaxRAM=$memory ${MORE_FLAGS:-}" "$java" -cp "${LIBRARIES:-operator/target/lib}/*" e2e/bench/Fleet.java "$1" "$2" "${ROUNDS:-20}"
}

port=$((26000 + $$ % 500 * 4))
for size in ${SIZES:-2000 10000}; do
  echo "| $size SchemaMigrations in one namespace, each with a Deployment and a pod | |"
  echo "| --- | ---: |"
  start "$port"
  # without the gate, so that filling takes minutes and not hours
  "$kubectl" --kubeconfig "$ADMIN_CONFIG" delete validatingadmissionpolicybindings,mutatingadmissionpolicybindings --all >/dev/null
  sleep 2
  fleet fill "$size"
  "$helm" --kubeconfig "$ADMIN_CONFIG" upgrade schema-migration-operator helm/schema-migration-operator -n schema-migration \
    --set replicas=0 >/dev/null
  fleet measure "$size"
  kill -KILL "${processes[@]}"
  wait || true
  processes=()
  rm -rf "$folder"/etcd-*
  port=$((port + 10))
done
