import { Api, token } from '@waybill/testing';
import { orderApp } from '../apps/order/src/order.app.js';
import { Advice, actingUser, conclude, print, table } from '@waybill/shop';
import { dispatch } from './commands/called.js';
import { listSagas, resolveSaga, retrySaga, sagas, showSaga } from './commands/operate.js';

interface Entry {
  readonly step: string;
  readonly attempt: number;
  readonly command: string;
  readonly sentAt: string;
  readonly answer?: string;
  readonly answeredAt?: string;
  readonly by?: string;
  readonly resolved?: { readonly by: string; readonly note: string; readonly at: string };
}
interface Decision {
  readonly given: string;
  readonly at: string | null;
  readonly by: string | null;
  readonly answers?: string;
  readonly attempt?: number;
  readonly code: string | null;
  readonly events: readonly string[];
  readonly sent: readonly string[];
  readonly refused?: string;
  readonly dropped?: number;
}
interface Saga {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly status: string;
  readonly attempt: number;
  readonly deadline: string | null;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly log: readonly Entry[];
  readonly decisions?: readonly Decision[];
}

const values = sagas.opts();

function run(): Promise<void> {
  return dispatch({
    list,
    show: async () => show(await (await api()).get<Saga>(path(showSaga))),
    retry: async () => show(await (await api()).post<Saga>(`${path(retrySaga)}/retry`, {})),
    resolve: async () =>
      show(await (await api()).post<Saga>(`${path(resolveSaga)}/resolve`, resolveSaga.opts())),
  });
}

async function list(): Promise<void> {
  const { status, stuck, limit } = listSagas.opts();
  const query = new URLSearchParams({ limit, ...(status && { status }), ...(stuck && { stuck: 'true' }) });
  const { items } = await (await api()).get<{ items: Saga[] }>(`/admin/sagas?${query.toString()}`);
  if (values.json) return print(items);
  table(
    ['id', 'status', 'last sent', 'attempt', 'answered by', 'deadline', 'changed'],
    items.map(({ id: saga, status: is, log, deadline, updatedAt }) => {
      const { step = '-', attempt = 0, answer = '-' } = log.at(-1) ?? {};
      return [saga, is, step, String(attempt), answer, deadline ?? '-', updatedAt];
    }),
    stuck ? 'No saga is stuck.' : 'No sagas.',
  );
}

function show(saga: Saga): void {
  if (values.json) return print(saga);
  const { id: order, name, version, status, deadline } = saga;
  console.log(
    `${name} of order ${order}, version ${version}: ${status}${deadline ? ` until ${deadline}` : ''}\n`,
  );
  table(
    ['step', 'attempt', 'command', 'sent', 'answer', 'answered'],
    saga.log.map(({ step, attempt, command: sent, sentAt, answer, answeredAt, by, resolved }) => [
      step,
      String(attempt),
      sent,
      by ? `${sentAt} by ${by}` : sentAt,
      ...(resolved
        ? [`by hand: ${resolved.by}, “${resolved.note}”`, resolved.at]
        : [answer ?? '-', answeredAt ?? '-']),
    ]),
    'No command was sent.',
  );
  console.log();
  table(
    ['given', 'decided', 'at', 'code'],
    (saga.decisions ?? []).map((decision) => [
      givenOf(decision),
      decidedOf(decision),
      decision.at ?? '-',
      decision.code ?? '-',
    ]),
    'No decision is kept: an older release made them.',
  );
}

/** `inventory.reserved in reply to reserve`. */
function givenOf({ given, answers, attempt, by, dropped }: Decision): string {
  const reply = answers ? ` in reply to ${answers}${attempt ? ` (attempt ${attempt})` : ''}` : '';
  // Messages of services have the customer as user, so the user is only shown for commands.
  const person = by && !given.includes('.') ? ` by ${by}` : '';
  return `${dropped ? `(${dropped} not kept) ` : ''}${given}${reply}${person}`;
}

function decidedOf({ events, sent, refused }: Decision): string {
  if (refused) return `refused: ${refused}`;
  return [...events, ...sent.map((step) => `send ${step}`)].join(', ') || 'nothing follows';
}

function path({ processedArgs: [id] }: { readonly processedArgs: readonly [string] }): string {
  return `/admin/sagas/${encodeURIComponent(id)}`;
}

async function api(): Promise<Api> {
  const address = values.url?.replace(/\/$/, '') ?? `http://127.0.0.1:${orderApp.port}`;
  await fetch(`${address}/health/live`).catch(() => {
    throw new Advice(
      `the order service does not answer at ${address}: start it (npm run demo), or set --url`,
    );
  });
  return new Api(
    address,
    values.token ??
      (await token({
        sub: actingUser(values.as),
        admin: true,
        ...(values.tenant && { tenant: values.tenant }),
      })),
  );
}

await conclude(run);
