// `npm run kafka:acls`: the topics and ACLs that Kafka needs, from what the code declares. docs/brokers.md explains them.
import { KafkaBroker, addAcls } from '@waybill/messaging';
import { kafkaFrom } from '@waybill/platform';
import { commandLine, conclude, print, wrongUsage } from '@waybill/shop';
import { grantsOf } from './kafka/acls.js';
import { commandsOf } from './kafka/commands.js';
import { declared, wantedTopics } from './kafka/declared.js';

const USAGE = `npm run kafka:acls -- [options]: prints commands that create the topics and allow each service what it needs
  --format json            print topics and ACLs as JSON instead of commands of kafka-topics.sh and kafka-acls.sh
  --principal TEXT         the principal of a service; default 'User:waybill-{service}', with its name for {service}
  --principal NAME=TEXT    the principal of one service, or of audit; may be repeated
  --connection TEXT        options of each command; default '--bootstrap-server "$KAFKA_BROKERS" --command-config admin.properties'
  --apply                  create the topics and add the ACLs at KAFKA_BROKERS, with the KAFKA_TLS, KAFKA_SASL and KAFKA_OAUTH settings
                           of an administrator in the environment
TOPIC_PARTITIONS and TOPIC_RETENTION_DAYS are read from the environment, as by the services.`;

const { values } = commandLine(USAGE, {
  options: {
    format: { type: 'string', default: 'commands' },
    principal: { type: 'string', multiple: true, default: [] },
    connection: {
      type: 'string',
      default: '--bootstrap-server "$KAFKA_BROKERS" --command-config admin.properties',
    },
    apply: { type: 'boolean', default: false },
  },
});
if (!['commands', 'json'].includes(values.format)) wrongUsage('--format must be commands or json.', USAGE);

/** `order=User:sa-1` names one; a pattern has no service before its first `=`, or none at all. */
function principals(): (service: string) => string {
  const own = new Map<string, string>();
  let pattern = 'User:waybill-{service}';
  for (const text of values.principal) {
    const [, name, principal] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
    if (name && principal) own.set(name, principal);
    else pattern = text;
  }
  if (!pattern.includes('{service}'))
    wrongUsage('--principal needs {service} in it, or the name of a service before it.', USAGE);
  return (service) => own.get(service) ?? pattern.replaceAll('{service}', service);
}

await conclude(async () => {
  const grants = grantsOf(await declared(), principals());
  const topics = wantedTopics(process.env).map(({ name, partitions, retentionMs }) => ({
    name,
    partitions,
    retentionMs,
  }));
  const acls = grants.flatMap((grant) => grant.acls);
  if (values.apply) {
    const cluster = kafkaFrom(process.env, 'waybill-acls');
    const broker = new KafkaBroker(cluster);
    for (const difference of await broker.ensureTopics(topics)) console.error(difference);
    await broker.close();
    await addAcls(cluster, acls);
    console.log(`${topics.length} topics exist, and ${acls.length} ACLs are in force.`);
  } else if (values.format === 'json') print({ topics, acls });
  else console.log(commandsOf(topics, grants, values.connection).join('\n'));
});
