import { requireNewSku } from '@waybill/contracts';
import type { OrderId, Sku } from '@waybill/contracts/ids';
import { present } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { fill } from '../domain/reservation.js';
import type { Missing } from '../domain/reservation.js';
import { type Line, type PlacedLine, available, emptyStock, isLow } from '../domain/stock.js';
import { serve } from '../domain/waiting-line.js';
import { publish } from '../stock.publication.js';
import { type ReservationRow, type StockRow, backorders, reservations, stock } from '../stock.rows.js';

/** The stock rows of one handler: loaded together, changed by the pure functions of the domain, and saved once by `close`. */
export class Shelves {
  private readonly rows: Map<Sku, StockRow>;

  private constructor(
    private readonly tx: Tx,
    private readonly stored: ReadonlyMap<Sku, StockRow>,
  ) {
    this.rows = new Map(stored);
  }

  static async of(tx: Tx, lines: readonly { readonly sku: Sku }[]): Promise<Shelves> {
    const { tenant } = tx.context;
    const skus = [...new Set(lines.map(({ sku }) => sku))];
    const rows = await Promise.all(skus.map((sku) => tx.load(stock, { tenant, sku })));
    return new Shelves(tx, new Map(rows.flatMap((row) => (row ? [[row.sku, row]] : []))));
  }

  /** For a request: stock of a SKU that has none yet begins only if it can be a SKU. Throws SKU_INVALID. */
  static async onRequest(tx: Tx, sku: Sku): Promise<Shelves> {
    const shelves = await Shelves.of(tx, [{ sku }]);
    if (!shelves.stored.has(sku)) requireNewSku(sku);
    return shelves;
  }

  readonly stockOf = (sku: Sku): StockRow | undefined => this.rows.get(sku);

  /** The row of the SKU; an empty one before its first receipt. */
  row(sku: Sku): StockRow {
    return this.rows.get(sku) ?? { ...emptyStock(sku), tenant: this.tx.context.tenant };
  }

  change(act: (stock: StockRow, line: PlacedLine) => StockRow, lines: readonly PlacedLine[]): void {
    for (const line of lines) this.put(act(this.row(line.sku), line));
  }

  put(row: StockRow): void {
    this.rows.set(row.sku, row);
  }

  /** Adds the order to the end of each SKU's waiting line. */
  wait(orderId: OrderId, lines: readonly Line[]): Missing[] {
    return lines.map(({ sku, quantity }) => {
      const row = this.row(sku);
      const place = row.lastPlace + 1;
      this.put({ ...row, waiting: row.waiting + 1, lastPlace: place });
      this.tx.append(backorders, { tenant: row.tenant, sku, place, orderId, quantity });
      return { sku, quantity, place };
    });
  }

  async leave(missing: readonly Missing[]): Promise<void> {
    const { tenant } = this.tx.context;
    const keys = missing.map(({ sku, place }) => ({ tenant, sku, place }));
    await Promise.all(keys.map((key) => this.tx.load(backorders, key)));
    for (const key of keys) {
      this.tx.remove(backorders, key);
      const row = this.row(key.sku);
      this.put({ ...row, waiting: row.waiting - 1 });
    }
  }

  /** Reserves released units for waiting orders, and saves the changes. */
  async close(): Promise<void> {
    for (const row of this.rows.values())
      if (row.waiting > 0 && available(row) > 0) this.put(await this.serve(row));
    for (const row of this.rows.values()) {
      const before = this.stored.get(row.sku);
      if (row === before) continue;
      this.tx.save(stock, row);
      if (isLow(row) && !(before && isLow(before))) publish(this.tx, row, { type: 'fell-low' });
    }
  }

  /** Call it for one SKU after the other: an order may wait for several SKUs. */
  private async serve(row: StockRow): Promise<StockRow> {
    const { tx } = this;
    const { tenant, sku } = row;
    const line = await tx.list(backorders, { tenant, sku }, 0);
    const { stock: left, served } = serve(row, line);
    const [found] = await Promise.all([
      Promise.all(served.map(({ waiter: { orderId } }) => tx.load(reservations, { orderId }))),
      Promise.all(served.map(({ waiter: { place } }) => tx.load(backorders, { tenant, sku, place }))),
    ]);
    served.forEach(({ waiter, lines, open }, index) => {
      if (open > 0) tx.save(backorders, { ...waiter, quantity: open });
      else tx.remove(backorders, waiter);
      this.give(present(found[index], 'the reservation of a waiting order'), lines);
    });
    return left;
  }

  private give(known: ReservationRow, lines: readonly PlacedLine[]): void {
    const { tx } = this;
    const { orderId, asked } = known;
    const filled = { ...fill(known, lines), updatedAt: tx.at };
    tx.save(reservations, filled);
    // In the context of the original request, so that its sender recognizes the reply.
    if (filled.status === 'reserved')
      tx.effect({
        kind: 'reservation.filled',
        key: orderId,
        payload: { orderId },
        context: present(asked, 'the request of a waiting order'),
      });
  }
}
