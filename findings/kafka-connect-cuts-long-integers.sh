#!/usr/bin/env bash
# Kafka Connect's JSON converter: an integer of more than 63 bits becomes another number, without an error.
#
# Versions: Apache Kafka Connect 4.3.1 (connect-json), JsonConverter with schemas.enable=false.
#
# Behaviour: each JSON integer is read as a 64-bit number. What does not fit is cut to its lowest 64 bits. A sink
# writes a different, often negative, number; two numbers that differ by 2^64 become the same.
#
# Output seen:
#   {"tracking":9400111899223197428490}       becomes {"tracking":-7727578368673895670}
#   {"tracking":9223372036854775807}          stays
#   {"tracking":1}                            stays
#   {"tracking":18446744073709551617}         becomes {"tracking":1}
#
# Why a good guess misses it: JSON has no limit, Connect has a decimal type, and the header converter of the same
# worker keeps such an integer as a decimal. One expects that, an error, or digits rounded as in JavaScript, but not
# the number of another parcel. Barcodes and tracking numbers of 20 to 22 digits are often written without quotes.
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
import org.apache.kafka.connect.json.JsonConverter;

public class Finding {
  /** What a worker forwards for a record. */
  static String forward(JsonConverter converter, String json) {
    var value = converter.toConnectData("orders", json.getBytes(StandardCharsets.UTF_8));
    String out = new String(converter.fromConnectData("orders", value.schema(), value.value()), StandardCharsets.UTF_8);
    System.out.println(String.format("%-41s ", json) + (out.equals(json) ? "stays" : "becomes " + out));
    return out;
  }

  public static void main(String[] args) throws Exception {
    try (var converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", "false"), false);
      String tracking = forward(converter, "{\"tracking\":9400111899223197428490}");
      String fits = forward(converter, "{\"tracking\":9223372036854775807}");
      String one = forward(converter, "{\"tracking\":1}");
      String other = forward(converter, "{\"tracking\":18446744073709551617}");
      boolean asDescribed = tracking.contains(":-") && fits.contains("9223372036854775807") && one.equals(other);
      System.out.println(asDescribed ? "the last two have become equal" : "changed");
      System.exit(asDescribed ? 0 : 1);
    }
  }
}
EOF
java -XX:TieredStopAtLevel=1 -cp 'jars/*' Finding.java
