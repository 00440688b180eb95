#!/usr/bin/env bash
# Debezium's outbox router with table.expand.json.payload: values inside order lines disappear from the message.
#
# Versions: debezium-connect-plugins 3.6.1.Final (brought by debezium-connector-postgres), Kafka Connect's JSON
# converter without schemas.
#
# Behaviour: the router derives a Connect schema from the payload. For a list of objects it merges the fields of all
# elements. For an object inside an element it takes the fields of one element only, and the values of the other
# fields are left out of the message without an error. It is not always the first element that counts. An empty
# list and a null are left out as well.
#
# Output seen:
#   written    {"lines":[{"sku":"A","discount":{"percent":10}},{"sku":"B","discount":{"amount":500}},
#              {"sku":"C","discount":{"points":75}}]}
#   published  {"lines":[{"sku":"A","discount":{"points":null}},{"sku":"B","discount":{"points":null}},
#              {"sku":"C","discount":{"points":75}}]}
#   written    {"lines":[{"sku":"A","gift":true},{"sku":"B","note":"x"}]}
#   published  {"lines":[{"sku":"A","gift":true,"note":null},{"sku":"B","gift":null,"note":"x"}]}
#   written    {"id":"o-1","lines":[],"coupon":null}
#   published  {"id":"o-1"}
#
# Why a good guess misses it: expansion is described as turning the escaped text into the JSON that it is. One level
# higher, different fields in the elements of a list are all kept, so a test with such a list passes. What does not
# fit a schema is expected to stop the connector, not to be published without its values.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >pom.xml <<'EOF'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>io.debezium</groupId><artifactId>debezium-embedded</artifactId><version>3.6.1.Final</version></dependency>
    <dependency><groupId>io.debezium</groupId><artifactId>debezium-connector-postgres</artifactId><version>3.6.1.Final</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B -Dstyle.color=never dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=jars >mvn.log 2>&1 ||
  { cat mvn.log; exit 1; }

cat >Finding.java <<'EOF'
import io.debezium.transforms.outbox.EventRouter;
import java.util.*;
import org.apache.kafka.connect.data.*;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;

public class Finding {
  static final Schema ROW = SchemaBuilder.struct().name("outbox.Value")
      .field("id", Schema.STRING_SCHEMA)
      .field("aggregatetype", Schema.STRING_SCHEMA)
      .field("aggregateid", Schema.STRING_SCHEMA)
      .field("type", Schema.STRING_SCHEMA)
      .field("payload", SchemaBuilder.string().name("io.debezium.data.Json").build())
      .build();
  static final Schema ENVELOPE = SchemaBuilder.struct().name("outbox.Envelope")
      .field("after", ROW)
      .field("op", Schema.STRING_SCHEMA)
      .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
      .build();

  /** What the router and the converter publish for a row that was inserted into the outbox. */
  static String publish(String payload) throws Exception {
    var row = new Struct(ROW).put("id", "1").put("aggregatetype", "order").put("aggregateid", "o-1")
        .put("type", "OrderPlaced").put("payload", payload);
    var change = new Struct(ENVELOPE).put("after", row).put("op", "c").put("ts_ms", 1L);
    try (var router = new EventRouter<SourceRecord>(); var converter = new JsonConverter()) {
      router.configure(Map.of("table.expand.json.payload", "true"));
      converter.configure(Map.of("schemas.enable", "false"), false);
      var out = router.apply(
          new SourceRecord(Map.of(), Map.of(), "outbox", 0, Schema.STRING_SCHEMA, "1", ENVELOPE, change));
      return new String(converter.fromConnectData(out.topic(), out.valueSchema(), out.value()));
    }
  }

  static String show(String payload) throws Exception {
    String published = publish(payload);
    System.out.println("written    " + payload + "\npublished  " + published);
    return published;
  }

  public static void main(String[] args) throws Exception {
    String discounts = show("{\"lines\":[{\"sku\":\"A\",\"discount\":{\"percent\":10}},"
        + "{\"sku\":\"B\",\"discount\":{\"amount\":500}},{\"sku\":\"C\",\"discount\":{\"points\":75}}]}");
    String shallow = show("{\"lines\":[{\"sku\":\"A\",\"gift\":true},{\"sku\":\"B\",\"note\":\"x\"}]}");
    String empty = show("{\"id\":\"o-1\",\"lines\":[],\"coupon\":null}");

    long kept = List.of(":10", ":500", ":75").stream().filter(discounts::contains).count();
    boolean shallowIsKept = shallow.contains("\"gift\":true") && shallow.contains("\"note\":\"x\"");
    boolean asDescribed = kept == 1 && shallowIsKept && empty.equals("{\"id\":\"o-1\"}");
    System.out.println(asDescribed ? "1 of 3 discounts was published" : "changed");
    System.exit(asDescribed ? 0 : 1);
  }
}
EOF
java -XX:TieredStopAtLevel=1 -cp 'jars/*' Finding.java 2>java.log || { cat java.log; exit 1; }
