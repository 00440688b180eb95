// `npm run projections`: lists, rebuilds and verifies the views of the order service.
import type { ProjectionReport, Verdict } from '@waybill/event-store';
import { Api, ApiProblem } from '@waybill/testing';
import { orderApp } from '../apps/order/src/order.app.js';
import { operatorToken } from '@waybill/shop';
import { dispatch } from './commands/called.js';
import { projections, rebuildProjection, verifyProjection } from './commands/operate.js';

const values = projections.opts();
/** The view, for the commands that need one. */
const [name = ''] = [...rebuildProjection.args, ...verifyProjection.args];

async function run(): Promise<number> {
  const url = values.url ?? `http://localhost:${orderApp.port}`;
  const api = new Api(url, await operatorToken(values));
  return dispatch({ list: () => list(api), rebuild: () => rebuild(api), verify: () => verify(api) });
}

async function list(api: Api): Promise<number> {
  for (const one of await api.get<ProjectionReport[]>('/admin/projections')) console.log(line(one));
  return 0;
}

async function rebuild(api: Api): Promise<number> {
  await api.post(`/admin/projections/${encodeURIComponent(name)}/rebuild`, {});
  return follow(api);
}

async function follow(api: Api): Promise<number> {
  for (;;) {
    const all = await api.get<ProjectionReport[]>('/admin/projections');
    const one = all.find((projection) => projection.name === name)!;
    console.log(line(one));
    if (!one.rebuild) return 0;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function verify(api: Api): Promise<number> {
  const path = `/admin/projections/${encodeURIComponent(name)}/verify`;
  const { events, differences } = await api.post<Verdict>(path, {});
  for (const { in: place, row } of differences) console.log(`only in the ${place}: ${JSON.stringify(row)}`);
  console.log(
    differences.length === 0
      ? `${name} matches its ${events} events`
      : `${name} differs from its ${events} events; rebuild it with npm run projections -- rebuild ${name}`,
  );
  return differences.length === 0 ? 0 : 1;
}

function line({ name, generation, events, lagSeconds, rebuild }: ProjectionReport): string {
  const seen =
    events === null
      ? 'updated with the events'
      : `generation ${generation}, ${events} events, lag ${lagSeconds.toFixed(1)} s`;
  const state = `${name.padEnd(20)} ${seen}`;
  return rebuild ? `${state}; rebuilding: ${rebuild.events} of ${rebuild.of} events` : state;
}

process.exitCode = await run().catch((error: unknown) => {
  const away = error instanceof TypeError;
  if (away) console.error('cannot reach the order service: start it (npm run demo), or set --url');
  else console.error(error instanceof ApiProblem || error instanceof Error ? error.message : error);
  return 1;
});
