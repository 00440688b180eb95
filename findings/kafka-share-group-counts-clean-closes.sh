#!/usr/bin/env bash
# Kafka share groups: clean shutdowns use up the delivery attempts of records, and then the records are gone.
#
# Versions: Apache Kafka 4.3.1, its Java client of the same version.
#
# Behaviour: a record that poll() returned and that was not acknowledged is released by close(), but the attempt
# stays counted. After five (group.share.delivery.count.limit) the broker archives the record. No consumer has
# failed, rejected or timed out, and no client is told.
#
# Output seen:
#   consumer 1 was handed order 1 (attempt 1), order 2 (attempt 1), accepted order 1, closed
#   consumer 2 was handed order 2 (attempt 2), closed
#   consumer 3 was handed order 2 (attempt 3), closed
#   consumer 4 was handed order 2 (attempt 4), closed
#   consumer 5 was handed order 2 (attempt 5), closed
#   consumer 6 was handed order 3 (attempt 1), accepted order 3, closed
#   order 2 was never accepted, and is not delivered any more
#
# Why a good guess misses it: the limit is described as protection from records that make consumers fail, and
# release() as giving a record back. A batch at the end of a slow queue is returned with each deployment without
# being looked at. With consumer groups, any number of restarts loses nothing.
set -euo pipefail
folder=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap cleanup EXIT
cd "$folder"

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

cat >Finding.java <<'EOF'
import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.*;

public class Finding {
  static Map<String, Object> config;

  static void send(String order) throws Exception {
    try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("orders", order)).get();
    }
  }

  /** A consumer from its start to its clean end: what it was handed, as `order 1 (attempt 1)`. */
  static List<String> consume(int number, String accept) {
    var own = new HashMap<>(config);
    own.put("group.id", "shipping");
    own.put("share.acknowledgement.mode", "explicit");
    var handed = new ArrayList<String>();
    var line = new StringBuilder();
    try (var consumer = new KafkaShareConsumer<>(own, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("orders"));
      for (long end = System.currentTimeMillis() + 15_000; handed.isEmpty() && System.currentTimeMillis() < end; ) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          handed.add(record.value() + " (attempt " + record.deliveryCount().get() + ")");
          if (record.value().equals(accept)) {
            consumer.acknowledge(record, AcknowledgeType.ACCEPT);
            line.append(", accepted ").append(record.value());
          }
        }
      }
    } // close() also commits the acknowledgements
    System.out.println("consumer " + number + " was handed " + String.join(", ", handed) + line + ", closed");
    return handed;
  }

  public static void main(String[] args) throws Exception {
    config = Map.of("bootstrap.servers", "127.0.0.1:" + args[0]);
    try (var admin = Admin.create(new HashMap<>(config))) {
      admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all().get();
      var group = new ConfigResource(ConfigResource.Type.GROUP, "shipping");
      var earliest = new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(group, List.of(earliest))).all().get();
    }
    send("order 1");
    send("order 2");
    var seen = new ArrayList<List<String>>();
    for (int number = 1; number <= 5; number++) seen.add(consume(number, "order 1"));
    send("order 3");
    seen.add(consume(6, "order 3"));

    var expected = List.of(
        List.of("order 1 (attempt 1)", "order 2 (attempt 1)"),
        List.of("order 2 (attempt 2)"), List.of("order 2 (attempt 3)"),
        List.of("order 2 (attempt 4)"), List.of("order 2 (attempt 5)"),
        List.of("order 3 (attempt 1)"));
    if (!seen.equals(expected)) {
      System.out.println("changed: expected " + expected);
      System.exit(1);
    }
    System.out.println("order 2 was never accepted, and is not delivered any more");
  }
}
EOF
java -XX:TieredStopAtLevel=1 -cp 'jars/*' Finding.java "$port"
