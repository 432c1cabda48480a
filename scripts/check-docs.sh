#!/usr/bin/env bash
# check-docs.sh: Markdown outside of code has one sentence a line, none of the words of CONTRIBUTING's table "Words", and links
# that lead somewhere; docs/architecture.md and docs/protocol.md name classes that exist. Prints FILE:LINE: what is wrong, and
# fails. `check-docs.sh --java` lists the same words in string literals and Javadoc of the main sources, and never fails.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
files() { git ls-files -co --exclude-standard -- "$@" | sort -u | while read -r f; do [ ! -f "$f" ] || echo "$f"; done; }

# phrase TAB what to write instead, one a line
awk -F'|' '
  /^## / { on = $0 == "## Words" }
  on && NF == 4 && $2 !~ /^ *(avoid|-+) *$/ {
    gsub(/^ +| +$/, "", $3)
    n = split($2, phrases, ",")
    for (i = 1; i <= n; i++) { gsub(/^ +| +$/, "", phrases[i]); print phrases[i] "\t" $3 }
  }' CONTRIBUTING.md >"$scratch/words"
[ -s "$scratch/words" ] || { echo "CONTRIBUTING.md: no table \"Words\"" >&2 && exit 1; }
files '*/src/main/java/*.java' >"$scratch/java"

# shellcheck disable=SC2016 # the dollars are awk's
common='
  function load(file,   line, part) {
    while ((getline line < file) > 0) { split(line, part, "\t"); phrase[++phrases] = part[1]; instead[phrases] = part[2] }
  }
  # lower case, words apart by one blank, anything between them a bar, so that no phrase is found across a comma
  function plain(text) {
    text = tolower(text)
    gsub(/[^a-z0-9\047_ \t-]/, " | ", text)
    gsub(/[ \t]+/, " ", text)
    return " " text " "
  }
  function words(where, text,   i, t) {
    t = plain(text)
    for (i = 1; i <= phrases; i++)
      if (index(t, " " phrase[i] " ")) print where ": \"" phrase[i] "\": write \"" instead[i] "\"" shown(text)
  }'

if [ "${1:-}" = --java ]; then
  # shellcheck disable=SC2016
  xargs awk -v words_file="$scratch/words" "$common"'
    function shown(text) { gsub(/^[ \t*]+/, "", text); return " — " text }
    BEGIN { load(words_file) }
    FNR == 1 { javadoc = block = 0 }
    /^[ \t]*\/\*\*/ { javadoc = 1 }
    javadoc { text = $0; sub(/@param [a-zA-Z]+/, "", text); words(FILENAME ":" FNR, text); if (/\*\//) javadoc = 0; next }
    block { words(FILENAME ":" FNR, $0); if (/"""/) block = 0; next }
    /"""/ { block = 1; next }
    /^[ \t]*\/\// { next }
    {
      rest = $0
      while (match(rest, /"([^"\\]|\\.)*"/)) {
        text = substr(rest, RSTART + 1, RLENGTH - 2)
        if (text ~ / /) words(FILENAME ":" FNR, text) # a word by itself is a name
        rest = substr(rest, RSTART + RLENGTH)
      }
    }' <"$scratch/java"
  exit 0
fi

files '*.md' | grep -v '/layouts/numbers/' >"$scratch/markdown"
files | awk '{ print; while (sub(/\/[^\/]*$/, "")) print }' | sort -u >"$scratch/paths"

# what main sources declare or say: "type A", "member A.b" (a method, a type, a constant of an enum), "text Superseded"
# shellcheck disable=SC2016
xargs awk '
  FNR == 1 { file = FILENAME; sub(/.*\//, "", file); sub(/\.java$/, "", file) }
  {
    rest = $0
    while (match(rest, /(class|record|enum|interface) +[A-Z][A-Za-z0-9]*/)) {
      name = substr(rest, RSTART, RLENGTH); sub(/.* /, "", name); print "type " name; print "member " file "." name
      rest = substr(rest, RSTART + RLENGTH)
    }
    rest = $0
    while (match(rest, /[A-Za-z][A-Za-z0-9_]*\(/)) {
      print "member " file "." substr(rest, RSTART, RLENGTH - 1); rest = substr(rest, RSTART + RLENGTH)
    }
    if (match($0, /^  [A-Z][A-Z0-9_]*[,;(]/)) { print "member " file "." substr($0, 3, RLENGTH - 3) }
    rest = $0
    while (match(rest, /"[A-Z][A-Za-z0-9]*"/)) {
      print "text " substr(rest, RSTART + 1, RLENGTH - 2); rest = substr(rest, RSTART + RLENGTH)
    }
  }' <"$scratch/java" | sort -u >"$scratch/declared"

# shellcheck disable=SC2016
xargs awk -v words_file="$scratch/words" -v paths_file="$scratch/paths" -v declared_file="$scratch/declared" \
  -v markdown_file="$scratch/markdown" "$common"'
  function shown(text) { return "" }
  function report(what) { print FILENAME ":" FNR ": " what }
  function slug(text) {
    sub(/^#+ +/, "", text)
    gsub(/\]\([^)]*\)/, "", text)
    text = tolower(text)
    gsub(/[^a-z0-9 _-]/, "", text)
    gsub(/ /, "-", text)
    return text
  }
  # every heading of a file as path#slug, the second of one name with -1
  function headings(file,   line, code, s, seen) {
    while ((getline line < file) > 0) {
      if (line ~ /^ *(```|~~~)/) code = !code
      if (!code && line ~ /^#+ /) { s = slug(line); anchor[file "#" s (seen[s] ? "-" seen[s] : "")] = 1; seen[s]++ }
    }
    close(file)
  }
  function resolve(file, target,   n, i, part, out, depth) {
    sub(/[^\/]*$/, "", file)
    n = split(file target, part, "/")
    for (i = 1; i <= n; i++) {
      if (part[i] == "" || part[i] == ".") continue
      if (part[i] == "..") { depth--; continue }
      out[++depth] = part[i]
    }
    target = ""
    for (i = 1; i <= depth; i++) target = target (i > 1 ? "/" : "") out[i]
    return target == "" ? "." : target
  }
  function links(text,   target, path, at) {
    while (match(text, /\]\([^)]*\)/)) {
      target = substr(text, RSTART + 2, RLENGTH - 3)
      text = substr(text, RSTART + RLENGTH)
      if (target ~ /^[a-z]+:/) continue
      at = index(target, "#")
      path = at == 1 ? FILENAME : resolve(FILENAME, at ? substr(target, 1, at - 1) : target)
      if (path != "." && !(path in exists)) report("no such file: " target)
      else if (at && !((path substr(target, at)) in anchor)) report("no such heading: " target)
    }
  }
  function classes(text,   name) {
    while (match(text, /`[^`]*`/)) {
      name = substr(text, RSTART + 1, RLENGTH - 2)
      text = substr(text, RSTART + RLENGTH)
      if (name !~ /^[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*)?$/) continue
      if (name ~ /\./ ? !(("member " name) in declared) : !(("type " name) in declared) && !(("text " name) in declared))
        report("no such class or member in the main sources: " name)
    }
  }
  # more than one sentence on the line, or one that goes on after it
  function sentences(text,   rest, before) {
    rest = text
    while (match(rest, /[.!?][)"\047*_]*[ ]+[^ ]/)) {
      before = substr(rest, 1, RSTART)
      if (before !~ /(e\.g|i\.e|vs|cf)\.$/) { report("more than one sentence on a line"); return }
      rest = substr(rest, RSTART + RLENGTH - 1)
    }
  }
  BEGIN {
    load(words_file)
    while ((getline line < paths_file) > 0) exists[line] = 1
    while ((getline line < declared_file) > 0) declared[line] = 1
    while ((getline line < markdown_file) > 0) headings(line)
  }
  FNR == 1 { code = open = listed = 0 }
  /^ *(```|~~~)/ { code = !code; open = 0; next }
  code { next }
  /^## / { listed = FILENAME == "CONTRIBUTING.md" && $0 == "## Words" }
  /^    +[^ ]/ && !open { next } # indented code
  {
    text = $0
    if (FILENAME ~ /^docs\/(architecture|protocol)\.md$/) classes(text)
    gsub(/`[^`]*`/, "C", text)
    links(text)
    gsub(/\]\([^)]*\)/, "", text)
    if (!(listed && /^\|/)) words(FILENAME ":" FNR, text)
    if (/^ *$/ || /^#/ || /^ *\|/) { open = 0; next }
    item = text ~ /^ *([-*]|[0-9]+\.) +/
    sub(/^ *([-*]|[0-9]+\.|>) +/, "", text)
    if (open && !item && !ended) report("continues the sentence of the line above: one sentence a line")
    sentences(text)
    ended = text ~ /[.!?:][)"\047*_]*$/
    open = 1
  }' <"$scratch/markdown" >"$scratch/found"

if [ -s "$scratch/found" ]; then
  cat "$scratch/found"
  echo "$(wc -l <"$scratch/found") findings in the documentation; what they mean: the head of scripts/check-docs.sh" >&2
  exit 1
fi
