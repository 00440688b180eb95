import { type Restored, afterRestore } from '@waybill/event-store';
import pg from 'pg';

/** Makes the events of a restored dump readable. Throws what the database says: it is reached as the owner. */
export async function madeReadable(ownerUrl: string): Promise<Restored> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'waybill-after-restore' });
  await owner.connect();
  return afterRestore(owner).finally(() => owner.end());
}

/** What was done, for a terminal. */
export function restoredLine({ needed, before, moved }: Restored): string {
  if (!needed)
    return 'Nothing to do: this server gives out higher transaction numbers than those of the events.';
  const late = moved === 0 ? '' : ` ${moved} that were appended since the restore stand behind the others.`;
  return `All events can be read, and new ones come behind them: ${before} is added to this server's transaction numbers.${late}`;
}
