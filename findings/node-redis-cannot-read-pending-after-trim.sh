#!/usr/bin/env bash
# node-redis: one trimmed message among the pending ones makes all pending messages unreadable.
#
# Versions: redis 6.3.1 (@redis/client of the same version), Redis 6.2.6 from embedded-redis 1.4.3.
#
# Behaviour: XREADGROUP with an id instead of > returns what a consumer was given and has not acknowledged. An entry
# that was trimmed in between is still pending and comes without fields. xReadGroup fails with a TypeError on it, and
# the call gives none of the others. It fails again on each try, as nothing takes the entry out of the list.
#
# Output seen, for five orders of which the oldest was trimmed while the consumer was away:
#   new:      order 6
#   pending:  TypeError: Cannot read properties of null (reading 'length')
#   again:    TypeError: Cannot read properties of null (reading 'length')
#   by XPENDING and XRANGE: 5 are pending, 4 are there
#
# Why a good guess misses it: a capped stream (MAXLEN, MINID) is the usual one, and Redis answers the command. The
# consumer works until it restarts after a pause longer than the retention, and then new orders are handled, while
# the interrupted ones are not. xAutoClaim of the same client leaves such entries out.
set -euo pipefail
folder=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap cleanup EXIT
cd "$folder"

npm init -y >npm.log
npm install --loglevel=error --no-audit --no-fund --ignore-scripts redis@6.3.1 >>npm.log
cat >pom.xml <<'EOF'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>com.github.codemonstur</groupId><artifactId>embedded-redis</artifactId><version>1.4.3</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B -Dstyle.color=never dependency:unpack-dependencies -DincludeArtifactIds=embedded-redis \
  -Dmdep.unpack.includes='redis-server-6.2.6-v5-linux-amd64' -DoutputDirectory=. >mvn.log 2>&1 ||
  { cat mvn.log; exit 1; }
chmod +x redis-server-6.2.6-v5-linux-amd64
./redis-server-6.2.6-v5-linux-amd64 --port 0 --unixsocket "$folder/redis.sock" --dir "$folder" --save '' >redis.log &
pids+=($!)
for _ in $(seq 50); do
  [ -S redis.sock ] && break
  sleep 0.1
done

cat >finding.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createClient } from 'redis';

const client = createClient({ socket: { path: process.argv[2] } });
await client.connect();
await client.xGroupCreate('orders', 'shipping', '0', { MKSTREAM: true });
const ids = [];
for (let order = 1; order <= 5; order++) ids.push(await client.xAdd('orders', '*', { order: `order ${order}` }));
const read = (id) => client.xReadGroup('shipping', 'worker', [{ key: 'orders', id }]);
const ordersIn = (streams) => streams[0].messages.map(({ message }) => message.order);
const failure = (promise) =>
  promise.then(
    (streams) => ordersIn(streams).join(', '),
    (error) => `${error.name}: ${error.message}`,
  );

assert.equal(ordersIn(await read('>')).length, 5); // given to the worker, which stops before it acknowledges
await client.xTrim('orders', 'MINID', ids[1]);
await client.xAdd('orders', '*', { order: 'order 6' });

const fresh = ordersIn(await read('>')).join(', ');
console.log(`new:      ${fresh}`);
const seen = [await failure(read('0')), await failure(read('0'))];
console.log(`pending:  ${seen[0]}\nagain:    ${seen[1]}`);
const claimed = await client.xPendingRange('orders', 'shipping', '-', ids[4], 10);
const there = (await client.xRange('orders', '-', ids[4])).length;
console.log(`by XPENDING and XRANGE: ${claimed.length} are pending, ${there} are there`);
client.destroy();

assert.equal(fresh, 'order 6');
assert.deepEqual(seen.map((text) => text.startsWith('TypeError')), [true, true]);
assert.deepEqual([claimed.length, there], [5, 4]);
EOF
node finding.mjs "$folder/redis.sock"
