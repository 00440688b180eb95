export interface KafkaPorts {
  readonly port: number;
  readonly controllerPort: number;
  /** Where clients are told to connect. */
  readonly advertisedPort: number;
}

export type KafkaProperties = Readonly<Record<string, string | number | boolean>>;

/** One node that is broker and controller, for development: small, quick to start, quick to notice its own death. */
export function kafkaProperties(
  dataFolder: string,
  { port, controllerPort, advertisedPort }: KafkaPorts,
  secured: KafkaProperties = {},
): string {
  const properties: KafkaProperties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertisedPort}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': dataFolder,
    'num.partitions': 6,
    'default.replication.factor': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 3,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
    // tests kill members of groups, and wait until their partitions go to others
    'group.min.session.timeout.ms': 1000,
    'auto.create.topics.enable': false,
    // after kill -9 the same broker may join again only when its old session has ended
    'broker.session.timeout.ms': 3000,
    'broker.heartbeat.interval.ms': 500,
    'log.cleaner.dedupe.buffer.size': 16777216,
    ...secured,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${String(value)}\n`)
    .join('');
}
