import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { messageTypes } from '@waybill/contracts';
import type { DeclaredHandler } from '@waybill/shop';
import { ROOT } from '@waybill/testing';
import { type Storm, stormingPage } from './page.js';

const services = ['order', 'inventory', 'payment', 'shipping', 'notification', 'analytics'];
const begins: DeclaredHandler = {
  type: 'order.confirmed',
  consumer: 'shipping.confirm-shipment',
  topic: 'order.events',
  service: 'shipping',
  group: 'waybill.shipping',
  method: 'confirmed',
  file: 'apps/shipping/src/shipments/shipments.consumer.ts',
};
const shop: Storm = {
  contracts: [...messageTypes.values()],
  senders: [],
  handlers: [begins],
  alone: [],
  follows: {
    orchestrated: new Map([['order.confirmed', new Set(['shipping.shipped'])]]),
    choreographed: new Map(),
    hybrid: new Map(),
  },
  services: new Map(
    services.map((name) => [
      name,
      {
        description: name,
        openApi: JSON.parse(readFileSync(join(ROOT, `docs/openapi/${name}.json`), 'utf8')) as object,
      },
    ]),
  ),
};

describe('the wall', () => {
  it('is another one when a listener is gone', () => {
    const policy = /^\| `order\.confirmed`.*shipping: \[`shipping\.confirm-shipment`\].*`shipping\.shipped`/m;
    expect(stormingPage(shop)).toMatch(policy);
    expect(stormingPage({ ...shop, handlers: [] })).not.toMatch(policy);
  });

  it('is not made when a handler is not in the file that it is said to be in', () => {
    const elsewhere = { ...begins, file: 'apps/shipping/src/main.ts' };
    expect(() => stormingPage({ ...shop, handlers: [elsewhere] })).toThrow(
      'apps/shipping/src/main.ts has no shipping.confirm-shipment',
    );
  });
});
