import type { Instances } from '@waybill/shop';
import { type LoadOptions, WORLD_INSIDE, cpuPerOrder, runLoad, stockUp } from '../load/run.js';
import type { Bench } from './setup.js';

const RATES = [1, 2, 5, 10, 15, 20];
const LINES = [1, 2, 5, 10, 20, 50];
const CLIENTS = [10, 50, 200, 400];
const INSTANCES: readonly Instances[] = [1, 2, 4];
const SECONDS = 20;
/** Few enough that also four instances of every service and orders of fifty lines leave the machine some idle time. */
const CALM = 5;

interface Point {
  readonly x: number;
  /** CPU milliseconds per order of all processes. */
  readonly ms: number;
}

/** How the CPU cost of an order grows: with the load, with its lines, and with the instances of each service. */
export async function growthFigures(bench: Bench): Promise<void> {
  const series = async (name: string, points: readonly Point[]): Promise<void> =>
    bench.note(name, points.map(({ x, ms }) => `${x}: ${ms}`).join(', '), points);
  const one = await started(bench, 1);
  const measured = async (
    xs: readonly number[],
    load: (x: number) => Partial<LoadOptions>,
  ): Promise<Point[]> => {
    const points: Point[] = [];
    for (const x of xs) points.push({ x, ms: await one.cost(load(x)) });
    return points;
  };
  await series('CPU ms per order by orders per second', await measured(RATES, (rate) => ({ rate })));
  await series('CPU ms per order by waiting clients', await measured(CLIENTS, (clients) => ({ clients })));
  await series(
    `CPU ms per order by lines, at ${CALM}/s`,
    await measured(LINES, (lines) => ({ rate: CALM, lines })),
  );
  await one.stop();
  const byInstances: Point[] = [];
  for (const instances of INSTANCES) {
    const some = await started(bench, instances);
    byInstances.push({ x: instances, ms: await some.cost({ rate: CALM }) });
    await some.stop();
  }
  await series(`CPU ms per order by instances of each service, at ${CALM}/s`, byInstances);
}

async function started({ brokers, start, say }: Bench, instances: Instances) {
  const platform = await start(WORLD_INSIDE, `_growth_${instances}`, undefined, instances);
  await stockUp(platform);
  say(`Warming up, ${instances} of each service`);
  await runLoad(platform, brokers, { seconds: 20, clients: 50, toTheEnd: true });
  return {
    cost: async (load: Partial<LoadOptions>): Promise<number> =>
      cpuPerOrder(await runLoad(platform, brokers, { seconds: SECONDS, toTheEnd: true, ...load })),
    stop: () => platform.stop(),
  };
}
