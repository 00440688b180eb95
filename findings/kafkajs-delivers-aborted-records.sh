#!/usr/bin/env bash
# kafkajs: with READ_COMMITTED, its default, a consumer is handed records of aborted transactions when transactions of two
# producers overlap, or when a key is four zero bytes.
#
# Versions: kafkajs 2.2.4, Apache Kafka 4.3.1.
#
# Behaviour: the broker sends aborted records with a list of the aborted transactions, and the client has to drop them.
# The list has the order in which the transactions ended. kafkajs takes it for the order in which they began, and waits for
# its first entry: what an earlier transaction wrote before that is delivered. It also takes every record whose key is
# 00 00 00 00 for the marker of an abort, and delivers what the same transaction wrote behind it.
#
# Output seen:
#   two producers, overlapping: written             a1 b1, both aborted (b first), then c1 committed
#   two producers, overlapping: kafkajs             a1, c1
#   two producers, overlapping: console consumer    c1
#   a key of four zero bytes:   written             k1 k2, aborted, then c2 committed
#   a key of four zero bytes:   kafkajs             k1, k2, c2
#   a key of four zero bytes:   console consumer    c2
#
# Why a good guess misses it: one transactional producer, as in every test and example, is right, aborted ones after each
# other too. A second instance of the producer is enough for the first case. A Java producer with Integer keys writes the
# second one for the key 0, which no text key is. Both need a fetch with the records and the list, which a consumer that
# catches up gets, and orders that were rolled back are handled.
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
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId><version>4.3.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B -Dstyle.color=never dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=jars >mvn.log 2>&1 ||
  { cat mvn.log; exit 1; }
read -r port controller < <(node -e '
  const servers = [0, 0].map(() => require("net").createServer().listen(0, "127.0.0.1"));
  setTimeout(() => (console.log(...servers.map((s) => s.address().port)), servers.map((s) => s.close())), 100);')
cat >server.properties <<EOF
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller
advertised.listeners=PLAINTEXT://127.0.0.1:$port
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$folder/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
group.initial.rebalance.delay.ms=0
EOF
java -cp 'jars/*' kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAA -c server.properties >format.log
java -Xmx400m -XX:TieredStopAtLevel=1 -cp 'jars/*' kafka.Kafka server.properties >kafka.log 2>&1 &
pids+=($!)

cat >finding.mjs <<'EOF'
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import kafkajs from 'kafkajs';

setTimeout(() => {
  console.log('changed: a record that was committed has not arrived');
  process.exit(1);
}, 120_000).unref();
const broker = `127.0.0.1:${process.argv[2]}`;
const kafka = new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 20 } });
const admin = kafka.admin();
await admin.connect();
await admin.createTopics({ topics: ['overlapping', 'keys'].map((topic) => ({ topic, numPartitions: 1 })) });
await admin.disconnect();

async function producerOf(transactionalId) {
  const producer = kafka.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  return producer;
}

async function byKafkajs(topic, last) {
  const consumer = kafka.consumer({ groupId: `group-${topic}` });
  await consumer.subscribe({ topic, fromBeginning: true });
  const handed = [];
  await new Promise((resolve) =>
    consumer.run({
      eachMessage: async ({ message }) => {
        handed.push(message.value.toString());
        if (handed.at(-1) === last) resolve();
      },
    }),
  );
  await consumer.disconnect();
  return handed;
}

function byConsole(topic) {
  const options = `--bootstrap-server ${broker} --topic ${topic} --from-beginning --isolation-level read_committed`;
  const text = execFileSync(
    'java',
    ['-XX:TieredStopAtLevel=1', '-cp', 'jars/*', 'org.apache.kafka.tools.consumer.ConsoleConsumer'].concat(
      options.split(' '),
      ['--max-messages', '1', '--timeout-ms', '30000'], // the first that it delivers
    ),
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 },
  );
  return text.trim().split('\n');
}

const tell = (name, what, records) =>
  console.log(`${`${name}:`.padEnd(28)}${what.padEnd(20)}${records.join(', ')}`);
const [a, b] = [await producerOf('a'), await producerOf('b')];

const [ofA, ofB] = [await a.transaction(), await b.transaction()];
await ofA.send({ topic: 'overlapping', messages: [{ value: 'a1' }] });
await ofB.send({ topic: 'overlapping', messages: [{ value: 'b1' }] });
await ofB.abort();
await new Promise((resolve) => setTimeout(resolve, 2_000)); // the marker is written after the answer
await ofA.abort();
const committed = await b.transaction();
await committed.send({ topic: 'overlapping', messages: [{ value: 'c1' }] });
await committed.commit();
const overlapping = [await byKafkajs('overlapping', 'c1'), byConsole('overlapping')];
tell('two producers, overlapping', 'written', ['a1 b1', 'both aborted (b first)', 'then c1 committed']);
tell('two producers, overlapping', 'kafkajs', overlapping[0]);
tell('two producers, overlapping', 'console consumer', overlapping[1]);

const ofZero = await a.transaction();
// As Java's IntegerSerializer writes the key 0. The batch is one, so that the key is followed by another record of it.
await ofZero.send({ topic: 'keys', messages: [{ key: Buffer.alloc(4), value: 'k1' }, { value: 'k2' }] });
await ofZero.abort();
const behind = await b.transaction();
await behind.send({ topic: 'keys', messages: [{ value: 'c2' }] });
await behind.commit();
await Promise.all([a.disconnect(), b.disconnect()]);
const keys = [await byKafkajs('keys', 'c2'), byConsole('keys')];
tell('a key of four zero bytes', 'written', ['k1 k2', 'aborted', 'then c2 committed']);
tell('a key of four zero bytes', 'kafkajs', keys[0]);
tell('a key of four zero bytes', 'console consumer', keys[1]);

assert.deepEqual(overlapping, [['a1', 'c1'], ['c1']]);
assert.deepEqual(keys, [['k1', 'k2', 'c2'], ['c2']]);
EOF
node --disable-warning=TimeoutNegativeWarning finding.mjs "$port" # a warning about kafkajs
