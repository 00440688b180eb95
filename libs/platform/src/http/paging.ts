import { DomainError, isText } from '@waybill/kernel';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { integer, isInstant } from './inputs.js';
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

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** The schema of a page, with the example of its items. */
export const pageView = <Item extends z.ZodType>(id: string, item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() }).meta({
    id,
    example: { items: [item.meta()?.['example']], nextCursor: null },
  });

/** Length of a page as JSON. Only a single item can be longer. */
const MOST_PAGE_CHARACTERS = 1_048_576;

/**
 * Makes a page of `limit + 1` rows. The extra row only shows that there is a next page. The page ends early if its items are large.
 * `position`: sort values of a row.
 */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  position: (row: Row) => readonly (string | number)[],
  item: (row: Row) => Item,
): Page<Item> {
  const items: Item[] = [];
  let length = 0;
  for (const row of rows.slice(0, limit)) {
    const next = item(row);
    length += JSON.stringify(next).length;
    if (length > MOST_PAGE_CHARACTERS && items.length > 0) break;
    items.push(next);
  }
  const last = rows[items.length - 1];
  const more = rows.length > items.length && last !== undefined;
  return {
    items,
    nextCursor: more ? Buffer.from(JSON.stringify(position(last))).toString('base64url') : null,
  };
}

/** The position in a cursor; undefined without a cursor. Throws CURSOR_INVALID. */
export function positionOf(cursor: string | undefined, parts: number): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(position) && position.length === parts && position.every(isSortValue)) return position;
  } catch {
    // Falls through to CURSOR_INVALID.
  }
  throw new DomainError(platformErrors.CURSOR_INVALID, NOT_OURS);
}

const isSortValue = (value: unknown): value is string | number =>
  typeof value === 'number' || (typeof value === 'string' && isText(value));

/** The position in a cursor of a list that is sorted by time and id; undefined without a cursor. Throws CURSOR_INVALID. */
export function timePositionOf(cursor: string | undefined): { at: Date; id: string } | undefined {
  const [at, id] = positionOf(cursor, 2) ?? [];
  if (at === undefined) return undefined;
  const instant = new Date(at);
  if (typeof id === 'string' && isInstant(instant.getTime())) return { at: instant, id };
  throw new DomainError(platformErrors.CURSOR_INVALID, NOT_OURS);
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
