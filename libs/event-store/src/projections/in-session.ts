import type { Changes, Database, Session } from '@waybill/unit-of-work';

/** Runs one transaction. Commits the changes that `act` returns, or rolls back if there are none. */
export async function inSession<Value>(
  database: Database,
  act: (session: Session) => Promise<{ value: Value; changes: readonly Changes[] }>,
): Promise<Value> {
  const session = await database.open();
  try {
    await session.begin([]);
    const { value, changes } = await act(session);
    if (changes.length === 0) await session.rollback();
    else await session.commit(changes, []);
    return value;
  } catch (error) {
    await session.rollback();
    throw error;
  }
}
