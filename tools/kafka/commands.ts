import type { KafkaAcl, TopicSpec } from '@waybill/messaging';
import type { Grant } from './acls.js';

/** The commands of Kafka's own scripts. `connection` is what all of them need, such as `--bootstrap-server`. */
export function commandsOf(
  topics: readonly TopicSpec[],
  grants: readonly Grant[],
  connection: string,
): string[] {
  return [
    '# Topics: once, and again after an upgrade that adds some',
    ...topics.map(
      ({ name, partitions, retentionMs }) =>
        `kafka-topics.sh ${connection} --create --if-not-exists --topic ${name} --partitions ${partitions} --config retention.ms=${retentionMs}`,
    ),
    ...grants.flatMap(({ service, acls }) => ['', `# ${service}`, ...aclCommands(acls, connection)]),
  ];
}

/** One command for all ACLs that differ only in the name. */
function aclCommands(acls: readonly KafkaAcl[], connection: string): string[] {
  const alike = Map.groupBy(
    acls,
    ({ principal, operation, resource, pattern }) => `${principal} ${operation} ${resource} ${pattern}`,
  );
  return [...alike.values()].map((same) => {
    const { principal, operation, pattern } = same[0]!;
    const kind = pattern === 'literal' ? '' : ` --resource-pattern-type ${pattern}`;
    const names = same.map(({ resource, name }) => `--${resource} ${name}`).join(' ');
    return `kafka-acls.sh ${connection} --add --allow-principal '${principal}' --operation ${operation}${kind} ${names}`;
  });
}
