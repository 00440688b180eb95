import type { inventoryRelease } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { release } from '../domain/stock.js';
import { reservations } from '../stock.rows.js';
import { changeLines } from './change-lines.js';
import { answer } from './reserve-stock.js';

/** Gives the order's pieces back. One that comes before its reservation leaves a tombstone, so that the late one is refused. */
export async function releaseStock(tx: Tx, { orderId }: DataOf<typeof inventoryRelease>): Promise<void> {
  const { tenant } = tx.context;
  const known = await tx.load(reservations, { orderId });
  const held = known?.status === 'reserved';
  if (held) await changeLines(tx, known.lines, release);
  if (known?.status === 'committed') return answer(tx, known);

  const released = {
    orderId,
    tenant,
    lines: held ? known.lines : [],
    shortages: [],
    status: 'released' as const,
    updatedAt: tx.at,
  };
  if (known?.status !== 'released') tx.save(reservations, released);
  answer(tx, known?.status === 'released' ? known : released);
}
