#!/usr/bin/env bash
# Makes Docker answer. Where a daemon runs, nothing happens; on Debian, as root, it is installed and started; elsewhere one
# line says what is needed.
set -euo pipefail

docker info >/dev/null 2>&1 && exit 0

say() { echo "docker: $*" >&2; }
if [ "$(uname -s)" != Linux ]; then
  say "no Docker daemon answers; start Docker Desktop, Colima or Podman's Docker socket, then try again"
  exit 1
fi
if [ "$(id -u)" != 0 ]; then
  say "no Docker daemon answers for user $(id -un); start it (sudo systemctl start docker) and be in the group docker"
  exit 1
fi

here=$(cd "$(dirname "$0")" && pwd)
"$here/../../scripts/packages.sh" dockerd=docker.io,iptables
args=()
# Bit 24 of the bounding set is CAP_SYS_RESOURCE. Without it `docker run --privileged` fails ("unable to apply caps").
bounding=$(awk '/^CapBnd/ {print $2}' /proc/self/status)
if ! ((0x$bounding >> 24 & 1)); then
  # the daemon outlives this checkout, so what it starts must not lie in it
  install -m 755 "$here/runc-without-sys-resource" /usr/local/sbin/
  args+=(--add-runtime capped=/usr/local/sbin/runc-without-sys-resource --default-runtime capped)
fi

# A daemon that was killed leaves its pid files, and dockerd refuses to start beside them.
for file in /var/run/docker.pid /var/run/docker/containerd/containerd.pid; do
  [ -f "$file" ] || continue
  process=/proc/$(cat "$file")
  if ! grep -qsE '^(dockerd|containerd)$' "$process/comm" || grep -qs '^State:.*Z' "$process/status"; then rm -f "$file"; fi
done

say "starting the daemon"
setsid nohup dockerd "${args[@]}" >/var/log/dockerd.log 2>&1 </dev/null &
for _ in $(seq 100); do
  docker info >/dev/null 2>&1 && exit 0
  sleep 0.2
done
tail -n 20 /var/log/dockerd.log >&2
say "the daemon did not answer within 20 s (whole output: /var/log/dockerd.log)"
exit 1
