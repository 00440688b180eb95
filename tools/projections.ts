// `npm run projections`: lists, rebuilds and verifies the views of the order service.
import type { ProjectionReport, Verdict } from '@waybill/event-store';
import { Api, ApiProblem } from '@waybill/testing';
import { orderApp } from '../apps/order/src/order.app.js';
import { commandLine, operatorToken, wrongUsage } from '@waybill/shop';

const USAGE = `npm run projections -- <command>
  list           lists the views with their progress
  rebuild NAME   rebuilds a view from all events; the current copy is read until the new one has caught up
  verify NAME    compares a view with all events; exits with 1 if it differs
All commands: --url URL (default: the demo's), --token TOKEN, --as NAME (for the trail; default: your user name)`;

const { values, positionals } = options();
const [command = 'list', name] = positionals;

async function run(): Promise<number> {
  const url = values.url ?? `http://localhost:${orderApp.port}`;
  const api = new Api(url, await operatorToken(values));
  switch (command) {
    case 'list':
      for (const one of await api.get<ProjectionReport[]>('/admin/projections')) console.log(line(one));
      return 0;
    case 'rebuild':
      await api.post(`/admin/projections/${required()}/rebuild`, {});
      return follow(api);
    case 'verify':
      return verify(api);
    default:
      return wrongUsage(`Unknown command "${command}".`, USAGE);
  }
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
  const path = `/admin/projections/${required()}/verify`;
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

function required(): string {
  if (name === undefined) return wrongUsage(`${command} needs the NAME of a view.`, USAGE);
  return encodeURIComponent(name);
}

function options() {
  return commandLine(USAGE, {
    options: { url: { type: 'string' }, token: { type: 'string' }, as: { type: 'string' } },
    allowPositionals: true,
  });
}

process.exitCode = await run().catch((error: unknown) => {
  const away = error instanceof TypeError;
  if (away) console.error('cannot reach the order service: start it (npm run demo), or set --url');
  else console.error(error instanceof ApiProblem || error instanceof Error ? error.message : error);
  return 1;
});
