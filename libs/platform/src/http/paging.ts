import { DomainError } from '@waybill/kernel';
import { z } from 'zod';
import { platformErrors } from './platform.errors.js';

/** Query parameters of all lists. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).optional(),
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

/** Makes a page of `limit + 1` rows. The extra row only shows that there is a next page. `position`: sort values of a row. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  position: (row: Row) => readonly (string | number)[],
  item: (row: Row) => Item,
): Page<Item> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: kept.map(item),
    nextCursor: more ? Buffer.from(JSON.stringify(position(last))).toString('base64url') : null,
  };
}

/** The position in a cursor; undefined without a cursor. Throws CURSOR_INVALID. */
export function positionOf(cursor: string | undefined, parts: number): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(position) && position.length === parts) return position as (string | number)[];
  } catch {
    // Falls through to CURSOR_INVALID.
  }
  throw new DomainError(platformErrors.CURSOR_INVALID, 'The cursor was not returned by this list.');
}

/** The position in a cursor of a list that is sorted by time and id; undefined without a cursor. Throws CURSOR_INVALID. */
export function timePositionOf(cursor: string | undefined): { at: Date; id: string } | undefined {
  const [at, id] = positionOf(cursor, 2) ?? [];
  if (at === undefined) return undefined;
  const instant = new Date(at);
  if (typeof id === 'string' && !Number.isNaN(instant.getTime())) return { at: instant, id };
  throw new DomainError(platformErrors.CURSOR_INVALID, 'The cursor was not returned by this list.');
}
