import { without } from './domain/lines.js';
import type { Shipments } from './domain/shipments.js';
import type { OrderSummary, Progress } from './order-summary.js';

/** Fields that rows of the first release have instead of `shipments`: the first shipment, and all of them if there are several. */
interface ProgressV1 extends Progress {
  readonly shipment?: Omit<Shipments[number], 'lines' | 'status'>;
  readonly parcels?: Shipments;
}

/** The shipments of a row of any release. Rows of the first release are rewritten when their order changes. */
export function shipmentsOfRow({ lines, progress }: Pick<OrderSummary, 'lines' | 'progress'>): Shipments {
  const { shipments, shipment, parcels, shippedAt, deliveredAt, shorted = [] }: ProgressV1 = progress;
  if (shipments) return shipments;
  if (parcels) return parcels;
  if (!shipment) return [];
  const status = deliveredAt ? 'delivered' : shippedAt ? 'shipped' : 'booked';
  const missing = shorted.flatMap((one) => one.lines);
  return [{ ...shipment, lines: without(lines, missing), status }];
}
