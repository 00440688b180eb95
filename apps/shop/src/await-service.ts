import { Api, type Progress, type ServiceProcess, untilReady, untold } from '@waybill/testing';

interface Readiness {
  readonly status: string;
  readonly dependencies?: readonly {
    readonly name: string;
    readonly state: string;
    readonly lastError?: string;
  }[];
}

/** Waits until everything of a service is up: the database, the broker, and the consumer that has joined. */
export async function awaitService(
  name: string,
  url: string,
  service: ServiceProcess,
  progress: Progress = untold,
): Promise<void> {
  let code: number | null | undefined;
  void service.ended.then((ended) => (code = ended));
  const ready = async (): Promise<void> => {
    const { body } = await new Api(url).call<Readiness>('GET', '/health/ready').catch((error: unknown) => {
      throw new Error('its code loads, or its database is migrated', { cause: error });
    });
    if (body.status !== 'up') throw new Error(waitsFor(body));
  };
  const ended = (): string | undefined =>
    code === undefined
      ? undefined
      : `did not start: it ended ${code === null ? 'by a signal' : `with code ${code}`}`;
  await untilReady({ name, logFile: service.logFile, ready, ended }, { every: 100, progress });
}

/** `its database is starting, its consumer is down (…)` */
function waitsFor({ status, dependencies = [] }: Readiness): string {
  const missing = dependencies
    .filter(({ state }) => state !== 'up')
    .map(({ name, state, lastError }) => `its ${name} is ${state}${lastError ? ` (${lastError})` : ''}`);
  return missing.join(', ') || `it is ${status}`;
}
