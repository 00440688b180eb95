import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LISTENERS, SERVICES, messageTypes } from '@waybill/contracts';
import { choreographedHandlers, declaredHandlers } from '@waybill/shop';
import { ROOT } from '@waybill/testing';
import { ASKED } from './follows.js';
import type { StoredFlows } from './known-flows.js';
import { type Catalog, messagesPage } from './messages.js';
import { senders as sendersIn } from './senders.js';

const senders = sendersIn([...SERVICES, ...LISTENERS]);
const handlers = await declaredHandlers();
const alone = await choreographedHandlers();
const flows = JSON.parse(readFileSync(join(ROOT, 'tools/contracts/flows.json'), 'utf8')) as Record<
  string,
  StoredFlows
>;
const nothing = { orchestrated: new Map(), choreographed: new Map(), hybrid: new Map() };
const page = (change: Partial<Catalog> = {}): string =>
  messagesPage({
    contracts: [...messageTypes.values()],
    senders,
    handlers,
    alone,
    follows: nothing,
    ...change,
  });

describe('the catalog of messages', () => {
  it.each(handlers)('differs without the handler $consumer of $type', (gone) => {
    expect(page({ handlers: handlers.filter((handler) => handler !== gone) })).not.toBe(page());
  });

  it.each(alone)('differs without the handler $consumer of $type in choreographed mode', (gone) => {
    expect(page({ alone: alone.filter((handler) => handler !== gone) })).not.toBe(page());
  });

  it.each(senders)('differs if $service does not send $type', (gone) => {
    expect(page({ senders: senders.filter((sender) => sender !== gone) })).not.toBe(page());
  });

  it.each(['orchestrated', 'choreographed', 'hybrid'] as const)(
    'shows only flows in which a service consumes the first message and sends the second: %s',
    (style) => {
      const unexplained = Object.entries(flows[style] ?? {}).flatMap(([before, after]) =>
        after.filter((type) => {
          const all = style === 'choreographed' ? [...handlers, ...alone] : handlers;
          const heard = all.filter((handler) => handler.type === before).map(({ service }) => service);
          const sent = senders.filter((sender) => sender.type === type).map(({ service }) => service);
          return before !== ASKED && !sent.some((service) => heard.includes(service));
        }),
      );
      expect(unexplained).toEqual([]);
    },
  );
});
