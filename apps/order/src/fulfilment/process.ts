import {
  inventoryBackordered,
  inventoryRelease,
  inventoryReleased,
  inventoryReservationFailed,
  inventoryReserve,
  inventoryReserved,
  paymentAuthorize,
  paymentAuthorized,
  paymentCapture,
  paymentCaptured,
  paymentDeclined,
  paymentFailed,
  paymentRefund,
  paymentRefunded,
  paymentVoid,
  paymentVoided,
  shippingBook,
  shippingBooked,
  shippingCancel,
  shippingCancellationRefused,
  shippingCancelled,
  shippingPrepare,
  shippingPrepared,
  shippingRefused,
} from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import { command } from '@waybill/saga';
import { refundsOf } from '../orders/domain/order-state.js';
import type { Capture } from '../orders/domain/order.events.js';
import { cancellationRefund, refundIdOf, unrefunded } from '../orders/domain/refunds.js';
import { unitsOfLines } from '../orders/domain/lines.js';
import { termsOf } from '../orders/domain/terms.js';
import { lost, refused, succeeded, undoFailed, undoRefused, undone, waits } from './replies.js';
import { type ProcessStep, step } from './process-step.js';
import { RESERVATION_EXPIRED, outOfStock } from './refusals.js';
import { bookingOf, customerOf, hasPaymentId, orderOf, placedOf } from './subject.js';

const SECOND = 1_000;

type Prepared = DataOf<typeof shippingPrepared>;
/** `shorted`: the units that picking did not find, if picking precedes the confirmation. */
type Booking = Pick<Prepared, 'shipments'> & Partial<Pick<Prepared, 'shorted'>>;

/**
 * The fulfilment of an order, step by step. The saga's commands and compensations, the consumed messages, the order statuses, the audit's
 * phases and the diagrams in docs/sagas.md are derived from this table. To move a step, move its row.
 */
export const PROCESS: readonly ProcessStep[] = [
  step({
    step: 'reserve',
    by: 'inventory',
    command: command(inventoryReserve, (unit) => ({
      ...orderOf(unit),
      ...termsOf(placedOf(unit)),
      lines: unitsOfLines(unit.order.state.lines),
    })),
    undo: command(inventoryRelease, (unit, { reason }) => ({ ...orderOf(unit), reason })),
    timeoutMs: 60 * SECOND,
    reaches: 'RESERVED',
    succeeded: succeeded(inventoryReserved, ({ lines }) => ({ lines })),
    record: (order, { lines }, at) => order.stockReserved(at, lines),
    isDone: (order) => order.reserved !== undefined,
    replies: [
      refused(inventoryReservationFailed, outOfStock),
      lost(inventoryReleased, ({ reason }) => (reason === 'EXPIRED' ? RESERVATION_EXPIRED : undefined)),
      undone(inventoryReleased),
      waits(inventoryBackordered),
    ],
    adjustedBy: 'change-stock',
    implied: () => ({ lines: [] }),
  }),
  step({
    step: 'authorize',
    by: 'payment',
    command: command(paymentAuthorize, (unit) => {
      const { total: amount, paymentMethod } = placedOf(unit);
      return { ...customerOf(unit), amount, paymentMethod };
    }),
    undo: command(paymentVoid, (unit, { reason }) => ({ ...orderOf(unit), reason })),
    timeoutMs: 120 * SECOND,
    reaches: 'AUTHORIZED',
    succeeded: succeeded(paymentAuthorized, ({ paymentId }) => ({ paymentId })),
    record: (order, { paymentId }, at) => order.paymentAuthorized(paymentId, at),
    isDone: (order) => order.paymentId !== undefined,
    replies: [refused(paymentDeclined, ({ refusal }) => refusal), undone(paymentVoided)],
    adjustedBy: 'change-payment',
    settlesCancellation: true,
    implied: (later) => (hasPaymentId(later) ? { paymentId: later.paymentId } : undefined),
  }),
  step({
    step: 'book',
    by: 'shipping',
    command: command(shippingBook, (unit) => bookingOf(unit)),
    prepare: {
      command: command(shippingPrepare, (unit) => bookingOf(unit)),
      succeeded: succeeded(shippingPrepared, ({ shipments, shorted }): Booking => ({ shipments, shorted })),
      // People may do the picking. If it takes too long, the reservation expires, which ends the step.
      timeoutMs: 3_600 * SECOND,
    },
    undo: command(shippingCancel, (unit, { reason }) => ({ ...orderOf(unit), reason })),
    undoMayBeRefused: true,
    timeoutMs: 120 * SECOND,
    fixesContents: true,
    succeeded: succeeded(shippingBooked, ({ shipments }): Booking => ({ shipments })),
    record: (order, { shipments, shorted = [] }, at) => {
      // Shipping's message about a short pick may arrive after this reply.
      for (const { shipmentId, missing } of shorted) order.short(shipmentId, missing, at);
      order.shipmentBooked({ shipments }, at);
    },
    isDone: (order) => order.shipments.length > 0,
    replies: [
      refused(shippingRefused, ({ refusal }) => refusal),
      undone(shippingCancelled),
      undoRefused(shippingCancellationRefused, ({ refusal }) => refusal),
    ],
  }),
  step({
    step: 'capture',
    by: 'payment',
    pivot: true,
    absorbs: 'authorize',
    command: command(paymentCapture, (unit) => ({ ...orderOf(unit), amount: unit.order.state.total })),
    undo: command(paymentRefund, (unit, { reason }) => {
      const about = cancellationRefund(unit.order.id);
      return {
        ...orderOf(unit),
        refundId: refundIdOf(unit.order.id, about),
        amount: unrefunded(unit.order.state.total, refundsOf(unit.order.state)),
        reason,
        refund: about,
      };
    }),
    timeoutMs: 120 * SECOND,
    reaches: 'CONFIRMED',
    succeeded: succeeded(paymentCaptured, ({ paymentId, capturedAt }): Capture => ({
      paymentId,
      ...(capturedAt !== undefined && { capturedAt }),
    })),
    record: (order, capture, at) => order.paymentCaptured(capture, at),
    confirm: (order, capture, at) => order.confirm(at, capture),
    isDone: (order) => order.captured === true,
    replies: [
      undoFailed(paymentFailed, ({ orderId, refundId }) =>
        refundId === undefined ? undefined : cancellationRefund(orderId),
      ),
      refused(paymentFailed, ({ refusal }) => refusal),
      undone(paymentRefunded, ({ refund, amount }) =>
        refund.reason === 'cancellation' ? { refund: amount } : undefined,
      ),
    ],
    settlesCancellation: true,
    byHand: ({ paymentId }) => (paymentId === undefined ? undefined : { paymentId }),
    undoneByHand: (order) => ({ refund: unrefunded(order.total, order.refunds) }),
  }),
];
