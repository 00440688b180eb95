import type { OrderId } from '@waybill/contracts/ids';
import type { Ids, Money } from '@waybill/kernel';
import type { GatewayPayment } from '../domain/gateway-payment.js';
import type { Method, Refusal } from '../domain/payment.js';
import type { GatewayEntry } from '../domain/reconciliation.js';
import type { GatewayRefund } from '../domain/refund.js';
import type {
  AuthorizeRequest,
  CaptureRequest,
  Gateway,
  Named,
  RefundNamed,
  RefundRequest,
  VoidRequest,
} from './gateway.js';

interface Entry {
  readonly orderId: OrderId;
  readonly asked: Money;
  payment: GatewayPayment;
  readonly refunds: Map<string, GatewayRefund>;
}

/**
 * An in-process gateway that responds immediately, for benchmarks, simulation and tests. It accepts the names of Stripe's test
 * payment methods, and stores its response for each idempotency key.
 */
export class MemoryGateway implements Gateway {
  private readonly payments = new Map<string, Entry>();
  private readonly byOrder = new Map<string, GatewayPayment>();
  private readonly answers = new Map<string, GatewayPayment | GatewayRefund>();

  constructor(private readonly ids: Ids) {}

  /** The payments of an order: more than one would be a double charge. */
  chargesOf(orderId: OrderId): readonly { payment: GatewayPayment; refunds: readonly GatewayRefund[] }[] {
    return [...this.payments.values()]
      .filter((entry) => entry.orderId === orderId)
      .map(({ payment, refunds }) => ({ payment, refunds: [...refunds.values()] }));
  }

  authorize({
    orderId,
    amount,
    paymentMethod,
    revision = 0,
    idempotencyKey,
  }: AuthorizeRequest): Promise<GatewayPayment> {
    return this.once(idempotencyKey, () => {
      const refusal = refusalFor(paymentMethod);
      const payment: GatewayPayment = refusal
        ? { status: 'refused', refusal }
        : {
            status: 'authorized',
            gatewayId: `pi_${this.ids.next()}`,
            amount,
            method: methodOf(paymentMethod),
          };
      this.byOrder.set(`${orderId} ${revision}`, payment);
      if (payment.status === 'authorized')
        this.payments.set(payment.gatewayId, { orderId, asked: amount, payment, refunds: new Map() });
      return payment;
    });
  }

  capture({ gatewayId, amount, idempotencyKey }: CaptureRequest): Promise<GatewayPayment> {
    return this.once(idempotencyKey, () => {
      const entry = this.payments.get(gatewayId);
      if (!entry) return unknownPayment;
      const { payment } = entry;
      if (payment.status === 'authorized')
        entry.payment = { ...payment, status: 'captured', captured: amount };
      return entry.payment;
    });
  }

  void({ gatewayId, idempotencyKey }: VoidRequest): Promise<GatewayPayment> {
    return this.once(idempotencyKey, () => {
      const entry = this.payments.get(gatewayId);
      if (!entry) throw new Error(`no payment ${gatewayId}`);
      if (entry.payment.status === 'authorized') entry.payment = { status: 'voided', gatewayId };
      return entry.payment;
    });
  }

  refund({ gatewayId, refundId, amount, idempotencyKey }: RefundRequest): Promise<GatewayRefund> {
    return this.once(idempotencyKey, () => {
      const entry = this.payments.get(gatewayId);
      if (entry?.payment.status !== 'captured' || left(entry) < amount.amount) return unknownPayment;
      const refund: GatewayRefund = { status: 'refunded', amount };
      entry.refunds.set(refundId, refund);
      return refund;
    });
  }

  find({ orderId, gatewayId, revision = 0 }: Named): Promise<GatewayPayment | undefined> {
    const named = this.byOrder.get(`${orderId} ${revision}`);
    const id = gatewayId ?? (named?.status === 'authorized' ? named.gatewayId : undefined);
    const payment = id === undefined ? undefined : this.payments.get(id)?.payment;
    return Promise.resolve(payment ?? named);
  }

  findRefund({ gatewayId, refundId }: RefundNamed) {
    return Promise.resolve(this.payments.get(gatewayId)?.refunds.get(refundId));
  }

  /** All entries, whatever their time. */
  async *list(): AsyncGenerator<GatewayEntry> {
    yield* [...this.payments].map(([gatewayId, entry]) => entryOf(gatewayId, entry));
  }

  show(gatewayId: string): Promise<GatewayEntry | undefined> {
    const entry = this.payments.get(gatewayId);
    return Promise.resolve(entry && entryOf(gatewayId, entry));
  }

  private once<Answer extends GatewayPayment | GatewayRefund>(
    key: string,
    call: () => Answer,
  ): Promise<Answer> {
    const answer = (this.answers.get(key) as Answer | undefined) ?? call();
    this.answers.set(key, answer);
    return Promise.resolve(answer);
  }
}

const unknownPayment = {
  status: 'refused' as const,
  refusal: { code: 'GATEWAY_REFUSED', detail: 'There is no such payment, or not enough of it left.' },
};

function entryOf(gatewayId: string, entry: Entry): GatewayEntry {
  const { orderId, asked, payment } = entry;
  const captured = payment.status === 'captured' ? payment.captured.amount : 0;
  const status = payment.status === 'refused' ? 'open' : payment.status;
  return { gatewayId, orderId, status, amount: asked, captured, refunded: captured - left(entry) };
}

function left({ payment, refunds }: Entry): number {
  const captured = payment.status === 'captured' ? payment.captured.amount : 0;
  return [...refunds.values()].reduce(
    (rest, refund) => rest - (refund.status === 'refunded' ? refund.amount.amount : 0),
    captured,
  );
}

function refusalFor(method: string): Refusal | undefined {
  if (/insufficientFunds/i.test(method))
    return { code: 'INSUFFICIENT_FUNDS', detail: 'The account has insufficient funds.' };
  if (/ExpiredCard/.test(method)) return { code: 'EXPIRED_CARD', detail: 'The card has expired.' };
  if (/authenticationRequired|threeDSecure2?Required/.test(method))
    return {
      code: 'AUTHENTICATION_REQUIRED',
      detail: 'The bank wants the customer to authenticate the payment.',
    };
  if (/declined|radarBlock|chargeCustomerFail/i.test(method))
    return { code: 'CARD_DECLINED', detail: 'The payment method was declined.' };
  return undefined;
}

function methodOf(method: string): Method {
  if (/usBankAccount|sepaDebit/.test(method)) return 'bank';
  return /link|Pay$/.test(method) ? 'wallet' : 'card';
}
