import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '@waybill/testing';
import type { ConsumerWorker, Told } from './consumer-worker.js';

const FLAGS = [
  '--conditions=@waybill/source',
  '--import',
  './tools/source.mjs',
  '--disable-warning=TimeoutNegativeWarning',
  '--expose-gc',
];

export interface Consumer {
  readonly child: ChildProcess;
  told: Told | undefined;
  /** Maximum of each value so far. */
  readonly most: Partial<Record<keyof Told, number>>;
}

/** Worker processes of a proof, each running a file of this folder. */
export class Workers {
  private readonly running = new Set<ChildProcess>();

  start(file: string, environment: object, stderr: 'inherit' | 'ignore' = 'inherit'): ChildProcess {
    const child = spawn(process.execPath, [...FLAGS, join(ROOT, 'apps/e2e/src/proofs', file)], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        KAFKA_CLIENT: process.env['KAFKA_CLIENT'] ?? 'kafkajs',
        ...environment,
      },
      stdio: ['ignore', 'ignore', stderr, 'ipc'],
    });
    this.running.add(child);
    child.once('exit', () => this.running.delete(child));
    return child;
  }

  /** Starts a consumer and records its reports. */
  consumer(environment: ConsumerWorker): Consumer {
    const child = this.start('consumer-worker.ts', environment);
    const consumer: Consumer = { child, told: undefined, most: {} };
    child.on('message', (told: Told) => {
      consumer.told = told;
      for (const name of Object.keys(told) as (keyof Told)[])
        consumer.most[name] = Math.max(consumer.most[name] ?? 0, told[name]);
    });
    return consumer;
  }

  /** Kills the process and resolves after its exit. */
  end(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    return new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill(signal);
    });
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.running].map((child) => this.end(child)));
  }
}
