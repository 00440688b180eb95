export interface Refund {
  id: string;
  created: number;
  intentId: string;
  chargeId: string;
  amount: number;
  currency: string;
  reason: string | null;
  metadata: Record<string, string>;
  status: 'succeeded' | 'pending' | 'failed';
}

/** Refunded amount. Failed refunds do not count. */
export function refunded(refunds: readonly Refund[]): number {
  return refunds.reduce((sum, refund) => (refund.status === 'failed' ? sum : sum + refund.amount), 0);
}
