import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { type ListQuery, directionOf, positionOf } from './paging.js';

interface KeySearch<Row> {
  /** The property by which the list is sorted, unique in a tenant. */
  readonly key: keyof Row & string;
  /** Only rows whose key starts with this text. */
  readonly prefix: string | undefined;
}

/** Reads one row more than the limit, in the order of the list. `query` selects by tenant and by what else has an index. */
export function listByKey<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  list: ListQuery & { readonly sort: string },
  { key, prefix }: KeySearch<Row>,
): Promise<Row[]> {
  const { order, beyond } = directionOf(list.sort);
  const [after] = positionOf(list, 1) ?? [];
  const column = `${query.alias}.${key}`;
  query.orderBy(column, order);
  if (prefix !== undefined) query.andWhere(`${column} LIKE :pattern`, { pattern: likePrefix(prefix) });
  if (after !== undefined) query.andWhere(`${column} ${beyond} :after`, { after: String(after) });
  return query.limit(list.limit + 1).getMany();
}

/** The pattern of LIKE for texts that start with this one. */
const likePrefix = (text: string): string => `${text.replace(/[\\%_]/g, String.raw`\$&`)}%`;
