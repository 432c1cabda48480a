#!/usr/bin/env bash
# Seen with Prisma 6.19.0, the engine in WebAssembly, libSQL's driver on a SQLite file (2026-12-01).
#
# One migration failed. "migrate status" names it, until the folder has a migration that isn't
# applied yet. From then on the failed one isn't mentioned; the advice is to run "migrate deploy",
# which refuses because of it (P3009).
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export CHECKPOINT_DISABLE=1 PRISMA_HIDE_UPDATE_MESSAGE=1 npm_config_cache="$work/npm" HOME="$work"

npm init -y >/dev/null
npm install --silent --ignore-scripts --no-audit --no-fund --no-package-lock \
  prisma@6.19.0 @prisma/client@6.19.0 @prisma/adapter-libsql@6.19.0 >/dev/null

mkdir -p prisma/migrations
cat >prisma/schema.prisma <<'EOF'
datasource db {
  provider = "sqlite"
  url      = "file:./unused.db"
}

generator client {
  provider   = "prisma-client"
  output     = "./client"
  engineType = "client"
}
EOF
cat >prisma.config.mjs <<'EOF'
import { PrismaLibSQL } from '@prisma/adapter-libsql'

export default {
  experimental: { adapter: true },
  engine: 'js',
  schema: 'prisma/schema.prisma',
  adapter: async () => new PrismaLibSQL({ url: `file:${process.cwd()}/app.db` }),
}
EOF
echo 'provider = "sqlite"' >prisma/migrations/migration_lock.toml

migration() {
  mkdir -p "prisma/migrations/$1"
  echo "$2" >"prisma/migrations/$1/migration.sql"
}

prisma() {
  echo "== prisma migrate $1"
  node_modules/.bin/prisma migrate "$1" --config prisma.config.mjs 2>&1 |
    grep -oE 'have failed:|not yet been applied:|P3009|^20[0-9]+_[a-z]+$|To apply migrations in production run.*' ||
    true
}

seen=$(
  migration 20240101000000_users 'CREATE TABLE users (id integer PRIMARY KEY);'
  migration 20240102000000_broken 'INSERT INTO nowhere VALUES (1);'
  prisma deploy
  prisma status
  migration 20240103000000_next 'CREATE TABLE orders (id integer PRIMARY KEY);'
  prisma status
  prisma deploy
)
expected='== prisma migrate deploy
== prisma migrate status
have failed:
20240102000000_broken
== prisma migrate status
not yet been applied:
20240103000000_next
To apply migrations in production run prisma migrate deploy.
== prisma migrate deploy
P3009'

echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is otherwise now; expected:"
  echo "$expected"
  exit 1
}
