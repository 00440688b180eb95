import { type Restored, afterRestore } from '@waybill/event-store';
import { actAtDatabase, uuids } from '@waybill/platform';
import { recordAct } from '@waybill/unit-of-work';
import pg from 'pg';

/** Makes the events of a restored dump readable. Connects as the owner. Throws errors of the database. */
export async function madeReadable(ownerUrl: string, by: string): Promise<Restored> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'waybill-after-restore' });
  await owner.connect();
  const id = uuids.next();
  const act = actAtDatabase(by, 'afterRestore', id);
  return afterRestore(owner, ({ before: offset, moved }) =>
    recordAct(owner, act, id, { after: { offset, moved } }),
  ).finally(() => owner.end());
}

/** Describes the result in one line. */
export function restoredLine({ needed, before, moved }: Restored): string {
  if (!needed)
    return 'Nothing to do: the transaction ids of this server are higher than those of all events.';
  const late = moved === 0 ? '' : ` ${moved} events appended since the restore now come after the others.`;
  return `All events can be read, and new ones come after them: the service now adds ${before} to the transaction ids of this server.${late}`;
}
