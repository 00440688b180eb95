import { createHmac } from 'node:crypto';
import type { Money } from '@waybill/kernel';
import type { SimulatedProcess, World } from '@waybill/simulation';
import type { composePayment } from '../../apps/payment/src/payment.app.js';
import { ExternalSystem } from './external-system.js';

type Gateway = Parameters<typeof composePayment>[2];
type Payment = Exclude<Awaited<ReturnType<Gateway['find']>>, undefined>;
type Refund = Exclude<Awaited<ReturnType<Gateway['findRefund']>>, undefined>;

export interface Charge {
  readonly id: string;
  readonly orderId: string;
  /** Number of the order's amount. */
  readonly revision: number;
  readonly amount: Money;
  status: 'authorized' | 'captured' | 'voided';
  captured: number;
  readonly refunds: Map<string, number>;
}

export const GATEWAY_SECRET = 'whsec_simulated';

/** The simulated payment gateway: the amounts that it has authorized and captured. */
export class SimulatedGateway {
  readonly charges: Charge[] = [];
  private readonly system: ExternalSystem;
  private events = 0;

  constructor(
    private readonly world: World,
    /** Posts to the payment service's webhook. */
    private readonly tell: (body: Buffer, signature: () => string) => void,
  ) {
    this.system = new ExternalSystem(world, 'gateway');
  }

  reachedBy(process: SimulatedProcess): Gateway {
    const call = <T>(operation: () => T): Promise<T> => this.system.call(process, operation);
    return {
      authorize: ({ orderId, amount, paymentMethod, revision = 0, idempotencyKey }) =>
        call(() =>
          this.system.once(idempotencyKey, (): Payment =>
            this.authorize(orderId, amount, paymentMethod, revision),
          ),
        ),
      capture: ({ gatewayId, amount, idempotencyKey }) =>
        call(() => this.system.once(idempotencyKey, (): Payment => this.capture(gatewayId, amount))),
      void: ({ gatewayId, idempotencyKey }) =>
        call(() => this.system.once(idempotencyKey, (): Payment => this.void(gatewayId))),
      refund: ({ gatewayId, refundId, amount, idempotencyKey }) =>
        call(() => this.system.once(idempotencyKey, (): Refund => this.refund(gatewayId, refundId, amount))),
      find: ({ orderId, gatewayId, revision = 0 }) => call(() => this.find(orderId, gatewayId, revision)),
      findRefund: ({ gatewayId, refundId }) => call(() => this.findRefund(gatewayId, refundId)),
      // Only the daily reconciliation calls this, and it does not run in a simulation.
      list: () => {
        throw new Error('the books are not read in a simulation');
      },
      show: () => Promise.reject(new Error('the books are not read in a simulation')),
    };
  }

  private authorize(orderId: string, asked: Money, method: string, revision: number): Payment {
    if (method.includes('Declined'))
      return { status: 'refused', refusal: { code: 'CARD_DECLINED', detail: 'The card was declined.' } };
    const other = this.world.faults.hits('gateway: takes another amount');
    const amount = other ? { ...asked, amount: asked.amount + 1 } : asked;
    const id = `pi_${this.charges.length + 1}`;
    const charge: Charge = {
      id,
      orderId,
      revision,
      amount,
      status: 'authorized',
      captured: 0,
      refunds: new Map(),
    };
    this.charges.push(charge);
    this.notify(charge, 'payment_intent.amount_capturable_updated');
    return seen(charge);
  }

  private capture(gatewayId: string, amount: Money): Payment {
    const charge = this.of(gatewayId);
    if (charge.status === 'authorized') {
      charge.status = 'captured';
      charge.captured = amount.amount;
      this.notify(charge, 'payment_intent.succeeded');
    }
    return seen(charge);
  }

  private void(gatewayId: string): Payment {
    const charge = this.of(gatewayId);
    if (charge.status === 'authorized') {
      charge.status = 'voided';
      this.notify(charge, 'payment_intent.canceled');
    }
    return seen(charge);
  }

  private refund(gatewayId: string, refundId: string, amount: Money): Refund {
    if (this.world.faults.hits('gateway: refuses a refund'))
      return { status: 'refused', refusal: { code: 'BALANCE_TOO_LOW', detail: 'The account is empty.' } };
    const charge = this.of(gatewayId);
    const given = [...charge.refunds.values()].reduce((sum, one) => sum + one, 0);
    if (charge.status !== 'captured' || given + amount.amount > charge.captured)
      return {
        status: 'refused',
        refusal: { code: 'GATEWAY_REFUSED', detail: 'Not so much is left of it.' },
      };
    charge.refunds.set(refundId, amount.amount);
    return { status: 'refunded', amount };
  }

  private find(orderId: string, gatewayId: string | null, revision: number): Payment | undefined {
    const charge = this.charges.find((one) =>
      gatewayId ? one.id === gatewayId : one.orderId === orderId && one.revision === revision,
    );
    return charge && seen(charge);
  }

  private findRefund(gatewayId: string, refundId: string): Refund | undefined {
    const { refunds, amount } = this.of(gatewayId);
    const given = refunds.get(refundId);
    return given === undefined ? undefined : { status: 'refunded', amount: { ...amount, amount: given } };
  }

  private of(gatewayId: string): Charge {
    return this.charges.find(({ id }) => id === gatewayId)!;
  }

  private notify({ id, orderId }: Charge, type: string): void {
    const object = { id, object: 'payment_intent', metadata: { order_id: orderId } };
    const event = { id: `evt_${++this.events}`, object: 'event', type, data: { object } };
    const body = Buffer.from(JSON.stringify(event));
    this.tell(body, () => signed(body, GATEWAY_SECRET, this.world.time.now));
  }
}

/** A signature `t=…,v1=…`, as of Stripe and of the carrier. */
export function signed(body: Buffer, secret: string, now: number): string {
  const t = Math.floor(now / 1_000);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex')}`;
}

function seen({ id: gatewayId, amount, status, captured }: Charge): Payment {
  const method = 'card' as const;
  switch (status) {
    case 'authorized':
      return { status, gatewayId, amount, method };
    case 'captured':
      return { status, gatewayId, amount, captured: { ...amount, amount: captured }, method };
    case 'voided':
      return { status, gatewayId };
  }
}
