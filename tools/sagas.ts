import { Api, token } from '@waybill/testing';
import { orderApp } from '../apps/order/src/order.app.js';
import { Advice, actingUser, commandLine, conclude, print, table, wrongUsage } from '@waybill/shop';

const USAGE = `npm run sagas -- <command>
  list      lists sagas, most recently changed first (--stuck: only stuck ones; --status running|compensating|ended)
  show      shows one with its log and its decisions (ID: the id of the order)
  retry     resends the commands in flight (ID)
  resolve   marks a step as done by hand, such as a refund that the gateway refuses for good: the saga continues as if it had been
            answered (ID --step "undo capture" --note TEXT)
All commands: --url URL (the order service), --tenant NAME, --token TOKEN, --as NAME (for the trail; default: your user name), --json`;

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

const { values, positionals } = options();
const [command = 'list', id] = positionals;

async function run(): Promise<void> {
  switch (command) {
    case 'list':
      return list();
    case 'show':
      return show(await (await api()).get<Saga>(path()));
    case 'retry':
      return show(await (await api()).post<Saga>(`${path()}/retry`, {}));
    case 'resolve': {
      const { step, note } = values;
      if (!step) throw new Advice('--step is missing: --step "undo capture" (show lists the names)');
      if (!note) throw new Advice('--note is missing: say what was done, --note "…"');
      return show(await (await api()).post<Saga>(`${path()}/resolve`, { step, note }));
    }
    default:
      return wrongUsage(`Unknown command "${command}".`, USAGE);
  }
}

async function list(): Promise<void> {
  const { status, stuck, limit } = values;
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

function path(): string {
  if (!id) throw new Advice(`ID is missing: npm run sagas -- ${command} ID (list shows the ids)`);
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

function options() {
  return commandLine(USAGE, {
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      as: { type: 'string' },
      tenant: { type: 'string' },
      json: { type: 'boolean', default: false },
      status: { type: 'string' },
      stuck: { type: 'boolean', default: false },
      step: { type: 'string' },
      note: { type: 'string' },
      limit: { type: 'string', default: '50' },
    },
  });
}

await conclude(run);
