// `npm test`: one Postgres and one Kafka for the whole run, then one Jest over everything.
import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import {
  READS_WAL,
  startStack,
  TEST_DATABASE_URL,
  TEST_KAFKA,
  TEST_KAFKA_MISSING,
  type Stack,
} from '@waybill/testing';
import { test } from './commands/verify.js';

const root = fileURLToPath(new URL('..', import.meta.url));
let jest: ChildProcess | null = null;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // While Jest runs, it gets the signal and the stack stops after it. Before that, the process just exits.
  process.on(signal, () => (jest ? jest.kill(signal) : process.exit(128 + constants.signals[signal])));
}

try {
  const stack = await startStack({ say: (line) => console.log(line), settings: READS_WAL });
  try {
    process.exitCode = await runJest(stack);
  } finally {
    await stack.stop();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function runJest(stack: Stack): Promise<number> {
  // TimeoutNegativeWarning: the Kafka client computes negative timeouts, which run immediately, as intended.
  const quiet = ['ExperimentalWarning', 'TimeoutNegativeWarning'].map((name) => `--disable-warning=${name}`);
  const flags = ['--experimental-vm-modules', ...quiet];
  const child = spawn(process.execPath, [...flags, 'node_modules/jest/bin/jest.js', ...test.args], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      [TEST_DATABASE_URL]: stack.databaseUrl,
      [TEST_KAFKA]: stack.kafkaBrokers ?? '',
      [TEST_KAFKA_MISSING]: stack.kafkaMissing ?? '',
    },
  });
  jest = child;
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
}
