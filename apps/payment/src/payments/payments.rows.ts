import {
  type RefundPurpose,
  type paymentAuthorize,
  type paymentCapture,
  type paymentRefund,
  type paymentVoid,
  purposeOfRefundV1,
} from '@waybill/contracts';
import type { CustomerId, OrderId } from '@waybill/contracts/ids';
import type { DataOf } from '@waybill/kernel';
import { type EffectContext, rowType } from '@waybill/unit-of-work';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Held, Method, Refusal, Status } from './domain/payment.js';

export type Command =
  | { readonly command: 'authorize'; readonly data: DataOf<typeof paymentAuthorize> }
  | { readonly command: 'capture'; readonly data: DataOf<typeof paymentCapture> }
  | { readonly command: 'void'; readonly data: DataOf<typeof paymentVoid> }
  | { readonly command: 'refund'; readonly data: DataOf<typeof paymentRefund> }
  | { readonly command: 'cancel'; readonly data: DataOf<typeof paymentVoid> };

/** A stored command. `data` has the schema of `version` (default: 1), so it must be parsed with its contract. */
export type StoredCommand = Command & { readonly version?: number };

/** A command that waits for the call in flight, with the context for its reply. */
export type Waiting = StoredCommand & { readonly context: EffectContext };

/** `voided` without a gateway id is a tombstone: the void arrived first, and a late authorization must not charge. */
@Entity('payments')
@Index('payments_created', ['tenant', 'createdAt', 'orderId'])
@Check(
  'payments_within_bounds',
  'refunded >= 0 AND refunding >= 0 AND refunded + refunding <= captured AND captured <= amount',
)
export class PaymentRow {
  @PrimaryColumn('text') orderId!: OrderId;
  @Column('text') tenant!: string;
  @Column('text', { nullable: true }) customerId!: CustomerId | null;
  @Column('text') status!: Status;
  @Column('bigint') amount!: number;
  @Column('text') currency!: string;
  @Column('text', { nullable: true }) gatewayId!: string | null;
  @Column('text', { nullable: true }) method!: Method | null;
  @Column('bigint') toCapture!: number;
  @Column('bigint') captured!: number;
  @Column('bigint') refunding!: number;
  @Column('bigint') refunded!: number;
  @Column('jsonb', { nullable: true }) refusal!: Refusal | null;
  @Column('integer') revision!: number;
  @Column('jsonb', { nullable: true }) held!: Held | null;
  @Column('jsonb', { nullable: true }) unchanged!: Refusal | null;
  /** Whether the order is in choreographed mode; null in rows of older releases. */
  @Column('boolean', { nullable: true }) choreographed!: boolean | null;
  /** The command whose call to the gateway is not answered yet. */
  @Column('jsonb', { nullable: true }) inFlight!: EffectContext | null;
  @Column('jsonb') waiting!: readonly Waiting[];
  /** When the service learned that the money was captured. Null before, and in rows of older releases. */
  @Column('timestamptz', { nullable: true }) capturedAt!: Date | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

@Entity('refunds')
@Index('refunds_of_order', ['orderId'])
export class RefundRow {
  @PrimaryColumn('text') refundId!: string;
  @Column('text') orderId!: OrderId;
  @Column('text') tenant!: string;
  @Column('bigint') amount!: number;
  @Column('text') currency!: string;
  @Column('text') reason!: string;
  /** Why the money is refunded, with `subject`. Null in rows of older builds. Read both with `purposeOf`. */
  @Column('text', { nullable: true }) purpose!: RefundPurpose['reason'] | null;
  @Column('text', { nullable: true }) subject!: string | null;
  @Column('text') status!: 'refunding' | 'refunded' | 'failed';
  @Column('jsonb', { nullable: true }) refusal!: Refusal | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

/** The columns of a payment before its authorization. */
export const noMoney = {
  gatewayId: null,
  method: null,
  toCapture: 0,
  captured: 0,
  refunding: 0,
  refunded: 0,
  refusal: null,
  revision: 0,
  held: null,
  unchanged: null,
  choreographed: null,
  capturedAt: null,
};

export const payments = rowType(PaymentRow, ['orderId'], {
  guards: {
    payments_within_bounds: ({ refunded, refunding, captured, amount }) =>
      refunded >= 0 && refunding >= 0 && refunded + refunding <= captured && captured <= amount,
  },
});
export const refunds = rowType(RefundRow, ['refundId']);

export function purposeOf({ orderId, refundId, purpose, subject }: RefundRow): RefundPurpose {
  if (purpose === null || subject === null) return purposeOfRefundV1(orderId, refundId);
  return { reason: purpose, subject };
}
