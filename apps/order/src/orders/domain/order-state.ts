import { type Money, assertNever, money } from '@waybill/kernel';
import type {
  Charge,
  LinesChangeRefused,
  OrderDelivered,
  OrderEvent,
  OrderLine,
  OrderRejected,
  OrderShorted,
  PlacedLine,
  Refusal,
  Shipment,
  ShipmentBooked,
} from './order.events.js';
import { type ParcelState, shortened, withParcel } from './parcels.js';
import type { Return } from './returns.js';
import { currencyOf, totalOf } from './totals.js';

export const ORDER_STATUSES = [
  'DRAFT',
  'PENDING',
  'RESERVED',
  'AUTHORIZED',
  'CONFIRMED',
  'SHIPPED',
  'DELIVERED',
  'CANCELLING',
  'CANCELLED',
  'REJECTED',
] as const;
/** The status is the semantic lock: it says which step runs, and so which acts are open. */
export type OrderStatus = (typeof ORDER_STATUSES)[number];

export interface OrderState {
  readonly status: OrderStatus;
  /** Where a refused cancellation goes back to. */
  readonly resume: OrderStatus;
  readonly customerId: string;
  /** Names the row with name, address and mail; empty while a draft has none. */
  readonly contact: string;
  readonly lines: readonly OrderLine[];
  readonly charges: readonly Charge[];
  readonly total: Money;
  readonly paymentMethod: string;
  readonly paymentId?: string;
  readonly captured?: true;
  readonly style?: 'choreographed';
  /** Where the goods come from, where it is not all the main house. */
  readonly goods?: readonly PlacedLine[];
  /** The first parcel. */
  readonly shipment?: Shipment;
  /** All of them, where there are several. */
  readonly parcels?: readonly ParcelState[];
  readonly rejection?: OrderRejected['data'];
  /** What the warehouse did not find, and what was paid back for it. */
  readonly shorted?: readonly OrderShorted['data'][];
  /** Of the lines: the last number that stock and payment may have been asked with. */
  readonly revision?: number;
  /** Other lines that are wanted, until stock and money have followed; or that were refused last. */
  readonly change?: {
    readonly lines: readonly OrderLine[];
    readonly charges: readonly Charge[];
    readonly total: Money;
    readonly refusal?: Refusal;
  };
  readonly returns?: readonly Return[];
  readonly cancellation?: { readonly reason: string; readonly by: string; readonly refund?: Money };
}

export const initialOrder: OrderState = {
  status: 'PENDING',
  resume: 'PENDING',
  customerId: '',
  contact: '',
  lines: [],
  charges: [],
  total: money(0, 'XXX'),
  paymentMethod: '',
};

/** Raise it whenever the same events make another state: snapshots of the old one are not used any more. */
export const ORDER_STATE_VERSION = 2;

/** The only place where an order changes. */
export function evolve(state: OrderState, { type, data, at }: OrderEvent): OrderState {
  switch (type) {
    case 'order.drafted':
      return { ...state, ...data, status: 'DRAFT' };
    case 'order.item-added':
      return withLines(state, merged(state.lines, data));
    case 'order.item-removed':
      return withLines(
        state,
        state.lines.filter(({ sku }) => sku !== data.sku),
      );
    case 'order.draft-discarded':
      return {
        ...state,
        status: 'CANCELLED',
        cancellation: { ...data, refund: money(0, state.total.currency) },
      };
    case 'order.placed':
      return { ...state, ...data, status: 'PENDING' };
    case 'order.shipping-address-changed':
      return { ...state, contact: data.contact };
    case 'order.lines-change-requested': {
      const { revision, ...change } = data;
      return { ...state, revision: revision + 1, change };
    }
    case 'order.lines-changed': {
      const { lines, charges, total, goods } = data;
      return withoutChange({ ...state, lines, charges, total, ...(goods && { goods }) });
    }
    case 'order.lines-change-refused':
      return refusedChange(state, data);
    case 'order.stock-reserved':
      return { ...state, status: 'RESERVED', ...(data.lines && { goods: data.lines }) };
    case 'order.payment-authorized':
      return { ...state, status: 'AUTHORIZED', paymentId: data.paymentId };
    case 'order.shipment-booked':
      return booked(state, data);
    case 'order.payment-captured':
      return { ...state, captured: true, paymentId: data.paymentId };
    case 'order.confirmed':
      return { ...state, status: 'CONFIRMED', paymentId: data.paymentId };
    case 'order.rejected':
      return { ...withoutChange(state), status: 'REJECTED', rejection: data };
    case 'order.refunded':
      return { ...state, rejection: { ...state.rejection!, refund: data.refund } };
    case 'order.cancellation-requested':
      return { ...state, status: 'CANCELLING', resume: state.status, cancellation: data };
    case 'order.cancellation-refused':
      return withoutCancellation({ ...state, status: state.resume });
    case 'order.cancelled':
      return { ...withoutChange(state), status: 'CANCELLED', cancellation: data };
    case 'order.shipped':
      return shipped(forward(state, 'SHIPPED'), data);
    case 'order.shorted':
      return {
        ...state,
        shorted: [...(state.shorted ?? []), data],
        ...(state.parcels && { parcels: shortened(state.parcels, data) }),
      };
    case 'order.parcel-delivered':
      return arrived(state, data);
    case 'order.delivered':
      return arrived(forward(state, 'DELIVERED'), data);
    case 'order.return-requested': {
      const { returnId: id, lines, reason } = data;
      const requested = { id, status: 'REQUESTED', reason, lines, requestedAt: at.toISOString() } as const;
      return { ...state, returns: [...(state.returns ?? []), requested] };
    }
    case 'order.return-received':
      return withReturn(state, data.returnId, {
        status: 'RECEIVED',
        received: data.lines,
        refund: data.refund,
      });
    case 'order.return-completed':
      return withReturn(state, data.returnId, { status: 'COMPLETED', completedAt: at.toISOString() });
    default:
      return assertNever(type);
  }
}

function booked(state: OrderState, { parcels, ...first }: ShipmentBooked['data']): OrderState {
  const all = parcels?.map((parcel) => ({ ...parcel, status: 'booked' as const }));
  return { ...state, shipment: first, ...(all && { parcels: all }) };
}

function shipped({ parcels, ...state }: OrderState, data: Shipment): OrderState {
  if (!parcels) return { ...state, shipment: data };
  return { ...state, parcels: withParcel(parcels, { ...data, status: 'shipped' }) };
}

function arrived({ parcels, ...state }: OrderState, { shipmentId }: OrderDelivered['data']): OrderState {
  return parcels ? { ...state, parcels: withParcel(parcels, { shipmentId, status: 'delivered' }) } : state;
}

/** The line in the place of the one with its SKU, or behind all others. */
function merged(lines: readonly OrderLine[], line: OrderLine): readonly OrderLine[] {
  const known = lines.some(({ sku }) => sku === line.sku);
  return known ? lines.map((other) => (other.sku === line.sku ? line : other)) : [...lines, line];
}

/** A draft’s total is that of its goods: what is paid beside them is known when it is placed. */
function withLines(state: OrderState, lines: readonly OrderLine[]): OrderState {
  return { ...state, lines, total: totalOf(lines, [], currencyOf(lines)) };
}

/** A parcel moves while its cancellation is being asked about: the order goes on from there once that is refused. */
function forward(state: OrderState, status: OrderStatus): OrderState {
  return state.status === 'CANCELLING' ? { ...state, resume: status } : { ...state, status };
}

function withReturn(state: OrderState, id: string, change: Partial<Return>): OrderState {
  const returns = state.returns?.map((one) => (one.id === id ? { ...one, ...change } : one));
  return { ...state, ...(returns && { returns }) };
}

function refusedChange(state: OrderState, { goods, ...refusal }: LinesChangeRefused['data']): OrderState {
  const change = state.change && { change: { ...state.change, refusal } };
  return { ...state, ...change, ...(goods && { goods }) };
}

function withoutChange({ change: _, ...state }: OrderState): OrderState {
  return state;
}

function withoutCancellation({ cancellation: _, ...state }: OrderState): OrderState {
  return state;
}
