import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { type ListQuery, MOST_EXAMINED, directionOf, timePositionOf } from './paging.js';

/** The query of a list of what happened: `sortQuery('-createdAt', 'createdAt')` and `timesQuery`. */
export interface TimeQuery extends ListQuery {
  readonly sort: '-createdAt' | 'createdAt';
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface TimeSearch<Row> {
  /** The property that makes the order of rows of the same time definite. */
  readonly id: keyof Row & string;
  /** Values of properties that no index has, because an index on them would cost every change of a row. */
  readonly having: Partial<Record<keyof Row & string, string | undefined>>;
}

/**
 * Reads one row more than the limit, in the order of the list. `query` selects by tenant and by what has an index. A search by other
 * properties examines MOST_EXAMINED rows; where it ends before the page is full, `end` is the position of the last one.
 */
export async function listByTime<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  list: TimeQuery,
  { id, having }: TimeSearch<Row>,
): Promise<{ readonly rows: Row[]; readonly end?: readonly string[] }> {
  const { order, beyond, within } = directionOf(list.sort);
  const [at, key] = [`${query.alias}.createdAt`, `${query.alias}.${id}`];
  query.orderBy({ [at]: order, [key]: order });
  if (list.from !== undefined) query.andWhere(`${at} >= :from`, { from: list.from });
  if (list.to !== undefined) query.andWhere(`${at} < :to`, { to: list.to });
  const after = timePositionOf(list);
  if (after) query.andWhere(`(${at}, ${key}) ${beyond} (:at, :id)`, after);
  const filters = Object.entries(having).filter(([, value]) => value !== undefined);
  if (filters.length === 0) return { rows: await query.limit(list.limit + 1).getMany() };
  const last = await query
    .clone()
    .select(at, 'at')
    .addSelect(key, 'id')
    .offset(MOST_EXAMINED - 1)
    .limit(1)
    .getRawOne<{ at: Date; id: string }>();
  if (last)
    query.andWhere(`(${at}, ${key}) ${within} (:lastAt, :lastId)`, { lastAt: last.at, lastId: last.id });
  for (const [name, value] of filters) query.andWhere(`${query.alias}.${name} = :${name}`, { [name]: value });
  const rows = await query.limit(list.limit + 1).getMany();
  return last ? { rows, end: [last.at.toISOString(), last.id] } : { rows };
}
