import type { Broker } from '@waybill/messaging';
import { LISTENERS, SERVICES } from '@waybill/contracts';
import { type Platform, type PlatformOptions, startPlatform } from '@waybill/shop';
import { type Stack, dropDatabase, stackWithOwnKafka, uniqueName } from '@waybill/testing';
import { kafkaRead } from './audit.js';

/** A platform for one spec, with the properties that its audit needs. */
export interface OwnPlatform extends Platform {
  readonly stack: Stack;
  readonly kafkaBrokers: string;
  readonly services: readonly string[];
  readonly read: NonNullable<Broker['read']>;
  /** The time before the start. */
  readonly since: Date;
  /** Stops the platform, then the servers of its stack. Drops its databases if they are on a shared Postgres. */
  end(): Promise<void>;
}

export type OwnPlatformOptions = Omit<PlatformOptions, 'stack' | 'suffix'> & { readonly stack?: Stack };

/** Starts service processes on databases and a Kafka that no other spec uses. `end` also stops a given `stack`. */
export async function startOwnPlatform(options: OwnPlatformOptions = {}): Promise<OwnPlatform> {
  const since = new Date();
  const { stack = await stackWithOwnKafka(), services = SERVICES } = options;
  const suffix = `_${uniqueName('e2e').replace('-', '_')}`;
  const clear = async (): Promise<void> => {
    // The databases of the stack's own Postgres are deleted with it.
    for (const name of stack.postgres ? [] : [...SERVICES, ...LISTENERS])
      await dropDatabase(stack.databaseUrl, `waybill_${name}${suffix}`);
    await stack.stop();
  };
  // Partitions and shards of killed services are reassigned sooner; only the stack's own Kafka allows a session this short.
  const environment = {
    LEASE_MS: '7500',
    ...(stack.kafka ? { KAFKA_SESSION_MS: '3000' } : {}),
    ...options.environment,
  };
  try {
    const platform = await startPlatform({ ...options, environment, stack, suffix });
    const kafkaBrokers = stack.kafkaBrokers!;
    const end = (): Promise<void> => platform.stop().then(clear);
    return { ...platform, stack, kafkaBrokers, services, read: kafkaRead(kafkaBrokers), since, end };
  } catch (error) {
    await clear();
    throw error;
  }
}
