import type { Broker } from '@waybill/messaging';
import { LISTENERS, SERVICES } from '@waybill/contracts';
import { type Platform, type PlatformOptions, startPlatform } from '@waybill/shop';
import { type Stack, dropDatabase, stackWithOwnKafka, uniqueName } from '@waybill/testing';
import { kafkaRead } from './audit.js';

/** A platform of processes for one spec alone, and what its audit asks for. */
export interface OwnPlatform extends Platform {
  readonly stack: Stack;
  readonly kafkaBrokers: string;
  readonly services: readonly string[];
  readonly read: NonNullable<Broker['read']>;
  /** Before anything was started. */
  readonly since: Date;
  /** `stop`, and then the stack's own servers, and the databases where they are not on one of them. */
  end(): Promise<void>;
}

export type OwnPlatformOptions = Omit<PlatformOptions, 'stack' | 'suffix'> & { readonly stack?: Stack };

/** Processes on databases and a Kafka that no other spec uses. A stack that is given is ended with it. */
export async function startOwnPlatform(options: OwnPlatformOptions = {}): Promise<OwnPlatform> {
  const since = new Date();
  const { stack = await stackWithOwnKafka(), services = SERVICES } = options;
  const suffix = `_${uniqueName('e2e').replace('-', '_')}`;
  const clear = async (): Promise<void> => {
    // A Postgres of its own goes as a whole.
    for (const name of stack.postgres ? [] : [...SERVICES, ...LISTENERS])
      await dropDatabase(stack.databaseUrl, `waybill_${name}${suffix}`);
    await stack.stop();
  };
  // Partitions of services that are killed go to others sooner; only our own Kafka allows that.
  const environment = { ...(stack.kafka ? { KAFKA_SESSION_MS: '3000' } : {}), ...options.environment };
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
