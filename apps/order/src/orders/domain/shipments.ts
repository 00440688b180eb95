import type { ShipmentId } from '@waybill/contracts/ids';
import { type DomainEvent, type Money, assertNever } from '@waybill/kernel';
import { type OrderLine, type StockedUnits, type Units, quantityOf, unitsOfLines, without } from './lines.js';

/** A shipment as the carrier knows it. */
export interface Tracking {
  readonly shipmentId: ShipmentId;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly eta: string;
}

export interface BookedShipment extends Tracking {
  /** Absent in events of version 1 with a single shipment, which contains all lines of the order. */
  readonly lines?: readonly Units[];
}

export type ShipmentBooked = DomainEvent<
  'order.shipment-booked',
  { readonly shipments: readonly BookedShipment[] }
>;
/** A dispatch as shipping reports it. */
export interface Dispatch extends Tracking {
  /** Shipping's time. Absent in events of earlier releases: then the time of the event. */
  readonly shippedAt?: string | undefined;
}

/** Recorded once per shipment. The first one makes the order SHIPPED. */
export type OrderShipped = DomainEvent<'order.shipped', Dispatch>;
/** Picking did not find these units: they are not sent, and are refunded. */
export type OrderShorted = DomainEvent<
  'order.shorted',
  { readonly shipmentId: ShipmentId; readonly lines: readonly Units[]; readonly refund: Money }
>;
/** A shipment arrived while others are still on their way. */
export type ParcelDelivered = DomainEvent<
  'order.parcel-delivered',
  { readonly shipmentId: ShipmentId; readonly deliveredAt: string }
>;
/** All shipments arrived. `shipmentId`: the one that was reported last; `deliveredAt`: the time of the latest arrival. */
export type OrderDelivered = DomainEvent<
  'order.delivered',
  { readonly shipmentId: ShipmentId; readonly deliveredAt: string }
>;
export type ShipmentEvent = ShipmentBooked | OrderShipped | OrderShorted | ParcelDelivered | OrderDelivered;

export interface Shipment extends Tracking {
  readonly lines: readonly Units[];
  /** `cancelled`: none of its units was found. */
  readonly status: 'booked' | 'shipped' | 'delivered' | 'cancelled';
}

export type Shipments = readonly Shipment[];

/** `ordered`: the lines of the order, for a shipment without lines of its own. */
export function evolveShipments(
  shipments: Shipments,
  { type, data }: ShipmentEvent,
  ordered: readonly OrderLine[],
): Shipments {
  switch (type) {
    case 'order.shipment-booked':
      return data.shipments.map(({ lines = unitsOfLines(ordered), ...tracking }) => ({
        ...tracking,
        lines,
        status: 'booked',
      }));
    case 'order.shipped': {
      const { shippedAt: _, ...tracking } = data;
      return changed(shipments, data.shipmentId, (shipment) => ({
        ...shipment,
        ...tracking,
        status: 'shipped',
      }));
    }
    case 'order.shorted':
      return changed(shipments, data.shipmentId, (shipment) => shortened(shipment, data.lines));
    case 'order.parcel-delivered':
    case 'order.delivered':
      return changed(shipments, data.shipmentId, (shipment) => ({ ...shipment, status: 'delivered' }));
    default:
      return assertNever(type);
  }
}

/** True when every other shipment has arrived or was cancelled. */
export function isLast(shipments: Shipments, shipmentId: ShipmentId): boolean {
  return shipments.every((shipment) => shipment.shipmentId === shipmentId || isOver(shipment));
}

export function isOver({ status }: Shipment): boolean {
  return status === 'delivered' || status === 'cancelled';
}

/** The lines by warehouse. Without warehouses if `reserved` does not match the lines. */
export function stockedLines(
  lines: readonly OrderLine[],
  reserved: readonly StockedUnits[] = [],
): StockedUnits[] {
  const same =
    lines.every(({ sku, quantity }) => quantityOf(reserved, sku) === quantity) &&
    reserved.every(({ sku }) => lines.some((line) => line.sku === sku));
  return same ? [...reserved] : unitsOfLines(lines);
}

/** Changes one shipment. If the order has only one, the id is ignored, because a new booking gives it another id. */
function changed(
  shipments: Shipments,
  shipmentId: ShipmentId,
  change: (shipment: Shipment) => Shipment,
): Shipments {
  const isIt = (shipment: Shipment) => shipments.length === 1 || shipment.shipmentId === shipmentId;
  return shipments.map((shipment) => (isIt(shipment) ? change(shipment) : shipment));
}

function shortened(shipment: Shipment, missing: readonly Units[]): Shipment {
  const lines = without(shipment.lines, missing);
  return lines.length > 0 ? { ...shipment, lines } : { ...shipment, lines, status: 'cancelled' };
}
