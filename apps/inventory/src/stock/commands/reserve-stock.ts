import type { inventoryReserve } from '@waybill/contracts';
import type { Quantity, Sku } from '@waybill/contracts/ids';
import type { DataOf } from '@waybill/kernel';
import { type Tx, effectContextOf } from '@waybill/unit-of-work';
import { answer, refuse } from '../reservation.publication.js';
import { allocate } from '../domain/allocation.js';
import { allot, shortagesOfChange } from '../domain/reservation.js';
import { release, reserve } from '../domain/stock.js';
import { type ReservationRow, nothingReserved, reservations } from '../stock.rows.js';
import type { ReservationPolicy } from '../reservation-policy.js';
import { Shelves } from './shelves.js';

/** `choreographed`: the request comes from an event, not from a saga's command. */
type Request = DataOf<typeof inventoryReserve> & { readonly choreographed?: boolean };

/** Reserves every line or none. A repeated command gets the outcome of the first one. */
export async function reserveStock(tx: Tx, request: Request, policy: ReservationPolicy): Promise<void> {
  const { orderId, lines, revision = 0, choreographed = false } = request;
  const { tenant } = tx.context;
  const [known, shelves] = await Promise.all([tx.load(reservations, { orderId }), Shelves.of(tx, lines)]);
  if (known && revision > known.revision) return change(tx, known, { ...request, revision });
  if (known) return answer(tx, known);

  const { status, lines: held, missing, shortages } = allot(lines, shelves.stockOf);
  shelves.change(reserve, held);
  const waiting = status === 'waiting';
  const reservation: ReservationRow = {
    ...nothingReserved,
    orderId,
    tenant,
    status,
    revision,
    choreographed,
    updatedAt: tx.at,
    shortages,
    // Failed lines are stored as requested.
    lines: status === 'failed' ? lines : held,
    missing: shelves.wait(orderId, missing),
    expiresAt: status === 'reserved' ? policy.expiry(tx.at) : null,
    asked: waiting ? effectContextOf(tx.context) : null,
  };
  tx.save(reservations, reservation);
  await shelves.close();
  answer(tx, reservation);
}

/** Replaces the reserved lines by other lines: all of them or none. */
async function change(
  tx: Tx,
  known: ReservationRow,
  { lines, revision }: Request & { revision: number },
): Promise<void> {
  if (known.status === 'waiting') return refuse(tx, known.orderId, known.missing.map(lacking));
  if (known.status !== 'reserved') return answer(tx, known);
  const shelves = await Shelves.of(tx, [...known.lines, ...lines]);
  const shortages = shortagesOfChange(known.lines, lines, shelves.stockOf);
  if (shortages.length === 0) shelves.change(release, known.lines);
  const held = shortages.length === 0 ? allocate(lines, shelves.stockOf) : known.lines;
  if (shortages.length === 0) shelves.change(reserve, held);
  const changed = { ...known, revision, shortages, lines: held, updatedAt: tx.at };
  tx.save(reservations, changed);
  await shelves.close();
  answer(tx, changed);
}

function lacking({ sku, quantity }: { readonly sku: Sku; readonly quantity: Quantity }) {
  return { sku, requested: quantity, available: 0 };
}
