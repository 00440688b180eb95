import type { World } from '@waybill/simulation';
import type { Clients } from './clients.js';
import type { WarehouseMode } from './warehouse-mode.js';
import type { Shop } from './shop.js';

interface Parcel {
  readonly shipmentId: string | null;
  readonly status: string;
  readonly confirmedAt: Date | null;
  readonly pickConfirmedAt: Date | null;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

const ROUND_MS = 2_000;

/** The staff of the warehouse: picks and dispatches shipments, and retries until it succeeds. Some picks find too few units. */
export class Warehouse {
  private readonly busy = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly shop: Shop,
    private readonly clients: Clients,
    private readonly warehouseMode: WarehouseMode,
  ) {}

  /** Number of shipments that wait for the warehouse. */
  get open(): number {
    return this.waiting.length;
  }

  start(): void {
    for (const parcel of this.waiting) void this.handle(parcel);
    this.world.time.after(ROUND_MS, () => this.start());
  }

  private get waiting(): Parcel[] {
    const { picking, dispatch } = this.warehouseMode;
    return this.shop.services.shipping
      .rows<Parcel>('shipments')
      .filter(
        ({ status, confirmedAt, pickConfirmedAt }) =>
          (picking === 'manual' && status === 'booked' && (confirmedAt ?? pickConfirmedAt)) ||
          (dispatch === 'manual' && status === 'labelled' && confirmedAt),
      );
  }

  /** Picks or dispatches the shipment. Refused if the order was cancelled meanwhile. */
  private async handle({ shipmentId, status, lines }: Parcel): Promise<void> {
    if (this.busy.has(shipmentId!)) return;
    this.busy.add(shipmentId!);
    const path = `/v1/shipments/${shipmentId}`;
    const answer =
      status === 'labelled'
        ? await this.clients.admin('shipping', { method: 'POST', path: `${path}/dispatch` })
        : await this.clients.admin('shipping', {
            method: 'POST',
            path: `${path}/pick`,
            body: { lines: this.found(lines) },
          });
    this.world.trace(`${status} parcel ${shipmentId} is handled: ${answer.code ?? 'done'}`);
    this.busy.delete(shipmentId!);
  }

  private found(lines: Parcel['lines']): { sku: string; found: number }[] {
    const { chance } = this.world;
    const short = chance.hits(this.warehouseMode.short);
    return lines.map(({ sku, quantity }) => ({ sku, found: short ? chance.between(0, quantity) : quantity }));
  }
}
