import { linesOf, quantities } from './lines.js';
import type { TillRecord } from './records.js';
import type { PlannedOrder } from './steps.js';
import type { Reason } from './refusals.js';

interface Purchase {
  readonly order: PlannedOrder;
  /** Pieces of each stock code that no C invoice has taken back. */
  readonly left: Map<string, number>;
  untouched: boolean;
}

export type Verdict =
  | { readonly cancels: PlannedOrder }
  | { readonly refused: readonly { readonly record: TillRecord; readonly reason: Reason }[] };

/** What each customer has bought so far: a C invoice names no invoice, so what it takes back has to be found. */
export class Purchases {
  private readonly byCustomer = new Map<string, Purchase[]>();

  add(order: PlannedOrder): void {
    // Nobody can say whether two invoices without a customer are of the same person.
    if (order.tillCustomer === '') return;
    const purchase = { order, left: quantities(order.lines, ({ code }) => code), untouched: true };
    // The newest first: what is taken back was most likely bought last.
    this.byCustomer.set(order.tillCustomer, [purchase, ...this.of(order.tillCustomer)]);
  }

  /** Judges the goods of one C invoice, which are all of one customer: a whole order, or each line for itself. */
  takeBack(goods: readonly TillRecord[]): Verdict {
    const earlier = this.of(goods[0]?.customer ?? '');
    const whole = earlier.find(({ order, untouched }) => untouched && sameGoods(order, goods));
    if (whole) {
      whole.left.clear();
      whole.untouched = false;
      return { cancels: whole.order };
    }
    return { refused: goods.map((record) => ({ record, reason: reasonOf(record, earlier) })) };
  }

  private of(customer: string): Purchase[] {
    return this.byCustomer.get(customer) ?? [];
  }
}

function reasonOf({ sku, quantity }: TillRecord, earlier: readonly Purchase[]): Reason {
  const purchase = earlier.find(({ left }) => (left.get(sku) ?? 0) >= -quantity);
  if (!purchase) return 'NO_MATCHING_PURCHASE';
  purchase.left.set(sku, (purchase.left.get(sku) ?? 0) + quantity);
  purchase.untouched = false;
  return 'PARTIAL_RETURN_NOT_SUPPORTED_YET';
}

/** Every product of the order at its price in the same number, and nothing else. */
function sameGoods({ lines }: PlannedOrder, goods: readonly TillRecord[]): boolean {
  const key = ({ code, price }: { code: string; price: number }): string => `${code} ${price}`;
  const bought = quantities(lines, key);
  const back = quantities(linesOf(goods), key);
  return bought.size === back.size && [...bought].every(([name, pieces]) => back.get(name) === -pieces);
}
