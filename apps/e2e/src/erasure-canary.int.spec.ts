import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { customerErased } from '@waybill/contracts';
import type { Broker } from '@waybill/messaging';
import { eventually } from '@waybill/testing';
import { CanaryShop } from './canary-shop.js';
import { PATIENCE } from './shop.js';

const MODES =
  process.env['WAYBILL_PROOFS'] === 'full' ? ['orchestrated', 'choreographed', 'hybrid'] : ['orchestrated'];

describe.each(MODES)('a customer of a shop in %s mode', (mode) => {
  const shop = new CanaryShop(mode, `canary-${mode}`);
  beforeAll(() => shop.start());
  afterAll(() => shop.stop());

  it.each(['canary', 'bounce'])('who is erased (%s) is found nowhere, whatever waited', async (prefix) => {
    const canary = await shop.live(prefix);
    const { id, me, marks, orders, delivered } = canary;
    expect((await me.call('DELETE', '/v1/customers/me')).status).toBe(204);
    const erased = await shop.counts();
    await eventually(async () => expect(await shop.finds(marks, erased)).toEqual([]), PATIENCE);

    await shop.goOn(canary);
    expect(shop.told.some((event) => event.includes(delivered))).toBe(true);
    expect(await shop.finds(marks, erased)).toEqual([]);
    for (const order of orders)
      expect(JSON.stringify(await me.get(`/v1/orders/${order}/history`))).not.toContain(id);
  });
});

/** Other services do not hear that somebody was erased. */
function withoutErasures(broker: Broker): Broker {
  return Object.create(broker, {
    subscribe: {
      value: ({ handle, ...subscription }: Parameters<Broker['subscribe']>[0]) =>
        broker.subscribe({
          ...subscription,
          handle: (records, ...rest) =>
            handle(
              records.filter(({ headers }) => headers['ce_type'] !== customerErased.type),
              ...rest,
            ),
        }),
    },
  }) as Broker;
}

describe('a customer of a shop whose order service alone erases', () => {
  const shop = new CanaryShop('orchestrated', 'canary-naive', withoutErasures);
  beforeAll(() => shop.start());
  afterAll(() => shop.stop());

  it('is found where something waited, and told to the partner', async () => {
    const canary = await shop.live('canary');
    expect((await canary.me.call('DELETE', '/v1/customers/me')).status).toBe(204);
    const erased = await shop.counts();
    await shop.goOn(canary);
    const found = ['notification.dead_letters.value', 'notification.notifications.recipient', 'webhook'];
    expect(await shop.finds(canary.marks, erased)).toEqual(expect.arrayContaining(found));
  });
});
