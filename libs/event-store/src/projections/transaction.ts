import type { Pool, PoolClient } from 'pg';

/**
 * Runs `act` in a transaction on a separate connection. A connection whose transaction has an unknown outcome is not
 * reused: the next transaction on it could commit rolled back changes.
 */
export async function inTransaction<Value>(
  pool: Pool,
  begin: string,
  act: (client: PoolClient) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  let lost = false;
  const lose = (): void => void (lost = true);
  // The server may end the connection between two statements; without a listener the error would end the process.
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
