#!/usr/bin/env bash
# Fails where a mutant survives that isn't in the list: survivors.sh MUTATIONS.csv LIST
set -euo pipefail

survivors=$(awk -F, '$6 == "SURVIVED" || $6 == "NO_COVERAGE" {
  sub(/.*\./, "", $2); sub(/.*\./, "", $3); print $2 "." $4, $3 }' "$1" | sort | uniq -c | sed 's/^ *//')
known=$(grep -v '^#' "$2" | grep -v '^$' | sort -k2 || true)
more=$(comm -13 <(echo "$known" | sort) <(echo "$survivors" | sort))
if [ -n "$more" ]; then
  echo "Mutants that no test kills, and that aren't in $2 (see core/target/pit-reports/index.html):" >&2
  echo "$more" >&2
  echo "Write a test that kills them, simplify the code, or list them with the reason why they change no verdict." >&2
  exit 1
fi
