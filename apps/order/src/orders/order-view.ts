import { rejectionSentence } from '@waybill/contracts';
import { money, times } from '@waybill/kernel';
import { z } from 'zod';
import { ORDER_STATUSES } from './domain/order-status.js';
import { ORDER_EXAMPLE } from './order.example.js';
import type { Return } from './domain/returns.js';
import type { Shipment } from './domain/shipments.js';
import { earlier } from './domain/times.js';
import { shipmentsOfRow } from './order-summary-v1.js';
import type { Contact, OrderSummary } from './order-summary.js';
import { wordsOf } from './words.js';

const amount = z
  .object({ amount: z.int().meta({ description: 'In minor units, such as cents' }), currency: z.string() })
  .meta({ id: 'Money' });
const rejection = z
  .object({
    code: z.string(),
    detail: z.string().meta({ description: 'The reason given by the service that refused' }),
    message: z.string().meta({ description: 'A sentence for the customer' }),
  })
  .meta({ id: 'Rejection' });
const shippingAddress = z
  .object({
    name: z.string(),
    line1: z.string(),
    line2: z.string().optional(),
    city: z.string(),
    region: z.string().optional(),
    postalCode: z.string(),
    country: z.string(),
  })
  .meta({ id: 'Address' });

const pieces = z.array(z.object({ sku: z.string(), quantity: z.int() }));
const orderReturn = z
  .object({
    id: z.string(),
    status: z.enum(['REQUESTED', 'RECEIVED', 'COMPLETED']),
    reason: z.string().meta({ description: 'Empty after the customer was erased' }),
    lines: pieces,
    received: z
      .array(z.object({ sku: z.string(), restocked: z.int(), writtenOff: z.int() }))
      .optional()
      .meta({ description: 'What arrived' }),
    refund: amount.optional().meta({ description: 'Refunded when the return is COMPLETED' }),
    requestedAt: z.string(),
    completedAt: z.string().optional(),
  })
  .meta({ id: 'Return' });

/** An order as its customer sees it: the response of every request about an order. */
export const orderView = z
  .object({
    id: z.string(),
    customerId: z.string(),
    customerName: z.string().nullable(),
    customerEmail: z.string().optional().meta({ description: 'Admins only' }),
    status: z.enum(ORDER_STATUSES),
    version: z.int(),
    lines: z.array(
      z.object({
        sku: z.string(),
        name: z.string(),
        quantity: z.int(),
        unitPrice: amount,
        lineTotal: amount,
        tax: amount
          .optional()
          .meta({ description: 'Tax of the line. Part of its price if the tax charge is `included`' }),
      }),
    ),
    charges: z.array(z.object({ kind: z.string(), amount, included: z.boolean().optional() })),
    total: amount,
    refunded: amount,
    itemCount: z.int(),
    shippingAddress: shippingAddress.nullable().meta({ description: '`null` after the customer was erased' }),
    rejection: rejection.optional(),
    cancellation: z.object({ reason: z.string(), by: z.string(), refund: amount.optional() }).optional(),
    change: z
      .object({
        status: z.enum(['PENDING', 'REFUSED']),
        lines: pieces,
        total: amount,
        refusal: rejection.optional(),
      })
      .optional()
      .meta({ description: 'The change of lines that is in progress, or the last one that was refused' }),
    shipments: z.array(
      z.object({
        id: z.string(),
        carrier: z.string(),
        trackingNumber: z.string(),
        eta: z.string(),
        status: z.enum(['booked', 'shipped', 'delivered', 'cancelled']),
        lines: z.array(z.object({ sku: z.string(), quantity: z.int() })),
      }),
    ),
    returns: z.array(orderReturn),
    shorted: z
      .array(
        z.object({
          shipmentId: z.string(),
          lines: z.array(z.object({ sku: z.string(), quantity: z.int() })),
          refund: amount,
        }),
      )
      .optional()
      .meta({ description: 'Units that the warehouse did not find. They are not sent, and are refunded' }),
    placedAt: z.string().meta({ description: 'For a draft, the time when it was started' }),
    draftedAt: z.string().optional(),
    updatedAt: z.string(),
    confirmedAt: z.string().optional(),
    paidAt: z
      .string()
      .optional()
      .meta({ description: 'When the payment was captured; never after `confirmedAt`' }),
    shippedAt: z
      .string()
      .optional()
      .meta({ description: 'When the carrier collected the first shipment; never after `deliveredAt`' }),
    deliveredAt: z
      .string()
      .optional()
      .meta({ description: 'When the last shipment arrived, as the carrier says' }),
    cancelledAt: z.string().optional(),
  })
  .meta({ id: 'Order', example: ORDER_EXAMPLE });

export type OrderView = z.infer<typeof orderView>;

export type ContactData = Pick<Contact, 'customerName' | 'email' | 'address' | 'words'>;

export function viewOf(
  summary: OrderSummary,
  contact: ContactData | null | undefined,
  admin = false,
): OrderView {
  const { id, customerId, status, version, currency, progress } = summary;
  const { refunded, rejection, cancellation, change } = progress;
  const { draftedAt, confirmedAt, paidAt, shippedAt, deliveredAt, cancelledAt } = progress;
  return {
    id,
    customerId,
    customerName: contact?.customerName ?? null,
    ...(admin && contact?.email ? { customerEmail: contact.email } : {}),
    status,
    version,
    lines: summary.lines.map((line) => ({ ...line, lineTotal: times(line.unitPrice, line.quantity) })),
    charges: [...summary.charges],
    total: money(summary.total, currency),
    refunded: money(refunded, currency),
    itemCount: summary.lines.reduce((count, { quantity }) => count + quantity, 0),
    shippingAddress: contact?.address ?? null,
    ...(rejection ? { rejection: { ...rejection, message: messageOf(rejection) } } : {}),
    ...(cancellation ? { cancellation: { ...cancellation, reason: wordsOf(contact, cancellation) } } : {}),
    ...(change ? { change: changeView(change) } : {}),
    shipments: shipmentsOfRow(summary).map(shipmentView),
    ...(progress.shorted && {
      shorted: progress.shorted.map(({ lines, ...one }) => ({ ...one, lines: [...lines] })),
    }),
    returns: (progress.returns ?? []).map((one) => returnView(one, contact)),
    placedAt: summary.placedAt.toISOString(),
    ...(draftedAt ? { draftedAt } : {}),
    updatedAt: summary.updatedAt.toISOString(),
    // The order was paid before its confirmation, whichever clocks recorded them.
    ...(confirmedAt ? { confirmedAt, paidAt: earlier(paidAt, confirmedAt) } : {}),
    // The dispatch was before the delivery, whichever clocks recorded them: shipping’s, the carrier’s, or ours in earlier releases.
    ...(shippedAt ? { shippedAt: earlier(shippedAt, deliveredAt) } : {}),
    ...(deliveredAt ? { deliveredAt } : {}),
    ...(cancelledAt ? { cancelledAt } : {}),
  };
}

function returnView(
  { lines, received, ...rest }: Return,
  contact: ContactData | null | undefined,
): z.infer<typeof orderReturn> {
  const reason = wordsOf(contact, rest);
  return { ...rest, reason, lines: [...lines], ...(received && { received: [...received] }) };
}

function shipmentView(shipment: Shipment): OrderView['shipments'][number] {
  const { shipmentId: id, carrier, trackingNumber, eta, status, lines } = shipment;
  return { id, carrier, trackingNumber, eta, status, lines: [...lines] };
}

function changeView({ lines, total, refusal }: NonNullable<OrderSummary['progress']['change']>) {
  return {
    status: refusal ? ('REFUSED' as const) : ('PENDING' as const),
    lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    total,
    ...(refusal && { refusal: { ...refusal, message: messageOf(refusal) } }),
  };
}

function messageOf({ code, detail }: { code: string; detail: string }): string {
  return rejectionSentence(code) ?? `Your order could not be completed: ${detail}`;
}
