import { pageView } from '@waybill/platform';
import { z } from 'zod';
import { plannedShipment } from './domain/booked-shipment.js';
import { STATUSES } from './domain/shipment.js';
import type { ShipmentRow } from './shipment.rows.js';

const instant = z.iso.datetime();

/** A shipment in the API, without the address. */
export const shipmentView = z
  .object({
    id: z.string(),
    orderId: z.string(),
    customerId: z.string(),
    warehouse: z.string(),
    status: z.enum(STATUSES),
    carrier: z.string().optional(),
    trackingNumber: z.string().optional(),
    eta: z.string().optional(),
    label: z.url().optional().meta({ description: 'URL of the printable label at the carrier' }),
    cost: z
      .object({ amount: z.int(), currency: z.string() })
      .optional()
      .meta({ description: 'What the carrier charges' }),
    lines: z.array(z.object({ sku: z.string(), quantity: z.int() })),
    refusal: z.object({ code: z.string(), detail: z.string() }).optional(),
    createdAt: instant,
    updatedAt: instant,
    bookedAt: instant.optional(),
    shippedAt: instant.optional(),
    deliveredAt: instant.optional(),
    cancelledAt: instant.optional(),
  })
  .meta({
    id: 'Shipment',
    example: {
      id: '01a1fd89-ae6a-7769-84b5-a1c83705b48b',
      orderId: '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f',
      customerId: 'ada',
      warehouse: 'main',
      status: 'booked',
      carrier: 'Wayfarer Parcels',
      trackingNumber: 'WF7D987E4C98CB82F2E088B516',
      eta: '2026-11-23T09:57:01.176Z',
      lines: [{ sku: 'TEA-EARL', quantity: 2 }],
      createdAt: '2026-11-21T09:57:01.150Z',
      updatedAt: '2026-11-21T09:57:01.176Z',
      bookedAt: '2026-11-21T09:57:01.176Z',
    },
  });
export const shipmentPage = pageView('ShipmentPage', shipmentView);

export function viewOf(row: ShipmentRow): z.infer<typeof shipmentView> {
  const { shipmentId, customerId, orderId, warehouse, status, lines, createdAt, updatedAt } =
    plannedShipment(row);
  const present = {
    carrier: row.carrier ?? undefined,
    trackingNumber: row.trackingNumber ?? undefined,
    eta: row.eta ?? undefined,
    label: row.label ?? undefined,
    cost: row.cost ?? undefined,
    refusal: row.refusal ?? undefined,
    bookedAt: row.bookedAt?.toISOString(),
    shippedAt: shownDispatch(row)?.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString(),
    cancelledAt: row.cancelledAt?.toISOString(),
  };
  return {
    id: shipmentId,
    orderId,
    customerId,
    warehouse,
    status,
    lines: [...lines],
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    ...present,
  };
}

/** The dispatch was before the delivery, whichever clock recorded them: ours if the carrier reported no time of the dispatch. */
function shownDispatch({
  shippedAt,
  deliveredAt,
}: Pick<ShipmentRow, 'shippedAt' | 'deliveredAt'>): Date | null {
  return shippedAt && deliveredAt && deliveredAt < shippedAt ? deliveredAt : shippedAt;
}
