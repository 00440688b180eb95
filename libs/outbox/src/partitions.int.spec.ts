import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ServiceDatabase, serviceDatabase } from '@waybill/testing';

describe('partitions by day', () => {
  let service: ServiceDatabase;
  beforeAll(async () => {
    service = await serviceDatabase('partitions');
  });
  afterAll(() => service?.drop());

  const days = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => {
      const day = new Date(Date.now() + (from + index) * 86_400_000).toISOString().slice(0, 10);
      return `inbox_${day.replaceAll('-', '')}`;
    });
  const partitions = async (): Promise<string[]> => {
    const { rows } = await service.pool.query<{ relname: string }>(
      `SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
       WHERE i.inhparent = 'inbox'::regclass ORDER BY 1`,
    );
    return rows.map(({ relname }) => relname);
  };

  it('reach from the oldest day that is kept to the day after tomorrow', async () => {
    expect(await partitions()).toEqual(days(-14, 2));
  });

  // The days inside message ids are UTC's, also where the server's calendar is a day ahead or behind.
  it.each(['Pacific/Kiritimati', 'Etc/GMT+12'])('are the same on a server in %s', async (zone) => {
    const client = await service.pool.connect();
    await client.query(`SET timezone = '${zone}'`);
    await client.query(`SELECT maintain_partitions('inbox', 14)`);
    client.release(true);
    expect(await partitions()).toEqual(days(-14, 2));
  });

  it('are made once when several ask at once, and dropped when their days are over', async () => {
    await Promise.all([1, 2, 3].map(() => service.pool.query(`SELECT maintain_partitions('inbox', 16)`)));
    expect(await partitions()).toEqual(days(-16, 2));
    await service.pool.query(`SELECT maintain_partitions('inbox', 3)`);
    expect(await partitions()).toEqual(days(-3, 2));
  });
});
