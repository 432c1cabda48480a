# shellcheck shell=bash
# The operator's image. To be sourced after image.sh.

# The operator is trained on a cluster of its own, with its chart's policies but not the chart's pod: started, one migration
# begun, its metrics read.
train_operator() {
  start_training_cluster
  docker run -d --name "$trainer-operator" --user "$(id -u):$(id -g)" --network host \
    -v "$lists:/lists" -v "$work/training:/training:ro" \
    -e KUBECONFIG=/training/operator -e OPERATOR_NAMESPACE=schema-migration -e POD_NAME=training \
    -e RUNNER_IMAGE=localhost/migrate:none -e HTTP_PORT=0 \
    --entrypoint /opt/java/bin/java "$stage" @/lists/flags -XX:DumpLoadedClassList=/lists/1.list "$main_class" >"$work/training.log"
  for _ in $(seq 60); do
    if [ -n "$($kubectl -n training get jobs -o name)" ]; then break; fi
    sleep 0.5
  done
  docker logs "$trainer-operator" >"$work/training.log" 2>&1
  $kubectl -n training get smig,deployments,jobs -o wide >>"$work/training.log" 2>&1
  [ -n "$($kubectl -n training get jobs -o name)" ] || { say "the operator started no Job within 30 s of training" && exit 1; }
  read_metrics "$trainer-operator"
  docker stop -t 20 "$trainer-operator" >/dev/null
}

start_training_cluster() {
  local cluster=$images/../e2e/cluster helm
  trainer=schema-migration-training-$$
  cleanups+=("$cluster/down.sh $trainer" "docker rm -f $trainer-operator")
  "$cluster/up.sh" "$trainer" "$work/training/admin"
  kubectl="$("$cluster/tool.sh" kubectl) --kubeconfig $work/training/admin"
  helm="$("$cluster/tool.sh" helm) --kubeconfig $work/training/admin"
  $helm install schema-migration-operator "$images/../helm/schema-migration-operator" --namespace schema-migration \
    --create-namespace --set replicas=0 >"$work/training.log" 2>&1
  $kubectl wait --for=condition=Established crd/schemamigrations.schemamigration.io --timeout=30s >"$work/training.log" 2>&1
  $kubectl apply -f "$images/operator/training.yaml" >"$work/training.log" 2>&1
  # as the operator's own service account: the gate lets nobody else write status
  cp "$work/training/admin" "$work/training/operator"
  "$("$cluster/tool.sh" kubectl)" config --kubeconfig "$work/training/operator" set-credentials operator \
    --token="$($kubectl -n schema-migration create token schema-migration-operator)" >"$work/training.log"
  "$("$cluster/tool.sh" kubectl)" config --kubeconfig "$work/training/operator" set-context --current --user=operator >"$work/training.log"
}

read_metrics() { # container: the port is the one that the operator's log names
  local port
  port=$(docker logs "$1" 2>&1 | sed -n -E 's/.*health and metrics on port ([0-9]+).*/\1/p' | head -n 1)
  exec 8<>"/dev/tcp/127.0.0.1/$port"
  printf 'GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&8
  cat <&8 >"$work/metrics"
  exec 8>&-
}

build_operator() { # module folder, image, hash of the inputs
  make_root "$1" operator.jar java.naming,java.net.http,java.sql,jdk.httpserver,jdk.management,jdk.unsupported
  add_c_library
  add_launcher schema-migration-operator "$images/operator/arguments" operator.jar io.schemamigration.operator.Main
  make_stage
  train_operator
  make_image "$2" schema-migration-operator "$3"
}
