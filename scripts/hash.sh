# shellcheck shell=bash
# What a build is made from, as one hash. To be sourced.

# sha256sum is not everywhere; shasum comes with macOS
if command -v sha256sum >/dev/null; then sum=(sha256sum); else sum=(shasum -a 256); fi

digest() { "${sum[@]}" | cut -c1-32; }

# The names and hashes of all files below.
contents() { # files, folders, conditions of find …
  find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 "${sum[@]}"
}
