import { systemTimers } from '@waybill/kernel';
import { type RunningService, bootstrap } from './bootstrap.js';
import { migrate } from './database.js';
import { IdleMemory } from './runtime/idle-memory.js';
import type { ServiceApp } from './service-app.js';
import { environmentsOf } from './service-environment.js';
import { BadSettings } from './bad-settings.js';

const STOP_WITHIN_MS = 20_000;

/** Entry point of a service's process: `main.js` runs the service, `main.js migrate` migrates its database. */
export async function main(app: ServiceApp): Promise<void> {
  if (process.argv[2] === 'migrate') await orFail(() => migrateFromEnvironment(app));
  else await runInOneProcess([app]);
}

/**
 * Runs these services in this process until a signal stops them. Each has its own settings (`environmentsOf`), HTTP port, connection pool
 * and consumer; they share the event loop and the heap. If one cannot start, all stop and the process exits with 1.
 */
export async function runInOneProcess(apps: readonly ServiceApp[]): Promise<void> {
  await orFail(async () => {
    const services = await bootstrapAll(apps);
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      systemTimers.after(STOP_WITHIN_MS, () => process.exit(1));
      Promise.all(services.map((service) => service.leave())).then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
  });
}

async function bootstrapAll(apps: readonly ServiceApp[]): Promise<RunningService[]> {
  const environments = environmentsOf(
    apps.map(({ name }) => name),
    process.env,
  );
  // One for the process, because its services share the heap: it is collected only when all are idle.
  const memory = new IdleMemory(systemTimers);
  const starts = await Promise.allSettled(
    apps.map((app, index) => bootstrap(app, { environment: environments[index]!, memory })),
  );
  const failed = starts.find(({ status }) => status === 'rejected');
  if (!failed) return starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  await Promise.all(starts.map(async (start) => start.status === 'fulfilled' && start.value.stop()));
  throw (failed as PromiseRejectedResult).reason;
}

async function migrateFromEnvironment(app: ServiceApp): Promise<void> {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new BadSettings('DATABASE_URL is missing: the URL of the database with its owner’s role');
  const done = await migrate(app, url);
  console.log(
    done.length > 0 ? `${app.name}: ran ${done.join(', ')}` : `${app.name}: the schema is up to date`,
  );
}

async function orFail(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(error instanceof BadSettings ? error.message : error);
    process.exitCode = 1;
  }
}
