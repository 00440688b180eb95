import type { inventoryRelease } from '@waybill/contracts';
import type { OrderId } from '@waybill/contracts/ids';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { heldBy } from '../domain/reservation.js';
import { release } from '../domain/stock.js';
import { answer, publish } from '../reservation.publication.js';
import { type ReservationRow, nothingReserved, reservations } from '../stock.rows.js';
import { Shelves } from './shelves.js';

/** Releases the reservation of an order. If it arrives before the reservation, it leaves a tombstone, so that the late one is refused. */
export async function releaseStock(tx: Tx, { orderId }: DataOf<typeof inventoryRelease>): Promise<void> {
  const known = await tx.load(reservations, { orderId });
  if (known?.status === 'committed' || known?.status === 'released') return answer(tx, known);
  answer(tx, known ? await giveBack(tx, known) : tombstone(tx, orderId));
}

/** The order was not confirmed in time: its units become available to others. */
export async function expireReservation(tx: Tx, orderId: OrderId): Promise<void> {
  const known = await tx.load(reservations, { orderId });
  if (known?.status !== 'reserved' || !known.expiresAt || known.expiresAt > tx.at) return;
  const { lines } = await giveBack(tx, known);
  publish(tx, orderId, { type: 'expired', lines });
}

async function giveBack(tx: Tx, known: ReservationRow): Promise<ReservationRow> {
  const held = heldBy(known);
  const shelves = await Shelves.of(tx, [...held, ...known.missing]);
  shelves.change(release, held);
  await shelves.leave(known.missing);
  const released: ReservationRow = { ...known, ...OVER, lines: held, status: 'released', updatedAt: tx.at };
  tx.save(reservations, released);
  await shelves.close();
  return released;
}

function tombstone(tx: Tx, orderId: OrderId): ReservationRow {
  const { tenant } = tx.context;
  const released: ReservationRow = {
    ...nothingReserved,
    orderId,
    tenant,
    status: 'released',
    updatedAt: tx.at,
  };
  tx.save(reservations, released);
  return released;
}

const OVER = { missing: [], shortages: [], expiresAt: null, asked: null };
