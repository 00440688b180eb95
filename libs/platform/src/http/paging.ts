import { hash } from 'node:crypto';
import { DomainError, isText } from '@waybill/kernel';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { instant, integer, isInstant } from './inputs.js';
import { platformErrors } from './platform.errors.js';
import { issue } from './problem.js';

const NOT_OURS = 'The cursor was not returned by this list.';

/** What continues a list. */
export const cursorField = (most = 500) =>
  z
    .string()
    .max(most, issue(platformErrors.CURSOR_INVALID, NOT_OURS))
    .regex(/^[A-Za-z0-9_-]+$/, issue(platformErrors.CURSOR_INVALID, NOT_OURS))
    .optional()
    .meta({ description: 'Continues a list: the `nextCursor` of its page before' });

/** Query parameters of all lists. */
export const pageQuery = {
  limit: integer(1, 100).default(20),
  cursor: cursorField(),
};

/** The query parameter `sort`: one of these orders, the first by default. `-` before a field stands for descending. */
export const sortQuery = <const Orders extends readonly [string, ...string[]]>(...orders: Orders) =>
  z
    .enum(orders)
    .default(orders[0] as never)
    .meta({ description: 'Sort order; `-` before a field stands for descending' });

interface Direction {
  readonly order: 'ASC' | 'DESC';
  /** Compares what comes after a position in the list. */
  readonly beyond: '>' | '<';
  /** Compares the position and what comes before it. */
  readonly within: '<=' | '>=';
}

/** SQL of a sort order. */
export const directionOf = (sort: string): Direction =>
  sort.startsWith('-')
    ? { order: 'DESC', beyond: '<', within: '>=' }
    : { order: 'ASC', beyond: '>', within: '<=' };

/** Query parameters of lists of what happened: only items of this time or later, and of before that time. */
export const timesQuery = (what: string) => ({
  from: instant()
    .optional()
    .meta({ description: `Only ${what} at or after this time` }),
  to: instant()
    .optional()
    .meta({ description: `Only ${what} before this time` }),
});

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

const nextCursor = z.string().nullable().meta({
  description:
    'Continues the list; null on the last page. A page can have fewer items than `limit` although others follow',
});

/** The schema of a page, with the example of its items. */
export const pageView = <Item extends z.ZodType>(id: string, item: Item) =>
  z
    .object({ items: z.array(item), nextCursor })
    .meta({ id, example: { items: [item.meta()?.['example']], nextCursor: null } });

/** Length of a page as JSON. Only a single item can be longer. */
const MOST_PAGE_CHARACTERS = 1_048_576;

/** The values of a row by which its list is sorted. */
type Position = readonly (string | number)[];

/** The query of a list: limit, cursor, and what it is sorted and filtered by. */
export interface ListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * Makes a page of `limit + 1` rows. The extra row only shows that there is a next page. The page ends early if its items are large.
 * `position`: sort values of a row.
 */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  query: ListQuery,
  position: (row: Row) => Position,
  item: (row: Row) => Item,
): Page<Item> {
  const items: Item[] = [];
  let length = 0;
  for (const row of rows.slice(0, query.limit)) {
    const next = item(row);
    length += JSON.stringify(next).length;
    if (length > MOST_PAGE_CHARACTERS && items.length > 0) break;
    items.push(next);
  }
  const last = rows[items.length - 1];
  const more = rows.length > items.length && last !== undefined;
  return { items, nextCursor: more ? cursorAt(query, position(last)) : null };
}

/** How many rows a search without an index examines for one page. */
export const MOST_EXAMINED = 10_000;

/** The page of a search that ended at a position, although the page is not full. Its cursor continues the search there. */
export function continuedAt<Item>(page: Page<Item>, query: ListQuery, end: Position | undefined): Page<Item> {
  return page.nextCursor !== null || end === undefined ? page : { ...page, nextCursor: cursorAt(query, end) };
}

const cursorAt = (query: ListQuery, position: Position): string =>
  Buffer.from(JSON.stringify([signatureOf(query), ...position])).toString('base64url');

/** Identifies the sort order and the filter of a list: in another list, the position in a cursor means something else. */
function signatureOf({ limit: _limit, cursor: _cursor, ...request }: ListQuery): string {
  const given = Object.entries(request)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify(given), 'base64url').slice(0, 8);
}

/** The position in a cursor of this list; undefined without a cursor. Throws CURSOR_INVALID. */
export function positionOf(query: ListQuery, parts: number): (string | number)[] | undefined {
  if (query.cursor === undefined) return undefined;
  const [signature, ...position] = partsOf(query.cursor);
  if (signature !== undefined && signature !== signatureOf(query))
    throw new DomainError(
      platformErrors.CURSOR_INVALID,
      'The cursor was returned for another sort order or filter. Repeat the parameters of the first page.',
    );
  if (position.length === parts && position.every(isSortValue)) return position;
  throw invalidCursor();
}

function partsOf(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts)) return parts;
  } catch {
    // Falls through to CURSOR_INVALID.
  }
  throw invalidCursor();
}

const isSortValue = (value: unknown): value is string | number =>
  typeof value === 'number' || (typeof value === 'string' && isText(value));

const invalidCursor = (): DomainError => new DomainError(platformErrors.CURSOR_INVALID, NOT_OURS);

/** The position in a cursor of a list that is sorted by time and id; undefined without a cursor. Throws CURSOR_INVALID. */
export function timePositionOf(query: ListQuery): { at: Date; id: string } | undefined {
  const [at, id] = positionOf(query, 2) ?? [];
  if (at === undefined) return undefined;
  const time = new Date(at);
  if (typeof id === 'string' && isInstant(time.getTime())) return { at: time, id };
  throw invalidCursor();
}

/** The response header of a list that has no place for a cursor in its body. */
export const NEXT_PAGE = {
  Link: {
    description: 'URL of the next page with `rel="next"`; absent on the last page',
    schema: { type: 'string' as const },
  },
};

/** Sends the URL of the next page: the path of this request with other query parameters (RFC 8288). */
export function linkNextPage(reply: FastifyReply, query: Readonly<Record<string, string | number>>): void {
  const [path] = reply.request.url.split('?');
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
  void reply.header('link', `<${path}?${parameters.toString()}>; rel="next"`);
}
