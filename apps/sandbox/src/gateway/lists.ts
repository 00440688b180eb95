import type { Intent } from './intent.js';
import type { Call, Backend, Operation } from './operation.js';
import { list, parse, retrieve, search } from './parameters.js';
import { badParameter, noSuch } from './stripe-error.js';
import { matches, readQuery } from './search-query.js';

type Page = ReturnType<typeof list.parse>;
interface Listed {
  id: string;
  created: number;
}

/** Newest first, like Stripe. A cursor is the id of the row before or after. */
function pageOf<T extends Listed>(rows: T[], asked: Page, path: string, shape: (row: T) => object): object {
  const newest = rows.filter((row) => inRange(row.created, asked.created)).reverse();
  const before = asked.ending_before ? place(newest, asked.ending_before, 'ending_before') : undefined;
  const start = asked.starting_after ? place(newest, asked.starting_after, 'starting_after') + 1 : 0;
  const from = before === undefined ? start : Math.max(0, before - asked.limit);
  const to = before ?? from + asked.limit;
  const more = before === undefined ? to < newest.length : from > 0;
  return { object: 'list', url: path, has_more: more, data: newest.slice(from, to).map(shape) };
}

function place(rows: Listed[], id: string, param: string): number {
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0) throw noSuch('object', id, param);
  return index;
}

function inRange(created: number, range: Page['created']): boolean {
  if (range === undefined) return true;
  if (typeof range === 'number') return created === range;
  const { gt = -1, gte = 0, lt = Infinity, lte = Infinity } = range;
  return created > gt && created >= gte && created < lt && created <= lte;
}

function listIntents(backend: Backend, { form, path }: Call): object {
  const asked = parse(list, form);
  return pageOf([...backend.state.intents.values()], asked, path, (intent) =>
    backend.shapes.intent(intent, asked.expand),
  );
}

function searchIntents(backend: Backend, { form, path }: Call): object {
  const asked = parse(search, form);
  const clauses = readQuery(asked.query);
  const from = Number(asked.page ?? 0);
  if (!Number.isSafeInteger(from)) throw badParameter('Invalid page.', 'page');
  const exact = clauses.find(
    (clause) => clause.field === 'metadata' && clause.operator === ':' && !clause.negated,
  );
  const rows = exact
    ? backend.state.withMetadata(exact.key, exact.value)
    : [...backend.state.intents.values()];
  const found = rows.filter((intent) => clauses.every((clause) => matches(intent, clause))).reverse();
  const next = from + asked.limit;
  const more = next < found.length;
  const data = found.slice(from, next).map((intent) => backend.shapes.intent(intent, asked.expand));
  return { object: 'search_result', url: path, has_more: more, next_page: more ? String(next) : null, data };
}

function listRefunds(backend: Backend, { form, path }: Call): object {
  const asked = parse(list, form);
  const intentId = asked.payment_intent ?? (asked.charge && backend.state.charge(asked.charge)?.intent.id);
  const all =
    intentId === undefined ? [...backend.state.refunds.values()] : [...backend.state.refundsOf(intentId)];
  return pageOf(all, asked, path, (refund) => backend.shapes.refund(refund, asked.expand));
}

function listCharges(backend: Backend, { form, path }: Call): object {
  const asked = parse(list, form);
  const intents = asked.payment_intent
    ? one(backend, asked.payment_intent)
    : [...backend.state.intents.values()];
  const rows = intents.flatMap((intent) => intent.charges.map((charge) => ({ ...charge, intent, charge })));
  return pageOf(rows, asked, path, ({ intent, charge }) => backend.shapes.charge(intent, charge));
}

function one(backend: Backend, id: string): Intent[] {
  const intent = backend.state.intents.get(id);
  if (!intent) throw noSuch('payment_intent', id, 'payment_intent');
  return [intent];
}

function retrieveCharge(backend: Backend, { id, form }: Call): object {
  parse(retrieve, form);
  const found = backend.state.charge(id);
  if (!found) throw noSuch('charge', id, 'id');
  return backend.shapes.charge(found.intent, found.charge);
}

export const lists: Operation[] = [
  { name: 'payment_intents.list', method: 'GET', url: '/v1/payment_intents', run: listIntents },
  { name: 'payment_intents.search', method: 'GET', url: '/v1/payment_intents/search', run: searchIntents },
  { name: 'refunds.list', method: 'GET', url: '/v1/refunds', run: listRefunds },
  { name: 'charges.list', method: 'GET', url: '/v1/charges', run: listCharges },
  { name: 'charges.retrieve', method: 'GET', url: '/v1/charges/:id', run: retrieveCharge },
];
