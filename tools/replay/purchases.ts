import { linesOf, quantities } from './lines.js';
import type { TillRecord } from './records.js';
import type { PlannedOrder } from './steps.js';
import type { Reason } from './refusals.js';

interface Purchase {
  readonly order: PlannedOrder;
  /** Units per stock code that no C invoice has cancelled. */
  readonly left: Map<string, number>;
  untouched: boolean;
}

export type Verdict =
  | { readonly cancels: PlannedOrder }
  | { readonly refused: readonly { readonly record: TillRecord; readonly reason: Reason }[] };

/** The purchases of each customer so far. A C invoice does not name the invoice that it cancels, so that must be found. */
export class Purchases {
  private readonly byCustomer = new Map<string, Purchase[]>();

  add(order: PlannedOrder): void {
    // Invoices without a customer cannot be matched.
    if (order.tillCustomer === '') return;
    const purchase = { order, left: quantities(order.lines, ({ code }) => code), untouched: true };
    // Newest first, because a cancellation most likely belongs to the last purchase.
    this.byCustomer.set(order.tillCustomer, [purchase, ...this.of(order.tillCustomer)]);
  }

  /** Matches the records of one C invoice: to a whole order, or each line separately. All are of the same customer. */
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
  return 'PARTIAL_RETURN_NOT_REPLAYED';
}

/** Whether the records have exactly the products, prices and quantities of the order. */
function sameGoods({ lines }: PlannedOrder, goods: readonly TillRecord[]): boolean {
  const key = ({ code, price }: { code: string; price: number }): string => `${code} ${price}`;
  const bought = quantities(lines, key);
  const back = quantities(linesOf(goods), key);
  return bought.size === back.size && [...bought].every(([name, pieces]) => back.get(name) === -pieces);
}
