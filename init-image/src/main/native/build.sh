#!/usr/bin/env bash
# build.sh: makes PostgreSQL's parser again as a library for each platform (linux-amd64, linux-aarch64, as Java calls them)
# beside this script, from libpg_query as crate pg_query carries it. The files that are checked in came from here: the same
# sources and the same compiler give the same bytes, which `build.sh --check` compares with checksums.txt. Needs cargo, pip and
# a JDK; no other build does.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
crate=18.1.0
crate_sha256=457bfe74085c505ecaf5468416450969e2e52a66d26bc1a4b2f6944a2daee73f
zig=0.17.1
JAVA_HOME=${JAVA_HOME:-$("$here/../../../../scripts/find-jdk.sh")}

for each in cargo pip; do
  command -v "$each" >/dev/null || { echo "build: $each is missing" >&2 && exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/crate"
cat >"$work/crate/Cargo.toml" <<END
[package]
name = "sources"
version = "0.0.0"
edition = "2021"
[lib]
path = "lib.rs"
[dependencies]
pg_query = "=$crate"
END
touch "$work/crate/lib.rs"
(cd "$work/crate" && cargo vendor --quiet vendor >/dev/null)
if ! grep -q "\"package\":\"$crate_sha256\"" "$work/crate/vendor/pg_query/.cargo-checksum.json"; then
  echo "build: crate pg_query $crate is another one" >&2
  exit 1
fi
pip install --quiet --no-deps --target "$work/zig" "ziglang==$zig"
export ZIG_LOCAL_CACHE_DIR=$work/cache ZIG_GLOBAL_CACHE_DIR=$work/cache
sources=$work/crate/vendor/pg_query/libpg_query

# What the parser needs; the rest of libpg_query writes SQL, compares statements, or reads PL/pgSQL.
files=(pgquery.c)
for each in "$sources"/src/pg_query{,_parse,_outfuncs_json}.c "$sources"/src/postgres/*.c; do
  case $each in
    *plpgsql*) ;;
    *) files+=("${each#"$sources"/}") ;;
  esac
done
cp "$here/pgquery.c" "$sources/"
# nothing else is to be seen from outside
printf '{\n  global: Java_*;\n  local: *;\n};\n' >"$work/exports"

compile() { # platform, zig's name of it
  echo "build: $1" >&2
  mkdir -p "$work/out/$1" "$here/$1"
  local file=$1/libpgquery.so
  (cd "$sources" && PYTHONPATH=$work/zig python3 -m ziglang cc -target "$2" -O2 -g0 -fPIC -shared -pthread \
    -fno-sanitize=undefined -fno-strict-aliasing -fwrapv -fvisibility=hidden -ffunction-sections -fdata-sections \
    -Wl,--gc-sections "-Wl,--version-script=$work/exports" -s -w "-ffile-prefix-map=$sources=." -DHAVE_PTHREAD \
    -I. -Isrc/include -Isrc/postgres/include -idirafter "$JAVA_HOME/include" -idirafter "$JAVA_HOME/include/linux" \
    -o "$work/out/$file" "${files[@]}")
  if [ "$check" ]; then
    (cd "$work/out" && grep -qx "$(sha256sum "$file")" "$here/checksums.txt") \
      || { echo "build: $file differs from what is checked in" >&2 && exit 1; }
  else
    cp "$work/out/$file" "$here/$file"
  fi
}

check=
if [ "${1:-}" = --check ]; then check=1; fi
compile linux-amd64 x86_64-linux-gnu.2.17
compile linux-aarch64 aarch64-linux-gnu.2.17
if [ -z "$check" ]; then (cd "$here" && sha256sum linux-*/libpgquery.so >checksums.txt); fi
echo "build: done" >&2
