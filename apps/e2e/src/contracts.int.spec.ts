import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inventoryReserve } from '@waybill/contracts';
import type { MessageType } from '@waybill/kernel';
import { type SingleService, eventually, startService } from '@waybill/testing';
import { inventoryApp } from '../../inventory/src/inventory.app.js';

const lines = [{ sku: 'TEA-EARL', quantity: 2 }];
const later = (version: number): MessageType => ({ ...inventoryReserve, version });

describe('an incoming message', () => {
  let service: SingleService;
  beforeAll(async () => {
    service = await startService(inventoryApp, 'inventory.events', {});
  });
  afterAll(() => service?.stop());

  const letterOf = (key: string) =>
    eventually(async () => {
      const { rows } = await service.pool.query<{ code: string; says: string }>(
        'SELECT error_code AS code, error_message AS says FROM dead_letters WHERE key = $1',
        [key],
      );
      expect(rows).toHaveLength(1);
      return rows[0]!;
    });

  it.each<[string, MessageType, (orderId: string) => unknown, string, string]>([
    [
      'has a field of the wrong type',
      inventoryReserve,
      (orderId) => ({ orderId, lines: [...lines, { sku: 'MUG', quantity: '2' }] }),
      'CONTRACT_BROKEN',
      'not a inventory.reserve of version 1: /lines/1/quantity: Invalid input: expected number, received string',
    ],
    [
      'lacks two fields',
      inventoryReserve,
      () => ({}),
      'CONTRACT_BROKEN',
      'not a inventory.reserve of version 1: /orderId: Invalid input: expected string, received undefined; /lines: Invalid input: expected array, received undefined',
    ],
    [
      'is newer and has no known field',
      later(3),
      (orderId) => ({ orderId, goods: lines }),
      'CONTRACT_BROKEN',
      'not a inventory.reserve of version 3: /lines: Invalid input: expected array, received undefined',
    ],
    [
      'has a version that never existed',
      later(0),
      (orderId) => ({ orderId, lines }),
      'UNKNOWN_VERSION',
      'inventory.reserve has no version 0',
    ],
  ])('becomes a dead letter that names the invalid field when it %s', async (_, type, data, code, says) => {
    const orderId = randomUUID();
    await service.send(type, orderId, data(orderId));
    expect(await letterOf(orderId)).toEqual({ code, says });
  });

  it('is handled by its known fields when it is newer', async () => {
    const orderId = randomUUID();
    await service.send(later(2), orderId, { orderId, lines, urgency: 'today' });
    await eventually(() => {
      const said = service.heard.filter(({ key }) => key === orderId);
      const shortages = [{ sku: 'TEA-EARL', requested: 2, available: 0 }];
      expect(said.map(({ type, data }) => [type, data])).toEqual([
        ['inventory.reservation-failed', { orderId, shortages }],
      ]);
    });
  });
});
