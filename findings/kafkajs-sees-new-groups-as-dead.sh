#!/usr/bin/env bash
# kafkajs: a running consumer group of Kafka's new protocol looks dead, and its offsets are "set" without effect.
#
# Versions: kafkajs 2.2.4, Apache Kafka 4.3.1, its Java client of the same version (group.protocol=consumer).
#
# Behaviour: for a group of the new protocol (KIP-848) describeGroups answers state Dead, no members and no error,
# which is also its answer for a group that does not exist. setOffsets and resetOffsets check that state, so they
# go on where they would refuse a running classic group. They resolve, and the committed offsets stay as they were.
#
# Output seen:
#   Java's admin:   Stable, members: 1
#   describeGroups: Dead, members: 0, error: 0   (a group that is not there: Dead, members: 0, error: 0)
#   setOffsets on a running classic group: refused
#   setOffsets on the running new group:   resolved; committed before 3, after 3
#   resetOffsets on the running new group: resolved; committed before 3, after 3
#
# Why a good guess misses it: listGroups shows the group as any other, fetchOffsets reads its offsets, and the same
# calls refuse a classic group that is still running. After them an operator believes that the orders are read again.
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

cat >Worker.java <<'EOF'
import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.*;

/** A consumer of the new protocol: it reads three orders, commits, and goes on polling until it is ended. */
public class Worker {
  public static void main(String[] args) throws Exception {
    var config = new HashMap<String, Object>(Map.of("bootstrap.servers", "127.0.0.1:" + args[0]));
    try (var admin = Admin.create(new HashMap<>(config))) {
      admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all().get();
      try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
        for (int i = 1; i <= 3; i++) producer.send(new ProducerRecord<>("orders", "order " + i)).get();
      }
      var own = new HashMap<>(config);
      own.putAll(Map.of("group.id", "shipping", "group.protocol", "consumer", "auto.offset.reset", "earliest"));
      var consumer = new KafkaConsumer<>(own, new StringDeserializer(), new StringDeserializer());
      consumer.subscribe(List.of("orders"));
      for (int read = 0; read < 3; ) read += consumer.poll(Duration.ofMillis(200)).count();
      consumer.commitSync();
      var group = admin.describeConsumerGroups(List.of("shipping")).all().get().get("shipping");
      System.out.println("Java's admin:   " + group.groupState() + ", members: " + group.members().size());
      while (true) consumer.poll(Duration.ofMillis(200));
    }
  }
}
EOF
java -XX:TieredStopAtLevel=1 -cp 'jars/*' Worker.java "$port" >worker.log 2>&1 &
pids+=($!)
for _ in $(seq 150); do
  grep -q 'admin' worker.log && break
  sleep 0.4
done
cat worker.log
grep -q 'Stable, members: 1' worker.log

cat >finding.mjs <<'EOF'
import assert from 'node:assert/strict';
import kafkajs from 'kafkajs';

const kafka = new kafkajs.Kafka({
  brokers: [`127.0.0.1:${process.argv[2]}`],
  logLevel: kafkajs.logLevel.NOTHING,
});
const admin = kafka.admin();
await admin.connect();
const describe = async (groupId) => {
  const [{ state, members, errorCode }] = (await admin.describeGroups([groupId])).groups;
  return `${state}, members: ${members.length}, error: ${errorCode}`;
};
const committed = async () =>
  (await admin.fetchOffsets({ groupId: 'shipping', topics: ['orders'] }))[0].partitions[0].offset;
const outcome = (promise) => promise.then(() => 'resolved', () => 'refused');

const listed = (await admin.listGroups()).groups.some(({ groupId }) => groupId === 'shipping');
const [running, missing] = [await describe('shipping'), await describe('no-such-group')];
console.log(`describeGroups: ${running}   (a group that is not there: ${missing})`);

const classic = kafka.consumer({ groupId: 'billing' });
await classic.subscribe({ topic: 'orders', fromBeginning: true });
await new Promise((resolve) => classic.run({ eachMessage: async () => resolve() }));
const offsets = { topic: 'orders', partitions: [{ partition: 0, offset: '0' }] };
const onClassic = await outcome(admin.setOffsets({ groupId: 'billing', ...offsets }));
console.log(`setOffsets on a running classic group: ${onClassic}`);
await classic.disconnect();

const before = await committed();
const set = await outcome(admin.setOffsets({ groupId: 'shipping', ...offsets }));
const afterSet = await committed();
console.log(`setOffsets on the running new group:   ${set}; committed before ${before}, after ${afterSet}`);
const reset = await outcome(admin.resetOffsets({ groupId: 'shipping', topic: 'orders', earliest: true }));
const afterReset = await committed();
console.log(`resetOffsets on the running new group: ${reset}; committed before ${afterSet}, after ${afterReset}`);
await admin.disconnect();

assert.ok(listed);
assert.deepEqual([running, missing], ['Dead, members: 0, error: 0', 'Dead, members: 0, error: 0']);
assert.deepEqual([onClassic, set, reset], ['refused', 'resolved', 'resolved']);
assert.deepEqual([before, afterSet, afterReset], ['3', '3', '3']);
EOF
node finding.mjs "$port"
