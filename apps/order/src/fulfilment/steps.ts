import {
  inventoryRelease,
  inventoryReserve,
  paymentAuthorize,
  paymentCapture,
  paymentRefund,
  paymentVoid,
  shippingBook,
  shippingCancel,
} from '@waybill/contracts';
import type { MessageType } from '@waybill/kernel';
import type { OrderUnit } from '../orders/order.repository.js';
import type { Step } from './fulfilment.js';

/** A command of the process and the data that it takes from the order. */
interface Command {
  readonly type: MessageType;
  readonly data: (unit: OrderUnit, reason: string) => unknown;
}

function command<Data>(
  type: MessageType<string, Data>,
  data: (unit: OrderUnit, reason: string) => Data,
): Command {
  return { type, data };
}

const orderId = ({ order }: OrderUnit): { orderId: string } => ({ orderId: order.id });
const goods = ({ order }: OrderUnit) => order.state.lines.map(({ sku, quantity }) => ({ sku, quantity }));
const customer = ({ order }: OrderUnit) => ({ orderId: order.id, customerId: order.state.customerId });

interface StepCommands {
  readonly ask: Command;
  readonly undo: Command;
  /** How long an answer to `ask` is waited for before the step is given up. */
  readonly patienceMs: number;
}

/** The process as a table: each step's command, and the one that takes it back. */
export const COMMANDS: Readonly<Record<Step, StepCommands>> = {
  reserve: {
    ask: command(inventoryReserve, (unit) => ({ ...orderId(unit), lines: goods(unit) })),
    undo: command(inventoryRelease, (unit, reason) => ({ ...orderId(unit), reason })),
    patienceMs: 60_000,
  },
  authorize: {
    ask: command(paymentAuthorize, (unit) => {
      const { total, paymentMethod } = unit.order.state;
      return { ...customer(unit), amount: total, paymentMethod };
    }),
    undo: command(paymentVoid, (unit, reason) => ({ ...orderId(unit), reason })),
    patienceMs: 120_000,
  },
  book: {
    ask: command(shippingBook, (unit) => ({
      ...customer(unit),
      address: unit.contact.address,
      lines: goods(unit),
    })),
    undo: command(shippingCancel, (unit, reason) => ({ ...orderId(unit), reason })),
    patienceMs: 120_000,
  },
  capture: {
    ask: command(paymentCapture, (unit) => ({ ...orderId(unit), amount: unit.order.state.total })),
    undo: command(paymentRefund, (unit, reason) => {
      const { id, state } = unit.order;
      return { orderId: id, refundId: `${id}:cancellation`, amount: state.total, reason };
    }),
    patienceMs: 120_000,
  },
};

/** A compensation is sent again this often, for as long as it takes. */
export const UNDO_PATIENCE_MS = 30_000;
