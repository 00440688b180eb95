import { Controller } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Context, DomainError, type Message, type MessageType } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { BankTables1700000000000, accounts, eventually, startService, refusal } from '@waybill/testing';
import type { Api, ApiProblem, SingleService } from '@waybill/testing';
import { BatchRunner } from '@waybill/unit-of-work';
import { z } from 'zod';
import type { ServiceApp } from '../service-app.js';

interface Opened {
  readonly balance: number;
}

const opened: MessageType<'bank.opened', Opened> = {
  type: 'bank.opened',
  version: 1,
  topic: 'bank.commands',
  parse: (data) => data as Opened,
};

/** What the handler does before its transaction, set by each test. */
let before: (key: string) => void = () => {};

@Controller()
class BankConsumer {
  constructor(private readonly unitOfWork: BatchRunner) {}

  @Handles(opened, 'bank.open')
  open({ key, data }: Message<'bank.opened', Opened>, context: Context): Promise<void> {
    before(key);
    return this.unitOfWork.run(context, async (tx) => {
      const { balance } = data;
      tx.save(accounts, { id: key, balance, iban: null, notes: {}, entries: 0 });
    });
  }
}

const bank: ServiceApp = {
  name: 'bank',
  description: 'Opens accounts',
  port: 0,
  settings: z.object({}),
  entities: [],
  migrations: [BankTables1700000000000],
  messageTypes: new Map<string, MessageType>([['bank.opened', opened]]),
  topics: ({ partitions }) =>
    ['bank.commands', 'bank.dead-letters'].map((name) => ({ name, partitions, retentionMs: -1 })),
  compose: () => ({ controllers: [BankConsumer], provide: [] }),
};

describe('the HTTP API of dead letters', () => {
  let service: SingleService;
  let admin: Api;
  beforeAll(async () => {
    service = await startService(bank, 'bank.dead-letters', {});
    admin = await service.api({ sub: 'ada', operator: true });
  });
  afterAll(() => service?.stop());

  const refuse = () => {
    throw new DomainError(refusal('NOT_TODAY'), 'the bank is closed');
  };
  /** Creates dead letters with different keys: the handler refuses their messages. */
  const bury = async (name: string, count = 1): Promise<{ id: string; key: string }[]> => {
    before = refuse;
    for (let n = 0; n < count; n++) await service.send(opened, `${name}-${n}`, { balance: n });
    const letters = await eventually(async () => {
      const { rows } = await service.pool.query<{ id: string; key: string }>(
        `SELECT id, key FROM dead_letters WHERE key LIKE $1 ORDER BY first_at, id`,
        [`${name}-%`],
      );
      expect(rows).toHaveLength(count);
      return rows;
    });
    before = () => {};
    return letters;
  };
  const pathOf = (id: string) => `/admin/dead-letters/${encodeURIComponent(id)}`;
  const balanceOf = async (key: string) =>
    (await service.pool.query<{ balance: string }>('SELECT balance FROM accounts WHERE id = $1', [key]))
      .rows[0]?.balance;

  it('is for admins', async () => {
    const customer = await service.api({ sub: 'eve' });
    const [{ id }] = (await bury('guarded')) as [{ id: string; key: string }];
    for (const [method, path, body] of [
      ['GET', '/admin/dead-letters', undefined],
      ['GET', '/admin/dead-letters/fingerprints', undefined],
      ['GET', '/admin/parked-keys', undefined],
      ['PUT', pathOf(id), { value: '{}' }],
      ['POST', `${pathOf(id)}/redrive`, {}],
      ['POST', `${pathOf(id)}/discard`, { reason: 'x' }],
      ['POST', '/admin/dead-letters/redrive', { filter: {} }],
    ] as const)
      expect((await customer.call(method, path, { body })).status).toBe(403);
  });

  it('rehearses, edits and redrives one dead letter, and records the operator', async () => {
    const [{ id, key }] = (await bury('single')) as [{ id: string; key: string }];
    const row = { id: key, balance: 7, iban: null, notes: {}, entries: 0 };
    expect(await admin.put(pathOf(id), { value: '{"balance":7}' })).toMatchObject({
      value: '{"balance":7}',
      originalValue: '{"balance":0}',
      edited: true,
    });
    expect(await admin.post(`${pathOf(id)}/redrive`, { dryRun: true })).toEqual({
      items: [
        {
          id,
          outcome: 'rehearsed',
          planned: {
            tables: [{ table: 'accounts', inserts: [row], updates: [], removals: [] }],
            messages: [],
            effects: [],
          },
        },
      ],
      nextCursor: null,
    });
    expect(await balanceOf(key)).toBeUndefined();
    const redrive = () => admin.post<{ items: unknown[] }>(`${pathOf(id)}/redrive`, undefined);
    expect((await redrive()).items).toEqual([{ id, outcome: 'redriven' }]);
    expect((await redrive()).items).toEqual([{ id, outcome: 'closed before' }]);
    expect(await balanceOf(key)).toBe(7);
    const letter = await admin.get<{ log: { actor: string; action: string }[]; redrives: number }>(
      pathOf(id),
    );
    expect([letter.redrives, letter.log.map(({ actor, action }) => `${actor} ${action}`)]).toEqual([
      1,
      ['ada edited', 'ada redriven'],
    ]);
    const metrics = await admin.call<string>('GET', '/metrics');
    expect(metrics.body).toMatch(/waybill_redrives_total\{outcome="redriven",service="bank"\} \d/);
  });

  it('redrives all matching dead letters at a limited rate', async () => {
    const letters = await bury('many', 12);
    const { items } = await admin.get<{ items: { fingerprint: string }[] }>('/admin/dead-letters?limit=1');
    const { fingerprint } = items[0]!;
    const groups = await admin.get<{ items: { fingerprint: string; open: number }[] }>(
      `/admin/dead-letters/fingerprints?fingerprint=${fingerprint}&status=open`,
    );
    expect(groups.items).toMatchObject([{ fingerprint, consumer: 'bank.open', errorCode: 'NOT_TODAY' }]);
    expect(groups.items[0]!.open).toBeGreaterThanOrEqual(12);
    const start = performance.now();
    const answer = await admin.post<{ items: { id: string; outcome: string }[] }>(
      '/admin/dead-letters/redrive',
      { filter: { fingerprint } },
    );
    expect(performance.now() - start).toBeGreaterThan(200);
    const redriven = answer.items.filter(({ outcome }) => outcome === 'redriven').map(({ id }) => id);
    expect(redriven).toEqual(expect.arrayContaining(letters.map(({ id }) => id)));
    expect(await Promise.all(letters.map(({ key }) => balanceOf(key)))).toEqual(
      letters.map(({ key }) => Number(key.split('-')[1])),
    );
  });

  it('discards with a reason, and refuses invalid requests', async () => {
    const [{ id }] = (await bury('waste')) as [{ id: string; key: string }];
    const codeOf = (call: Promise<unknown>) => call.catch(({ status, code }: ApiProblem) => [status, code]);
    expect(await codeOf(admin.post(`${pathOf(id)}/discard`, { reason: ' ' }))).toEqual([
      400,
      'VALIDATION_FAILED',
    ]);
    expect(await admin.post(`${pathOf(id)}/discard`, { reason: 'a test' })).toMatchObject({
      status: 'discarded',
      log: [{ actor: 'ada', action: 'discarded', detail: 'a test' }],
    });
    expect(await codeOf(admin.post(`${pathOf(id)}/redrive`, {}))).toEqual([409, 'DEAD_LETTER_DISCARDED']);
    expect(await codeOf(admin.put(pathOf(id), { value: '' }))).toEqual([409, 'DEAD_LETTER_CLOSED']);
    expect(await codeOf(admin.post(`${pathOf('nothing')}/redrive`, {}))).toEqual([404, 'NOT_FOUND']);
  });

  it('parks a key, lists it, and releases it after the redrive of its first dead letter', async () => {
    before = () => {
      throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    };
    const key = 'parked';
    await service.send(opened, key, { balance: 1 });
    const parked = () => admin.get<{ items: object[] }>('/admin/parked-keys');
    await eventually(async () => expect((await parked()).items).toMatchObject([{ key, waiting: 1 }]));
    before = () => {};
    const [{ id }] = (
      await service.pool.query<{ id: string }>('SELECT id FROM dead_letters WHERE key = $1', [key])
    ).rows as [{ id: string }];
    expect((await admin.post<{ items: unknown[] }>(`${pathOf(id)}/redrive`, {})).items).toEqual([
      { id, outcome: 'redriven' },
    ]);
    expect([await balanceOf(key), (await parked()).items]).toEqual([1, []]);
  });
});
