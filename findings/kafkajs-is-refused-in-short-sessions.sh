#!/usr/bin/env bash
# kafkajs: when a SASL session has under ten seconds left, requests are refused and a consumer stops for good.
#
# Versions: kafkajs 2.2.4, Apache Kafka 4.3.1.
#
# Behaviour: kafkajs authenticates again, before a request, once its session ends within ten seconds. A session that
# is shorter than that from its start makes it do so before every request. Kafka allows one authentication a second on
# a connection and answers the next with ILLEGAL_SASL_STATE. kafkajs takes that for an error that no retry can solve:
# send() rejects, and a consumer crashes without a restart. With OAUTHBEARER a session ends with its token, so a cache
# that hands out a token until two seconds before its end causes this too, at the end of every token.
#
# Output seen (counts and milliseconds differ):
#   sessions of 60 s:                         connected, 0 of 40 sends refused; the consumer read an order
#   sessions of 8 s:                          connected, 2 of 40 sends refused; the consumer crashed, restart: false
#     Request is not valid given the current SASL state
#   sessions of 8 s, threshold of 2 s:        connected, 0 of 40 sends refused; the consumer read an order
#   tokens of 15 s, cached until 2 s before:  1 of 40 sends refused, the first after 4994 ms;
#     the consumer crashed after 5217 ms, restart: false
#
# Why a good guess misses it: connect() resolves, and so do most sends, because kafkajs makes a new connection after
# some of the errors. To authenticate too early looks like a matter of speed only. A token of an hour works in every
# short test, and with such a cache consumers stop ten seconds before it ends. reauthenticationThreshold has to be below
# the time that every new session and every cached token has left.
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
npm install --loglevel=error --no-audit --no-fund --ignore-scripts kafkajs@2.2.4 >>npm.log
cat >pom.xml <<'EOF'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>4.3.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B -Dstyle.color=never dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=jars >mvn.log 2>&1 ||
  { cat mvn.log; exit 1; }
read -r plain long short token controller < <(node -e '
  const servers = [0, 0, 0, 0, 0].map(() => require("net").createServer().listen(0, "127.0.0.1"));
  setTimeout(() => (console.log(...servers.map((s) => s.address().port)), servers.map((s) => s.close())), 100);')
listeners=PLAINTEXT://127.0.0.1:$plain,LONG://127.0.0.1:$long,SHORT://127.0.0.1:$short,TOKEN://127.0.0.1:$token
security=org.apache.kafka.common.security
cat >server.properties <<EOF
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
controller.listener.names=CONTROLLER
listeners=$listeners,CONTROLLER://127.0.0.1:$controller
advertised.listeners=$listeners
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,LONG:SASL_PLAINTEXT,SHORT:SASL_PLAINTEXT,TOKEN:SASL_PLAINTEXT
inter.broker.listener.name=PLAINTEXT
sasl.enabled.mechanisms=PLAIN
listener.name.long.plain.sasl.jaas.config=$security.plain.PlainLoginModule required user_shop="made-up";
listener.name.long.plain.connections.max.reauth.ms=60000
listener.name.short.plain.sasl.jaas.config=$security.plain.PlainLoginModule required user_shop="made-up";
listener.name.short.plain.connections.max.reauth.ms=8000
listener.name.token.sasl.enabled.mechanisms=OAUTHBEARER
listener.name.token.oauthbearer.sasl.jaas.config=$security.oauthbearer.OAuthBearerLoginModule required;
log.dirs=$folder/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
EOF
java -cp 'jars/*' kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAA -c server.properties >format.log
java -Xmx400m -XX:TieredStopAtLevel=1 -cp 'jars/*' kafka.Kafka server.properties >kafka.log 2>&1 &
pids+=($!)

cat >finding.mjs <<'EOF'
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import kafkajs from 'kafkajs';

setTimeout(() => {
  console.log('changed: a consumer neither read an order nor crashed');
  process.exit(1);
}, 120_000).unref();
const [plain, long, short, token] = process.argv.slice(2);
const client = (port, options) =>
  new kafkajs.Kafka({ brokers: [`127.0.0.1:${port}`], logLevel: kafkajs.logLevel.NOTHING, ...options });
const password = { sasl: { mechanism: 'plain', username: 'shop', password: 'made-up' } };

const admin = client(plain, { retry: { retries: 20 } }).admin();
await admin.connect();
await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 1 }] });
await admin.disconnect();

const reasons = new Set();
/** Whether a request was refused. */
const refused = (request) => request.then(() => false, ({ message }) => Boolean(reasons.add(message)));
const send = (producer) => refused(producer.send({ topic: 'orders', messages: [{ value: 'order' }] }));

/** Sends 40 orders, one by one. */
async function sendOrders(kafka) {
  const producer = kafka.producer();
  await producer.connect();
  let count = 0;
  for (let sent = 0; sent < 40; sent++) if (await send(producer)) count++;
  await producer.disconnect();
  return count;
}

/** The first that happens: an order is read, or the consumer crashes. */
async function consume(kafka, groupId) {
  const consumer = kafka.consumer({ groupId });
  await consumer.connect();
  while (await refused(consumer.subscribe({ topic: 'orders', fromBeginning: true }))) await delay(100);
  const end = await new Promise((resolve) => {
    consumer.on('consumer.crash', ({ payload }) => resolve(`crashed, restart: ${payload.restart}`));
    consumer.run({ eachMessage: async () => resolve('read an order') });
  });
  await consumer.disconnect();
  return end;
}

async function look(title, port, options) {
  const kafka = client(port, { ...password, ...options });
  const result = { refused: await sendOrders(kafka), consumer: await consume(kafka, title) };
  const counts = `connected, ${result.refused} of 40 sends refused; the consumer ${result.consumer}`;
  console.log(`${`${title}:`.padEnd(41)} ${counts}`);
  return result;
}
const long60 = await look('sessions of 60 s', long);
assert.deepEqual([...reasons], []);
const short8 = await look('sessions of 8 s', short);
console.log(`  ${[...reasons].join(', ')}`);
const threshold2 = await look('sessions of 8 s, threshold of 2 s', short, { reauthenticationThreshold: 2_000 });

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
let cached = { until: 0 };
/** An unsecured token (RFC 7515, appendix A.5), which Kafka takes for tests. */
async function oauthBearerProvider() {
  const now = Date.now() / 1000;
  if (now > cached.until - 2) {
    const until = now + 15;
    cached = { until, value: `${part({ alg: 'none' })}.${part({ sub: 'shop', iat: now - 1, exp: until })}.` };
  }
  return cached;
}
const tokens = client(token, { sasl: { mechanism: 'oauthbearer', oauthBearerProvider } });
const [producer, consumer] = [tokens.producer(), tokens.consumer({ groupId: 'tokens' })];
await producer.connect();
await consumer.connect();
await consumer.subscribe({ topic: 'orders', fromBeginning: true });
const start = Date.now();
let crash;
consumer.on('consumer.crash', ({ payload }) => {
  crash = { restart: payload.restart, at: Date.now() - start };
});
await consumer.run({ eachMessage: async () => {} });
const at = [];
let sent = 0;
for (; Date.now() - start < 12_000; sent++) {
  if (await send(producer)) at.push(Date.now() - start);
  await delay(200);
}
await producer.disconnect();
await consumer.disconnect();
const counts = `${at.length} of ${sent} sends refused, the first after ${at[0]} ms`;
console.log(`tokens of 15 s, cached until 2 s before:  ${counts};`);
console.log(`  the consumer crashed after ${crash?.at} ms, restart: ${crash?.restart}`);

assert.deepEqual([long60, threshold2], Array(2).fill({ refused: 0, consumer: 'read an order' }));
assert.ok(short8.refused > 0);
assert.equal(short8.consumer, 'crashed, restart: false');
assert.ok(at.length > 0 && at[0] > 4_000);
assert.ok(crash.restart === false && crash.at > 4_000);
assert.deepEqual([...reasons], ['Request is not valid given the current SASL state']);
EOF
node --disable-warning=TimeoutNegativeWarning finding.mjs "$plain" "$long" "$short" "$token" # a warning about kafkajs
