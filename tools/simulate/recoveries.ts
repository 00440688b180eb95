import { labelOf } from '@waybill/saga';
import type { FulfilmentMode } from '@waybill/contracts';
import type { OrderRow } from '@waybill/audit';
import type { Shop } from './shop.js';

/** All recoveries from faults, and all rare paths of an order. Each must occur in some of many runs. */
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
  'consumer: records redelivered to another member',
  'relay: retried',
  'relay: already sent by another relay',
  'lease: taken over after expiry',
  'commit in doubt: was committed',
  'commit in doubt: was not committed',
  'commit in doubt: committed later',
  'client: request retried',
  'client: response replayed',
  'effect: retried',
  'effect: payment.look',
  'effect: payment.resume',
  'effect: payment.give-back',
  'effect: carrier.cancel',
  'saga: command retried',
  'inventory: released before it was reserved',
  'payment: voided before it was authorized',
  'shipping: cancelled before it was booked',
  'inventory: reservation expired',
  'order: DELIVERED',
  'order: CANCELLED',
  'order: cancellation refused',
  'order: refunded',
  'order: returned',
  'order: short-picked',
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
  'order: address changed',
  'order: REJECTED TIMEOUT',
  'order: lines changed',
  'order: lines change refused',
];

/** A choreographed order has no saga: no compensation by commands, no timeouts, and no changes between two steps. */
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

/** Recoveries that the data at the end of a run shows. */
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
      .map(() => 'order: lines change refused'),
    ...shop.messages().flatMap(({ type, data }) => {
      if (type === 'order.cancellation-refused') return ['order: cancellation refused'];
      if (type === 'order.shorted') return ['order: short-picked'];
      if (type === 'order.lines-changed') return ['order: lines changed'];
      if (type === 'order.refunded') return ['order: refunded after its rejection'];
      if (type === 'order.return-completed') return ['order: returned'];
      if (type === 'order.shipping-address-changed') return ['order: address changed'];
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
    ...log.filter(({ attempt }) => attempt > 1).map(() => 'saga: command retried'),
  ];
}

function tombs<Row>(rows: readonly Row[], isOne: (row: Row) => boolean, way: string): string[] {
  return rows.filter(isOne).map(() => way);
}
