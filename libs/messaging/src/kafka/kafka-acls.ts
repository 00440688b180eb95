import kafkajs from 'kafkajs';
import type { Cluster } from './cluster.js';
import { kafkajsConfig } from './kafkajs-config.js';

/** An operation that Kafka's authorizer allows to a principal, from any host. */
export interface KafkaAcl {
  /** `User:waybill-order`. */
  readonly principal: string;
  readonly operation: 'Read' | 'Write' | 'Describe' | 'DescribeConfigs' | 'Delete';
  readonly resource: 'topic' | 'group';
  readonly name: string;
  /** `prefixed`: all whose name begins so. */
  readonly pattern: 'literal' | 'prefixed';
}

/** Adds ACLs; those that exist stay as they are. Throws if the principal of the cluster's credentials may not add them. */
export async function addAcls(cluster: Cluster, acls: readonly KafkaAcl[]): Promise<void> {
  const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;
  const operations = {
    Read: AclOperationTypes.READ,
    Write: AclOperationTypes.WRITE,
    Describe: AclOperationTypes.DESCRIBE,
    DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
    Delete: AclOperationTypes.DELETE,
  };
  const config = { ...kafkajsConfig(cluster), logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 3 } };
  const admin = new kafkajs.Kafka(config).admin();
  await admin.connect();
  try {
    await admin.createAcls({
      acl: acls.map(({ principal, operation, resource, name, pattern }) => ({
        principal,
        host: '*',
        operation: operations[operation],
        permissionType: AclPermissionTypes.ALLOW,
        resourceType: resource === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
        resourceName: name,
        resourcePatternType:
          pattern === 'literal' ? ResourcePatternTypes.LITERAL : ResourcePatternTypes.PREFIXED,
      })),
    });
  } finally {
    await admin.disconnect();
  }
}
