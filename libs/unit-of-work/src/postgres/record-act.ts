import type { Act, ActDetails } from '@waybill/kernel';
import type { ClientBase } from 'pg';
import { entryOf } from '../trail.js';

/** Records an act in the transaction of a connection, for acts without a unit of work. */
export async function recordAct(
  client: Pick<ClientBase, 'query'>,
  act: Act,
  id: string,
  details: ActDetails = {},
): Promise<void> {
  const entry = entryOf(act, details, { id, at: new Date() });
  if (entry) await client.query({ ...RECORD, values: [JSON.stringify(entry)] });
}

const RECORD = {
  name: 'trail_record',
  text: `INSERT INTO trail SELECT (jsonb_populate_record(NULL::trail,
    $1::jsonb || jsonb_build_object('at', now(), 'correlation_id', $1::jsonb->>'correlationId'))).*`,
};
