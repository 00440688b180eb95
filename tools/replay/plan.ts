import { countryCode } from './countries.js';
import { type PlannedLine, linesOf, quantities, totalOf } from './lines.js';
import { Purchases } from './purchases.js';
import type { TillFile, TillRecord, UnreadableRecord } from './records.js';
import { type Reason, isCancellation, refusalOf } from './refusals.js';
import type { PlannedOrder, Price, Step } from './steps.js';

export interface RefusedRecord {
  readonly record: TillRecord;
  readonly reason: Reason;
}

/** What to do with the records. Each record is exactly once in a step, in `refused` or in `unreadable`. */
export interface Plan {
  /** In the order of time. */
  readonly steps: readonly Step[];
  readonly refused: readonly RefusedRecord[];
  readonly unreadable: readonly UnreadableRecord[];
  /** All products, at the first price found. */
  readonly products: readonly Price[];
  /** Units to receive per SKU: as many as are ordered. */
  readonly receipts: ReadonlyMap<string, number>;
}

const MOST_LINES = 1_000;
const MOST_PIECES = 100_000;

/** Assigns every record to a step or to a refusal. */
export function planOf({ records, unreadable }: TillFile): Plan {
  const steps: Step[] = [];
  const refused: RefusedRecord[] = [];
  const purchases = new Purchases();
  const catalog = new Map<string, Price>();
  const products = new Map<string, Price>();

  for (const [invoice, all] of inTime(records)) {
    const goods = all.filter((record) => refusalOf(record) === undefined);
    for (const record of all) {
      const reason = refusalOf(record);
      if (reason) refused.push({ record, reason });
    }
    const [first] = goods;
    if (!first) continue;
    if (isCancellation(first)) {
      const verdict = purchases.takeBack(goods);
      if ('refused' in verdict) refused.push(...verdict.refused);
      else steps.push({ kind: 'cancellation', invoice, cancels: verdict.cancels.invoice, records: goods });
      continue;
    }
    const lines = linesOf(goods);
    const reason = refusalOfOrder(first, lines);
    if (reason) {
      refused.push(...goods.map((record) => ({ record, reason })));
      continue;
    }
    const priceChanges = setPrices(lines, catalog, products);
    const order: PlannedOrder = {
      kind: 'order',
      invoice,
      tillCustomer: first.customer,
      country: countryCode(first.country) ?? '',
      lines,
      total: totalOf(lines),
      records: goods,
      priceChanges,
    };
    steps.push(order);
    purchases.add(order);
  }
  const ordered = steps.flatMap((step) => (step.kind === 'order' ? step.lines : []));
  const receipts = quantities(ordered, ({ sku }) => sku);
  return { steps, refused, unreadable, products: [...products.values()], receipts };
}

/** Invoices sorted by time; with the same time, in the order of the file. */
function inTime(records: readonly TillRecord[]): Map<string, TillRecord[]> {
  return Map.groupBy(
    records.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    ({ invoice }) => invoice,
  );
}

function refusalOfOrder({ country }: TillRecord, lines: readonly PlannedLine[]): Reason | undefined {
  if (totalOf(lines) === 0) return 'ZERO_TOTAL';
  if (countryCode(country) === undefined) return 'COUNTRY_UNKNOWN';
  if (lines.length > MOST_LINES) return 'TOO_MANY_LINES';
  return lines.some(({ quantity }) => quantity > MOST_PIECES) ? 'TOO_MANY_PIECES' : undefined;
}

/** Updates the catalog to the prices of an order and returns the changed prices. New products are added and not returned. */
function setPrices(
  lines: readonly PlannedLine[],
  catalog: Map<string, Price>,
  products: Map<string, Price>,
): Price[] {
  const changes: Price[] = [];
  for (const { sku, name, price } of lines) {
    const known = catalog.get(sku);
    if (known?.price === price) continue;
    const next = { sku, name: known?.name ?? name, price };
    catalog.set(sku, next);
    if (known) changes.push(next);
    else products.set(sku, next);
  }
  return changes;
}
