import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { LISTENERS, SERVICES, messageTypes } from '@waybill/contracts';
import { choreographedHandlers, declaredHandlers } from '@waybill/shop';
import { ASKED, follows } from './follows.js';
import { type Catalog, messagesPage } from './messages.js';
import { senders as sendersIn } from './senders.js';

const senders = sendersIn([...SERVICES, ...LISTENERS]);
const handlers = await declaredHandlers();
const alone = await choreographedHandlers();
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
  it.each(handlers)('is another one without the listener $consumer to $type', (gone) => {
    expect(page({ handlers: handlers.filter((handler) => handler !== gone) })).not.toBe(page());
  });

  it.each(alone)('is another one without the listener $consumer to $type, where nobody leads', (gone) => {
    expect(page({ alone: alone.filter((handler) => handler !== gone) })).not.toBe(page());
  });

  it.each(senders)('is another one when $service does not send $type', (gone) => {
    expect(page({ senders: senders.filter((sender) => sender !== gone) })).not.toBe(page());
  });

  it.each(['orchestrated', 'choreographed', 'hybrid'] as const)(
    'lets only what is heard be followed by anything, and by what its listeners send: %s',
    async (style) => {
      const unexplained = [...(await follows(style))].flatMap(([before, after]) =>
        [...after].filter((type) => {
          const all = style === 'choreographed' ? [...handlers, ...alone] : handlers;
          const heard = all.filter((handler) => handler.type === before).map(({ service }) => service);
          const sent = senders.filter((sender) => sender.type === type).map(({ service }) => service);
          return before !== ASKED && !sent.some((service) => heard.includes(service));
        }),
      );
      expect(unexplained).toEqual([]);
    },
    120_000,
  );
});
