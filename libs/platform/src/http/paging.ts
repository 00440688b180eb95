import { DomainError } from '@waybill/kernel';
import { z } from 'zod';
import { platformErrors } from './platform.errors.js';

/** Query parameters of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).optional(),
};

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** The schema of a page of items. Its example is the item's. */
export const pageView = <Item extends z.ZodType>(id: string, item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() }).meta({
    id,
    example: { items: [item.meta()?.['example']], nextCursor: null },
  });

/** Cuts a page out of `limit + 1` rows; `position` names the place of a row in the order of the list. */
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

/** The position inside a cursor, or undefined without one. Throws CURSOR_INVALID for anything that no list gave out. */
export function positionOf(cursor: string | undefined, parts: number): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(position) && position.length === parts) return position as (string | number)[];
  } catch {
    // Falls through to the refusal.
  }
  throw new DomainError(platformErrors.CURSOR_INVALID, 'The cursor was not returned by this list.');
}

/** The position of a list that is ordered by an instant and then by id, as its cursors carry it. */
export function timePositionOf(cursor: string | undefined): { at: Date; id: string } | undefined {
  const [at, id] = positionOf(cursor, 2) ?? [];
  if (at === undefined) return undefined;
  const instant = new Date(at);
  if (typeof id === 'string' && !Number.isNaN(instant.getTime())) return { at: instant, id };
  throw new DomainError(platformErrors.CURSOR_INVALID, 'The cursor was not returned by this list.');
}
