import type { Page } from '@waybill/platform';

/** The items of all pages of a list. `between` runs before each page but the first. */
export async function readPages<Item>(
  read: (cursor: string | undefined) => Promise<Page<Item>>,
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Item[][]> {
  const first = await read(undefined);
  const pages = [[...first.items]];
  for (let cursor = first.nextCursor; cursor !== null;) {
    await between();
    const { items, nextCursor } = await read(cursor);
    pages.push([...items]);
    cursor = nextCursor;
  }
  return pages;
}
