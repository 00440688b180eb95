// `npm run trail`: what admins and operators have done, in all services.
import { conclude, print, serviceApis, table } from '@waybill/shop';
import { trail } from './commands/operate.js';

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly tenant: string;
  readonly subject: string;
  readonly role: string;
  readonly address: string;
  readonly operation: string;
  readonly target: string | null;
  readonly owner: string | null;
  readonly before: object | null;
  readonly after: object | null;
  readonly reason: string | null;
}

const values = trail.opts();
const most = values.limit;

async function run(): Promise<void> {
  const found: (Entry & { readonly service: string })[] = [];
  for (const [service, api] of await serviceApis(values)) {
    let cursor: string | null = '';
    for (let count = 0; cursor !== null && count < most;) {
      const page: { items: Entry[]; nextCursor: string | null } = await api.get(
        `/admin/trail?${query(cursor)}`,
      );
      found.push(...page.items.map((entry) => ({ service, ...entry })));
      count += page.items.length;
      cursor = page.nextCursor;
    }
  }
  const newest = found.sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, most);
  if (values.json) return print(newest);
  table(
    ['time', 'service', 'subject', 'tenant', 'address', 'operation', 'target', 'of', 'reason', 'change'],
    newest.map(
      ({ at, service, subject, tenant, address, operation, target, owner, reason, before, after }) => [
        at,
        service,
        subject,
        tenant,
        address,
        operation,
        target ?? '-',
        owner ?? '-',
        reason ?? '-',
        [before, after].map((state) => (state ? JSON.stringify(state) : '-')).join(' -> '),
      ],
    ),
    'No acts.',
  );
}

function query(cursor: string): string {
  const { subject, operation, target, from, to } = values;
  const given = { subject, operation, target, from, to, limit: '100', cursor };
  return new URLSearchParams(
    Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1])),
  ).toString();
}

await conclude(run);
