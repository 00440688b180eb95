import { type Eraser, idsOf } from '@waybill/platform';
import { effects } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import type { BookRequested } from './carrier-requests.js';
import type { Address } from './domain/shipment.js';
import { shipments } from './shipment.rows.js';

/** A customer can be erased only when their orders have ended, so no parcel goes to this address. Carriers need the country. */
export function withoutRecipient({ country }: Address): Address {
  return { name: '', line1: '', city: '', postalCode: '', country };
}

/** Addresses of shipments that were not delivered and not cancelled, though their orders have ended. */
export function shippingAddressEraser(pool: Pool): Eraser {
  return {
    name: 'shipping addresses',
    async find({ tenant, orderIds }) {
      const { rows } = await pool.query<{ orderId: string; parcel: number }>(
        `SELECT order_id AS "orderId", parcel FROM shipments
         WHERE order_id = ANY($2) AND tenant = $1 AND address->>'line1' <> ''`,
        [tenant, orderIds],
      );
      return rows.map(({ orderId, parcel }) => JSON.stringify([orderId, parcel]));
    },
    async erase(tx, row) {
      const [orderId, parcel] = JSON.parse(row) as [string, number];
      const shipment = await tx.load(shipments, { orderId, parcel });
      if (shipment?.address) tx.save(shipments, { ...shipment, address: withoutRecipient(shipment.address) });
    },
  };
}

/** Requests that wait for the carrier. */
export function waitingBookingEraser(pool: Pool): Eraser {
  return {
    name: 'waiting bookings',
    async find({ tenant, orderIds }) {
      return idsOf(
        pool,
        `SELECT id FROM effects WHERE key = ANY($2) AND context->>'tenant' = $1
           AND payload->'request'->'address'->>'line1' <> ''`,
        [tenant, orderIds],
      );
    },
    async erase(tx, id) {
      const effect = await tx.load(effects, { id });
      if (!effect) return;
      const payload = effect.payload as BookRequested;
      const request = { ...payload.request, address: withoutRecipient(payload.request.address) };
      tx.save(effects, { ...effect, payload: { ...payload, request } });
    },
  };
}
