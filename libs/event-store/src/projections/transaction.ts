import type { Pool, PoolClient } from 'pg';

/**
 * Runs `act` in a transaction on a connection of its own. A connection whose transaction has an unknown outcome is not
 * used again: the next who borrowed it would commit what was rolled back.
 */
export async function inTransaction<Value>(
  pool: Pool,
  begin: string,
  act: (client: PoolClient) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let lost = false;
  const lose = (): void => void (lost = true);
  // The server may end it between two statements; unheard, that error would end the process.
  client.on('error', lose);
  try {
    await client.query(begin);
    const value = await act(client);
    await client.query('COMMIT');
    return value;
  } catch (error) {
    await client.query('ROLLBACK').catch(lose);
    throw error;
  } finally {
    client.off('error', lose);
    client.release(lost);
  }
}
