import {
  inventoryRelease,
  inventoryReserve,
  inventoryRestock,
  paymentAuthorize,
  paymentCapture,
  paymentRefund,
  paymentVoid,
  shippingBook,
  shippingCancel,
} from '@waybill/contracts';
import { type Money, subtract } from '@waybill/kernel';
import { type StepCommands, command } from '@waybill/saga';
import type { OrderLine } from '../orders/domain/order.events.js';
import { placedGoods } from '../orders/domain/parcels.js';
import type { OrderState } from '../orders/domain/order-state.js';
import { type Return, cancellationRefund, parcelOfShort } from '../orders/domain/returns.js';
import { nobody } from '../orders/order-summary.js';
import type { OrderUnit } from '../orders/order.repository.js';
import type { Step } from './fulfilment.js';
import type { GiveBackStep } from './give-backs.js';
import type { ChangeStep } from './lines-change.js';

const orderId = ({ order }: OrderUnit): { orderId: string } => ({ orderId: order.id });
const piecesOf = (lines: readonly OrderLine[]) => lines.map(({ sku, quantity }) => ({ sku, quantity }));
const goods = ({ order }: OrderUnit) => piecesOf(order.state.lines);
const customer = ({ order }: OrderUnit) => ({ orderId: order.id, customerId: order.state.customerId });

/** The process as a table: each step's command, and the one that takes it back. */
export const COMMANDS: Readonly<Record<Step | ChangeStep | GiveBackStep, StepCommands<OrderUnit>>> = {
  reserve: {
    ask: command(inventoryReserve, (unit) => ({ ...orderId(unit), lines: goods(unit) })),
    undo: command(inventoryRelease, (unit, { reason }) => ({ ...orderId(unit), reason })),
    patienceMs: 60_000,
  },
  authorize: {
    ask: command(paymentAuthorize, (unit) => {
      const { total, paymentMethod } = unit.order.state;
      return { ...customer(unit), amount: total, paymentMethod };
    }),
    undo: command(paymentVoid, (unit, { reason }) => ({ ...orderId(unit), reason })),
    patienceMs: 120_000,
  },
  book: {
    ask: command(shippingBook, (unit) => ({
      ...customer(unit),
      address: (unit.contact ?? nobody).address,
      lines: placedGoods(unit.order.state.lines, unit.order.state.goods),
    })),
    undo: command(shippingCancel, (unit, { reason }) => ({ ...orderId(unit), reason })),
    patienceMs: 120_000,
  },
  capture: {
    ask: command(paymentCapture, (unit) => ({ ...orderId(unit), amount: unit.order.state.total })),
    undo: command(paymentRefund, (unit, { reason }) => {
      const { id, state } = unit.order;
      return {
        orderId: id,
        refundId: cancellationRefund(id),
        amount: unrefunded(state),
        reason,
        refund: { reason: 'cancellation' as const, subject: id },
      };
    }),
    patienceMs: 120_000,
  },
  'change-stock': {
    ask: command(inventoryReserve, (unit, { item }) => ({
      ...orderId(unit),
      lines: piecesOf(changeOf(unit).lines),
      revision: Number(item),
    })),
    patienceMs: 60_000,
  },
  'change-payment': {
    ask: command(paymentAuthorize, (unit, { item }) => {
      const { paymentMethod } = unit.order.state;
      return { ...customer(unit), amount: changeOf(unit).total, paymentMethod, revision: Number(item) };
    }),
    patienceMs: 120_000,
  },
  'restore-stock': {
    ask: command(inventoryReserve, (unit, { item }) => ({
      ...orderId(unit),
      lines: goods(unit),
      revision: Number(item),
    })),
    patienceMs: 60_000,
  },
  restock: {
    ask: command(inventoryRestock, ({ order }, { item }) => ({
      orderId: order.id,
      returnId: item!,
      lines: [...(returned(order, item).received ?? [])],
    })),
    patienceMs: 60_000,
  },
  refund: {
    ask: command(paymentRefund, ({ order }, { item }) => {
      const { amount, reason, refund } =
        missing(order, item) ?? cancelled(order, item) ?? returnRefund(order, item);
      return { orderId: order.id, refundId: item!, amount, reason, refund };
    }),
    patienceMs: 120_000,
  },
};

function changeOf({ order }: OrderUnit) {
  const { change } = order.state;
  if (!change) throw new Error(`no change of ${order.id} is under way`);
  return change;
}

/** What the cancellation of an order gives back: pieces that the warehouse did not find are paid back already. */
export function unrefunded({ total, shorted = [] }: OrderState): Money {
  return shorted.reduce((left, { refund }) => subtract(left, refund), total);
}

function missing({ state }: OrderUnit['order'], refundId: string | undefined) {
  const shipmentId = parcelOfShort(refundId ?? '');
  const short = state.shorted?.find((one) => one.shipmentId === shipmentId);
  if (!short) return undefined;
  const refund = { reason: 'short-pick' as const, subject: short.shipmentId };
  return { amount: short.refund, reason: 'SHORT_PICK', refund };
}

/** In choreographed mode payment tries that once by itself. */
function cancelled({ id, state }: OrderUnit['order'], refundId: string | undefined) {
  if (refundId !== cancellationRefund(id)) return undefined;
  const { rejection, cancellation } = state;
  const reason = rejection?.code ?? cancellation?.reason ?? 'cancelled';
  return { amount: unrefunded(state), reason, refund: { reason: 'cancellation' as const, subject: id } };
}

function returnRefund(order: OrderUnit['order'], returnId: string | undefined) {
  const { id, refund, reason } = returned(order, returnId);
  return { amount: refund!, reason, refund: { reason: 'return' as const, subject: id } };
}

function returned({ state }: OrderUnit['order'], id: string | undefined): Return {
  const found = state.returns?.find((one) => one.id === id);
  if (!found) throw new Error(`the order has no return ${id}`);
  return found;
}
