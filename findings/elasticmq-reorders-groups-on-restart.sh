#!/usr/bin/env bash
# ElasticMQ: after a clean restart a FIFO group delivers later messages before those that were received once.
#
# Versions: elasticmq-server 1.6.16 with messages-storage and queues-storage (H2).
#
# Behaviour: while the server runs, messages of a group whose visibility timeout has passed come again in their
# place. After a restart with persisted messages they come last, and in another order among themselves.
#
# Output seen, for ten events of one group of which five were received and not deleted:
#   without a restart:  1 2 3 4 5 6 7 8 9 10
#   after a restart:    6 7 8 9 10 3 4 2 5 1
#
# Why a good guess misses it: the server supports FIFO queues and their persistence, no message is lost, and both
# features pass a test of their own. It takes a consumer that died and a restart to see it. The events of an order
# are then applied in a sequence that never happened: shipped before placed.
set -euo pipefail
folder=$(mktemp -d)
server=
cleanup() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true; }
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
    <dependency><groupId>org.elasticmq</groupId><artifactId>elasticmq-server_2.13</artifactId><version>1.6.16</version></dependency>
  </dependencies>
</project>
EOF
mvn -q -B -Dstyle.color=never dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=jars >mvn.log 2>&1 ||
  { cat mvn.log; exit 1; }
port=$(node -e '
  const server = require("net").createServer().listen(0, "127.0.0.1", () => {
    console.log(server.address().port);
    server.close();
  });')

mkdir storage
start() {
  java -Drest-sqs.bind-hostname=127.0.0.1 -Drest-sqs.bind-port="$port" -Drest-stats.enabled=false \
    -Dmessages-storage.enabled=true -Dmessages-storage.uri="jdbc:h2:$folder/storage/messages" \
    -Dqueues-storage.enabled=true -Dqueues-storage.path="$folder/storage/queues.conf" \
    -cp 'jars/*' org.elasticmq.server.Main >server.log 2>&1 &
  server=$!
  for _ in $(seq 300); do
    grep -q 'started in' server.log && return
    sleep 0.3
  done
  cat server.log
  exit 1
}
stop() { kill "$server" && { wait "$server" || true; }; server=; }

cat >sqs.mjs <<'EOF'
const [port, step, name] = process.argv.slice(2);
const QueueUrl = `http://127.0.0.1:${port}/000000000000/${name}.fifo`;
async function call(action, body) {
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': `AmazonSQS.${action}` },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${action}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
const receive = async (MaxNumberOfMessages) =>
  (await call('ReceiveMessage', { QueueUrl, MaxNumberOfMessages })).Messages ?? [];

if (step === 'send') {
  await call('CreateQueue', {
    QueueName: `${name}.fifo`,
    Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true', VisibilityTimeout: '2' },
  });
  for (let event = 1; event <= 10; event++)
    await call('SendMessage', { QueueUrl, MessageBody: String(event), MessageGroupId: 'order-1' });
  const taken = await receive(5); // by a consumer that dies: they become visible again after two seconds
  if (taken.length !== 5) throw new Error(`received ${taken.length}`);
} else {
  const bodies = [];
  for (let [message] = await receive(1); message; [message] = await receive(1)) {
    bodies.push(message.Body);
    await call('DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle });
  }
  console.log(bodies.join(' '));
}
EOF

start
node sqs.mjs "$port" send running
node sqs.mjs "$port" send restarted
sleep 3 # the five messages of each queue are visible again
running=$(node sqs.mjs "$port" receive running)
echo "without a restart:  $running"
stop
start
restarted=$(node sqs.mjs "$port" receive restarted)
echo "after a restart:    $restarted"

[ "$running" = '1 2 3 4 5 6 7 8 9 10' ]
[[ "$restarted" == '6 7 8 9 10 '* ]]
