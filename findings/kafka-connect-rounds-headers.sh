#!/usr/bin/env bash
# Kafka Connect: a header that looks like a number is rounded to 32 bits, and loses its zeros, on its way through.
#
# Versions: Apache Kafka Connect 4.3.1, SimpleHeaderConverter, which is its default header.converter.
#
# Behaviour: the converter guesses a type for each header. A decimal becomes the smallest float whose range holds
# it, which is nearly always 32 bits with seven digits. Text of digits becomes an integer. A connector or an SMT
# sees that value, and a worker that forwards the record writes it.
#
# Output seen:
#   99999999.99            becomes 1.0E8                 (FLOAT32)
#   1234567.89             becomes 1234567.9             (FLOAT32)
#   100.00                 becomes 100                   (INT8)
#   00340434161094015902   becomes 340434161094015902    (INT64)
#   4E52                   becomes 4.0E52                (FLOAT64)
#   9400111899223197428490 stays
#   order.placed           stays
#
# Why a good guess misses it: keys and values have converters that everyone sets, and the header converter is left
# at its default. That it infers a schema is documented, which promises a type and no loss: integers that are too
# long for 64 bits do become exact decimals. Names, UUIDs and timestamps, as tests use them, come back unchanged.
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
    <dependency><groupId>org.apache.kafka</groupId><artifactId>connect-json</artifactId><version>4.3.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B -Dstyle.color=never dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=jars >mvn.log 2>&1 ||
  { cat mvn.log; exit 1; }

cat >Finding.java <<'EOF'
import java.nio.charset.StandardCharsets;
import java.util.*;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;

public class Finding {
  public static void main(String[] args) throws Exception {
    var expected = new LinkedHashMap<String, String>();
    expected.put("99999999.99", "1.0E8");
    expected.put("1234567.89", "1234567.9");
    expected.put("100.00", "100");
    expected.put("00340434161094015902", "340434161094015902");
    expected.put("4E52", "4.0E52");
    expected.put("9400111899223197428490", "9400111899223197428490");
    expected.put("order.placed", "order.placed");

    var seen = new LinkedHashMap<String, String>();
    try (var converter = new SimpleHeaderConverter()) {
      converter.configure(Map.of());
      for (String text : expected.keySet()) {
        var value = converter.toConnectHeader("orders", "h", text.getBytes(StandardCharsets.UTF_8));
        byte[] bytes = converter.fromConnectHeader("orders", "h", value.schema(), value.value());
        seen.put(text, new String(bytes, StandardCharsets.UTF_8));
        boolean stays = seen.get(text).equals(text);
        System.out.println(String.format("%-22s ", text)
            + (stays ? "stays" : String.format("becomes %-21s (%s)", seen.get(text), value.schema().type())));
      }
    }
    if (!seen.equals(expected)) System.out.println("changed");
    System.exit(seen.equals(expected) ? 0 : 1);
  }
}
EOF
java -XX:TieredStopAtLevel=1 -cp 'jars/*' Finding.java
