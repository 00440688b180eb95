import { assertNever } from '@waybill/kernel';
import { evolveLineChanges, noLineChanges } from './changed-lines.js';
import { NO_LINES, withLine, withoutLine } from './draft-lines.js';
import { unitsOf } from './lines.js';
import type { OrderState, Placed } from './order-state.js';
import type { OrderEvent } from './order.events.js';
import type { Refund } from './refunds.js';
import { evolveReturns } from './returns.js';
import { later } from './times.js';
import { type Shipment, type ShipmentEvent, type Shipments, evolveShipments } from './shipments.js';

const PLACED = ['PENDING', 'RESERVED', 'AUTHORIZED'] as const;
const PAID = ['CONFIRMED', 'SHIPPED', 'DELIVERED'] as const;
const OPEN = [...PLACED, ...PAID] as const;

/** Returns the state after an event. The state of an order changes nowhere else. Throws if the event cannot follow the state. */
export function evolve(before: OrderState | undefined, event: OrderEvent): OrderState {
  const { type, data } = event;
  switch (type) {
    case 'order.drafted':
      return { status: 'DRAFT', ...data, ...NO_LINES, charges: [] };
    case 'order.item-added': {
      const draft = after(before, type, 'DRAFT');
      return { ...draft, ...withLine(draft, data) };
    }
    case 'order.item-removed': {
      const draft = after(before, type, 'DRAFT');
      return { ...draft, ...withoutLine(draft, data.sku) };
    }
    case 'order.draft-discarded': {
      const { paymentMethod: _, ...draft } = after(before, type, 'DRAFT');
      return { ...draft, status: 'CANCELLED', shipments: [], refunds: [], cancellation: data };
    }
    case 'order.placed':
      return { status: 'PENDING', ...data, lineChanges: noLineChanges, shipments: [], refunds: [] };
    case 'order.shipping-address-changed':
      return { ...after(before, type, 'DRAFT', ...PLACED), contact: data.contact };
    case 'order.lines-change-requested':
    case 'order.lines-change-refused':
    case 'order.lines-changed': {
      const order = after(before, type, ...PLACED);
      const lineChanges = evolveLineChanges(order.lineChanges, event);
      const reserved = 'goods' in data ? { reserved: data.goods } : {};
      if (type !== 'order.lines-changed') return { ...order, ...reserved, lineChanges };
      const { lines, charges, total } = data;
      return { ...order, ...reserved, lineChanges, lines, charges, total };
    }
    case 'order.stock-reserved':
      return { ...after(before, type, ...PLACED), status: 'RESERVED', reserved: data.lines ?? [] };
    case 'order.payment-authorized':
      return { ...after(before, type, ...PLACED), status: 'AUTHORIZED', paymentId: data.paymentId };
    case 'order.payment-captured':
      return { ...after(before, type, ...PLACED), captured: true, paymentId: data.paymentId };
    case 'order.shipment-booked': {
      const order = after(before, type, ...PLACED);
      return { ...order, shipments: evolveShipments(order.shipments, event, order.lines) };
    }
    case 'order.confirmed': {
      const { reserved: _, captured: __, ...order } = after(before, type, ...PLACED);
      const { paymentId } = data;
      return { ...order, status: 'CONFIRMED', paymentId, shipments: atLeastOne(order.shipments, type) };
    }
    case 'order.rejected': {
      const order = after(before, type, ...PLACED);
      const { customerId, contact, paymentMethod, fulfilment, lines, charges, total, shipments, refunds } =
        order;
      const ordered = {
        customerId,
        contact,
        paymentMethod,
        fulfilment,
        lines,
        charges,
        total,
        shipments,
        refunds,
      };
      return { ...ordered, status: 'REJECTED', rejection: data };
    }
    case 'order.refunded': {
      const order = after(before, type, 'REJECTED');
      return { ...order, rejection: { ...order.rejection, refund: data.refund } };
    }
    case 'order.cancellation-requested':
      return { ...after(before, type, ...OPEN), cancelling: data };
    case 'order.cancellation-refused': {
      const { cancelling: _, ...order } = after(before, type, ...OPEN);
      return order;
    }
    case 'order.cancelled': {
      const order = after(before, type, ...OPEN);
      const { customerId, contact, lines, charges, total, shipments, refunds } = order;
      const kept = { customerId, contact, lines, charges, total, shipments, refunds };
      return { ...kept, status: 'CANCELLED', cancellation: data };
    }
    case 'order.shipped': {
      const order = after(before, type, ...PAID);
      const shipments = shipmentsAfter(order, event);
      return order.status === 'CONFIRMED'
        ? { ...order, status: 'SHIPPED', shipments }
        : { ...order, shipments };
    }
    case 'order.shorted': {
      const order = after(before, type, ...OPEN);
      const { shipmentId: subject, lines, refund: amount } = data;
      const refund: Refund = { reason: 'short-pick', subject, amount, lines };
      const refunds = [...order.refunds, refund];
      return isPaid(order)
        ? { ...order, refunds, shipments: shipmentsAfter(order, event) }
        : { ...order, refunds, shipments: evolveShipments(order.shipments, event, order.lines) };
    }
    case 'order.parcel-delivered': {
      const order = after(before, type, ...PAID);
      const lastArrival = later(order.lastArrival, data.deliveredAt);
      return { ...order, shipments: shipmentsAfter(order, event), lastArrival };
    }
    case 'order.delivered': {
      const { lastArrival: _, ...order } = after(before, type, ...PAID);
      return { ...order, status: 'DELIVERED', shipments: shipmentsAfter(order, event), returns: [] };
    }
    case 'order.return-requested':
    case 'order.return-completed': {
      const order = after(before, type, 'DELIVERED');
      return { ...order, returns: evolveReturns(order.returns, event) };
    }
    case 'order.return-received': {
      const order = after(before, type, 'DELIVERED');
      const { returnId: subject, refund: amount, lines } = data;
      const refund: Refund = { reason: 'return', subject, amount, lines: lines.map(unitsOf) };
      return { ...order, returns: evolveReturns(order.returns, event), refunds: [...order.refunds, refund] };
    }
    default:
      return assertNever(type);
  }
}

type In<Status extends OrderState['status']> = Extract<OrderState, { readonly status: Status }>;
type Paid = In<(typeof PAID)[number]>;

/** Returns the state if it has one of these statuses; throws otherwise. */
function after<const Statuses extends readonly OrderState['status'][]>(
  state: OrderState | undefined,
  type: OrderEvent['type'],
  ...statuses: Statuses
): In<Statuses[number]> {
  if (state && statuses.includes(state.status)) return state as In<Statuses[number]>;
  throw new Error(`${type} cannot follow ${state ? `an order in status ${state.status}` : 'nothing'}`);
}

function isPaid(order: Placed | Paid): order is Paid {
  return (PAID as readonly string[]).includes(order.status);
}

function shipmentsAfter(order: Paid, event: ShipmentEvent): readonly [Shipment, ...Shipment[]] {
  return atLeastOne(evolveShipments(order.shipments, event, order.lines), event.type);
}

function atLeastOne([first, ...others]: Shipments, type: string): readonly [Shipment, ...Shipment[]] {
  if (!first) throw new Error(`${type} cannot follow an order without a shipment`);
  return [first, ...others];
}
