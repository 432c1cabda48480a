#!/usr/bin/env bash
# Prints the home of a JDK 25 or newer: JAVA_HOME if it is one, else the first one found where JDKs
# are usually installed.
set -euo pipefail

version_of() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true; }
is_new_enough() { [ -x "$1/bin/javac" ] && [ "$(version_of "$1")" -ge 25 ] 2>/dev/null; }

candidates=("${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/java/*
  /Library/Java/JavaVirtualMachines/*/Contents/Home)
if [ -x /usr/libexec/java_home ]; then candidates+=("$(/usr/libexec/java_home -v 25+ 2>/dev/null || true)"); fi
if java=$(command -v javac) && command -v realpath >/dev/null; then candidates+=("$(dirname "$(dirname "$(realpath "$java")")")"); fi

for home in "${candidates[@]}"; do
  if [ -n "$home" ] && is_new_enough "$home"; then echo "$home" && exit; fi
done
echo "JDK 25 or newer not found; install one (Temurin: https://adoptium.net, SDKMAN: sdk install java 25-tem) or set JAVA_HOME" >&2
exit 1
