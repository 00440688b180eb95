import { labelOf } from '@waybill/saga';
import type { FulfilmentMode } from '@waybill/contracts';
import type { OrderRow } from '@waybill/audit';
import type { Shop } from './shop.js';

/** Every way back from a fault, and every turn that an order may take: over many runs each of them must have been seen. */
export function recoveriesFor(fulfilment: FulfilmentMode): readonly string[] {
  return [...RECOVERIES, ...STYLED[fulfilment]];
}

const RECOVERIES: readonly string[] = [
  'consumer: duplicate',
  'consumer: retried',
  'consumer: dead-lettered',
  'consumer: parked',
  'operator: redriven',
  'operator: discarded',
  'records handed to the next member',
  'relay: sent again',
  'relay: sent by another meanwhile',
  'lease: taken from one that is silent',
  'commit in doubt: found done',
  'commit in doubt: found undone',
  'commit in doubt: done later',
  'client: asked again',
  'client: answered again',
  'effect: performed again',
  'effect: payment.look',
  'effect: payment.resume',
  'effect: payment.give-back',
  'effect: carrier.cancel',
  'saga: command sent again',
  'inventory: released before it was reserved',
  'payment: voided before it was authorized',
  'shipping: cancelled before it was booked',
  'inventory: reservation expired',
  'order: DELIVERED',
  'order: CANCELLED',
  'order: cancellation refused',
  'order: refunded',
  'order: sent back',
  'order: something missing',
  'order: REJECTED OUT_OF_STOCK',
  'order: REJECTED CARD_DECLINED',
  'order: REJECTED COUNTRY_NOT_SERVED',
  'order: REJECTED GATEWAY_MISMATCH',
];

const OF_A_SAGA: readonly string[] = [
  'saga: undo reserve',
  'saga: undo authorize',
  'saga: undo book',
  'saga: undo capture',
  'order: another address',
  'order: REJECTED TIMEOUT',
  'order: other lines',
  'order: other lines refused',
];

/** A choreographed order has no saga that undoes steps, times out or changes lines and address between two steps. */
const STYLED: Readonly<Record<FulfilmentMode, readonly string[]>> = {
  orchestrated: OF_A_SAGA,
  hybrid: OF_A_SAGA,
  choreographed: ['order: REJECTED RESERVATION_EXPIRED', 'order: refunded after its rejection'],
};

type Summary = OrderRow & {
  readonly progress: { readonly refunded: number; readonly rejection?: { readonly code: string } };
};
interface SagaRow {
  readonly log: readonly { readonly step: string; readonly undo?: boolean; readonly attempt: number }[];
}

/** Those that can be seen in what a run left behind. */
export function recoveriesOf(shop: Shop): string[] {
  const { order, inventory, payment, shipping } = shop.services;
  return [
    ...order.rows<SagaRow>('sagas').flatMap(({ log }) => sagaWays(log)),
    ...order
      .rows<Summary>('order_summaries')
      .flatMap(({ status, progress }) => [
        `order: ${status}${progress.rejection && status === 'REJECTED' ? ` ${progress.rejection.code}` : ''}`,
        ...(progress.refunded > 0 ? ['order: refunded'] : []),
      ]),
    ...order
      .rows<{ type: string }>('events')
      .filter(({ type }) => type === 'order.lines-change-refused')
      .map(() => 'order: other lines refused'),
    ...shop.messages().flatMap(({ type, data }) => {
      if (type === 'order.cancellation-refused') return ['order: cancellation refused'];
      if (type === 'order.shorted') return ['order: something missing'];
      if (type === 'order.lines-changed') return ['order: other lines'];
      if (type === 'order.refunded') return ['order: refunded after its rejection'];
      if (type === 'order.return-completed') return ['order: sent back'];
      if (type === 'order.shipping-address-changed') return ['order: another address'];
      return type === 'inventory.released' && data['reason'] === 'EXPIRED'
        ? ['inventory: reservation expired']
        : [];
    }),
    ...tombs(
      inventory.rows<{ status: string; lines: readonly object[] }>('reservations'),
      ({ status, lines }) => status === 'released' && lines.length === 0,
      'inventory: released before it was reserved',
    ),
    ...tombs(
      payment.rows<{ status: string; gatewayId: string | null }>('payments'),
      ({ status, gatewayId }) => status === 'voided' && gatewayId === null,
      'payment: voided before it was authorized',
    ),
    ...tombs(
      shipping.rows<{ status: string; shipmentId: string | null }>('shipments'),
      ({ status, shipmentId }) => status === 'cancelled' && shipmentId === null,
      'shipping: cancelled before it was booked',
    ),
  ];
}

function sagaWays(log: SagaRow['log']): string[] {
  const undone = log.filter(({ undo, attempt }) => undo && attempt === 1).map(labelOf);
  return [
    ...undone.map((step) => `saga: ${step}`),
    ...log.filter(({ attempt }) => attempt > 1).map(() => 'saga: command sent again'),
  ];
}

function tombs<Row>(rows: readonly Row[], isOne: (row: Row) => boolean, way: string): string[] {
  return rows.filter(isOne).map(() => way);
}
