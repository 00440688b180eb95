import { execFileSync } from 'node:child_process';
import { SERVICES } from '@waybill/contracts';
import {
  type Environment,
  type Instances,
  type Platform,
  type ServiceName,
  startPlatform,
} from '@waybill/shop';
import { ROOT, type Say, type Stack, startStack } from '@waybill/testing';
import type { Note } from './messaging.js';

/** The environment of all measurements. */
export interface Bench {
  readonly stack: Stack;
  readonly brokers: string;
  readonly note: Note;
  readonly say: Say;
  /** Starts services from `dist` on new databases. */
  start(
    environments: Partial<Record<string, Environment>>,
    suffix: string,
    services?: readonly ServiceName[],
    instances?: Instances,
  ): Promise<Platform>;
}

/** As in production, but without a log line per request. */
export const PRODUCTION: Environment = { LOG_LEVEL: 'warn', NODE_ENV: 'production' };

/** Builds this working tree and starts Postgres and Kafka. */
export async function setUp(note: Note, say: Say): Promise<Bench> {
  say('Building');
  execFileSync('npx', ['nx', 'run-many', '-t', 'build'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stack = await startStack({ say });
  const brokers = stack.kafkaBrokers;
  if (!brokers) throw new Error(stack.kafkaMissing ?? 'the bench needs Kafka');
  return {
    stack,
    brokers,
    note,
    say,
    start: (environments, suffix, services = SERVICES, instances = 1) =>
      startPlatform({
        stack,
        services,
        instances,
        say,
        fromDist: true,
        suffix,
        environment: PRODUCTION,
        environments,
      }),
  };
}
