#!/usr/bin/env bash
# OpenTelemetry's kafkajs instrumentation: messages that share a headers object all get the trace of the last one.
#
# Versions: @opentelemetry/instrumentation-kafkajs 0.32.0, sdk-trace-node 2.12.1, kafkajs 2.2.4, Apache Kafka 4.3.1.
#
# Behaviour: for each message of send() the instrumentation starts a span and writes `traceparent` into the headers
# object that the caller passed. Messages that share the object are all sent with the span of the last one. The
# consumer continues the wrong span for all others, and the caller's object keeps the header after the call.
#
# Output seen (ids differ):
#   sent     order 1 span 23e09e77937d4631, order 2 span daa223a0089968db
#   received order 1 continues daa223a0089968db, order 2 continues daa223a0089968db
#   the caller's headers are now: type, traceparent
#
# Why a good guess misses it: without the instrumentation kafkajs reads the headers and writes nothing, so one
# constant for all messages of a type is safe. Each message does get a span of its own with the right key, and a
# trace of a single message is right. Only under batches do orders show the steps of another order.
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
npm install --loglevel=error --no-audit --no-fund --ignore-scripts \
  @opentelemetry/api@1.9.1 @opentelemetry/sdk-trace-node@2.12.1 @opentelemetry/instrumentation-kafkajs@0.32.0 kafkajs@2.2.4 >>npm.log
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
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
EOF
java -cp 'jars/*' kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAA -c server.properties >format.log
java -Xmx400m -XX:TieredStopAtLevel=1 -cp 'jars/*' kafka.Kafka server.properties >kafka.log 2>&1 &
pids+=($!)

cat >finding.mjs <<'EOF'
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { KafkaJsInstrumentation } from '@opentelemetry/instrumentation-kafkajs';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
provider.register();
const instrumentation = new KafkaJsInstrumentation();
instrumentation.setTracerProvider(provider);
instrumentation.enable();
const { Kafka, logLevel } = createRequire(import.meta.url)('kafkajs'); // loaded when it can be instrumented

const kafka = new Kafka({
  brokers: [`127.0.0.1:${process.argv[2]}`],
  logLevel: logLevel.NOTHING,
  retry: { retries: 20 },
});
const admin = kafka.admin();
await admin.connect();
await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 1 }] });
await admin.disconnect();

const headers = { type: 'order.placed' };
const producer = kafka.producer();
await producer.connect();
await producer.send({
  topic: 'orders',
  messages: ['order 1', 'order 2'].map((key) => ({ key, value: '{}', headers })),
});
await producer.disconnect();

const consumer = kafka.consumer({ groupId: 'shipping' });
await consumer.subscribe({ topic: 'orders', fromBeginning: true });
let handled = 0;
await new Promise((resolve) => consumer.run({ eachMessage: async () => void (++handled === 2 && resolve()) }));
await consumer.disconnect();

const spans = exporter.getFinishedSpans();
const byKey = (kind, key) =>
  spans.find((span) => span.kind === kind && span.attributes['messaging.kafka.message.key'] === key);
const [PRODUCER, CONSUMER] = [3, 4];
const sent = ['order 1', 'order 2'].map((key) => byKey(PRODUCER, key).spanContext().spanId);
const continued = ['order 1', 'order 2'].map((key) => byKey(CONSUMER, key).parentSpanContext?.spanId);
console.log(`sent     order 1 span ${sent[0]}, order 2 span ${sent[1]}`);
console.log(`received order 1 continues ${continued[0]}, order 2 continues ${continued[1]}`);
console.log(`the caller's headers are now: ${Object.keys(headers).join(', ')}`);

assert.notEqual(sent[0], sent[1]);
assert.deepEqual(continued, [sent[1], sent[1]]);
assert.deepEqual(Object.keys(headers), ['type', 'traceparent']);
EOF
node finding.mjs "$port"
