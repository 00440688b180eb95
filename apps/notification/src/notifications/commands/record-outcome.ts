import type { Tx } from '@waybill/unit-of-work';
import { type Outcome, settle } from '../domain/notification.js';
import { publish } from '../notification.publication.js';
import { notifications } from '../notification.rows.js';

/** Records that the mail server has accepted the mail, or rejected it permanently. */
export async function recordOutcome(tx: Tx, id: string, outcome: Outcome): Promise<void> {
  const known = await tx.load(notifications, { id });
  if (!known) return;
  const settled = settle(known, outcome, tx.at);
  if (settled === known) return;
  tx.save(notifications, settled);
  publish(tx, settled, outcome);
}
