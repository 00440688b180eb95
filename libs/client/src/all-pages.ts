import { type Answer, orThrow } from './waybill-error.js';

/** The query parameters of a page. */
export interface PageQuery {
  readonly cursor?: string;
}

/**
 * All items of a list whose body is an array, such as the history of an order. Follows `Link: <…>; rel="next"`. Throws WaybillError.
 *
 * `allPages((query) => order.GET('/v1/orders/{id}/history', { params: { path: { id }, query } }))`
 */
export async function allPages<Item>(
  call: (query: PageQuery) => Promise<Answer<readonly Item[]>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let next: PageQuery | undefined = {};
  while (next) {
    const answer: Answer<readonly Item[]> = await call(next);
    items.push(...(await orThrow(Promise.resolve(answer))));
    next = nextPageOf(answer.response);
  }
  return items;
}

function nextPageOf({ headers }: Response): PageQuery | undefined {
  const [, target] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(headers.get('link') ?? '') ?? [];
  const cursor = new URLSearchParams(target?.split('?')[1]).get('cursor');
  return cursor === null ? undefined : { cursor };
}
