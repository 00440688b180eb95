import { KafkaBroker, addAcls } from '@waybill/messaging';
import { CertificateAuthority, type EmbeddedKafka, startEmbeddedKafka } from '@waybill/testing';
import { AUDIT, type Grant, grantsOf } from './acls.js';
import { declared, wantedTopics } from './declared.js';

/** A Kafka with the topics of the platform, a user for each service and for the audit, and their ACLs. */
export class KafkaWithAcls {
  readonly authority = new CertificateAuthority();
  grants!: readonly Grant[];
  kafka!: EmbeddedKafka;

  async start(): Promise<void> {
    const code = await declared();
    const users = [...code.apps.map(({ name }) => name), AUDIT];
    this.kafka = await startEmbeddedKafka({
      authentication: {
        certificate: this.authority.issue('broker'),
        ca: this.authority.ca,
        passwords: Object.fromEntries(users.map((user) => [user, passwordOf(user)])),
      },
    });
    this.grants = grantsOf(code, (service) => `User:${service}`);
    const superuser = { brokers: this.kafka.brokers, clientId: 'superuser' };
    const broker = new KafkaBroker(superuser);
    await broker.ensureTopics(this.topics);
    await broker.close();
    await addAcls(
      superuser,
      this.grants.flatMap(({ acls }) => acls),
    );
  }

  readonly topics = wantedTopics({ TOPIC_PARTITIONS: '1' });

  /** The settings of a service. */
  environmentOf(service: string): Record<string, string> {
    return {
      KAFKA_BROKERS: this.kafka.secured!.sasl,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA: this.authority.ca,
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256',
      KAFKA_SASL_USERNAME: service,
      KAFKA_SASL_PASSWORD: passwordOf(service),
      TOPIC_PARTITIONS: '1',
    };
  }

  /** Whether the ACLs of a service allow this. */
  allows(service: string, operation: 'Read' | 'Write', topic: string): boolean {
    const { acls } = this.grants.find((grant) => grant.service === service)!;
    return acls.some((acl) => acl.operation === operation && acl.resource === 'topic' && acl.name === topic);
  }

  /** The consumer group of a service. The audit has none. */
  groupOf(service: string): string | undefined {
    const { acls } = this.grants.find((grant) => grant.service === service)!;
    return acls.find(({ resource, pattern }) => resource === 'group' && pattern === 'literal')?.name;
  }

  async stop(): Promise<void> {
    await this.kafka?.stop();
  }
}

function passwordOf(user: string): string {
  return `${user}-password`;
}
