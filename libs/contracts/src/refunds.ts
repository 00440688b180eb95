import { z } from 'zod';

/** What a refund is for. `subject` is the return's id, the shipment's id, or the order's id for a cancellation or goodwill. */
export const refundPurpose = z.object({
  reason: z.enum(['cancellation', 'short-pick', 'return', 'goodwill']).meta({
    description:
      '`cancellation`: the order was cancelled or rejected. `short-pick`: the warehouse found too few units. `return`: the customer sent units back. `goodwill`: a concession',
  }),
  subject: z.string().meta({
    description: 'Id of what is refunded: the return, the shipment of a short pick, or the order',
  }),
});
export type RefundPurpose = z.infer<typeof refundPurpose>;

/**
 * What a refund of version 1 was for. Version 1 had no field for it, but its senders derived `refundId` from it. This is the only
 * place that reads these ids; the patterns never change, because messages and rows of that version stay readable.
 */
export function purposeOfRefundV1(orderId: string, refundId: string): RefundPurpose {
  const suffix = refundId.startsWith(orderId) ? refundId.slice(orderId.length) : '';
  if (/^-return-[1-9]\d*$/.test(suffix)) return { reason: 'return', subject: refundId };
  const shipmentId = /^:short:(.+)$/.exec(suffix)?.[1];
  if (shipmentId !== undefined) return { reason: 'short-pick', subject: shipmentId };
  return { reason: 'cancellation', subject: orderId };
}
