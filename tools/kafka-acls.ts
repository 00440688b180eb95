// `npm run kafka:acls`: the topics and ACLs that Kafka needs, from what the code declares. docs/brokers.md explains them.
import { KafkaBroker, addAcls } from '@waybill/messaging';
import { kafkaFrom } from '@waybill/platform';
import { conclude, print } from '@waybill/shop';
import { kafkaAcls } from './commands/operate.js';
import { grantsOf } from './kafka/acls.js';
import { commandsOf } from './kafka/commands.js';
import { declared, wantedTopics } from './kafka/declared.js';

const values = kafkaAcls.opts();
if (!['commands', 'json'].includes(values.format)) kafkaAcls.error('--format must be commands or json');

/** `order=User:sa-1` names one; a pattern has no service before its first `=`, or none at all. */
function principals(): (service: string) => string {
  const own = new Map<string, string>();
  let pattern = 'User:waybill-{service}';
  for (const text of values.principal ?? []) {
    const [, name, principal] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
    if (name && principal) own.set(name, principal);
    else pattern = text;
  }
  if (!pattern.includes('{service}'))
    kafkaAcls.error('--principal needs {service} in it, or the name of a service before it');
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
