import { describe, expect, it } from '@jest/globals';
import { shippingDelivered, shippingShipped, shippingShorted } from '@waybill/contracts';
import { snapshots } from '@waybill/event-store';
import type { FulfilmentMode } from '../orders/domain/fulfilment-mode.js';
import { CountedIds, FixedClock, hastyTimers } from '@waybill/testing';
import { contacts } from '../orders/order-summary.js';
import { COMMAND_NAMES } from '../orders/command-names.js';
import { REPLIES } from '../fulfilment/inputs.js';
import { decideAgain, keptRuns } from './decide-again.fixture.js';
import { Life } from './life.fixture.js';
import { LIVES, type LifeStory } from './lives.fixture.js';
import { OrderWorld } from './order-world.fixture.js';

// Every command and message of an order is stored, with its events or in the log of its saga. The stored input is enough to decide it
// again.

/** A service without orders. */
function start(mode: FulfilmentMode = 'orchestrated', price?: number): Promise<OrderWorld> {
  const clock = new FixedClock(new Date('2026-11-21T10:00:00Z'));
  return new OrderWorld(mode, { clock, ids: new CountedIds(clock), timers: hastyTimers, price }).started();
}

/** Runs the story of an order in a new service. */
async function lived({ mode, live }: LifeStory): Promise<Life> {
  const life = new Life(await start(mode));
  await live(life);
  return life;
}

/** The events and the saga of an order, for comparison. Without command ids, which differ when commands are sent again. */
function outcomeOf(world: OrderWorld, orderId: string) {
  const { log = [], state, status, decisions } = world.saga(orderId) ?? {};
  return {
    events: world.events(orderId).map(({ type, data, at, metadata }) => ({
      type,
      data,
      at,
      command: metadata.command,
      causationId: metadata.causationId,
      userId: metadata.userId,
    })),
    saga: { state, status, decisions },
    log: log.map(({ commandId: _, resolved, ...entry }) => ({ ...entry, by: resolved?.by })),
  };
}

const runsOf = ({ world, orderId }: Life) =>
  keptRuns(world.events(orderId), world.saga(orderId)?.decisions ?? []);

const lives = Object.entries(LIVES).map(([name, story]) => ({ name, story }));

describe('what is kept of an order', () => {
  it.each(lives)(
    'gives the same events, saga and refusals when it is decided again: $name',
    async ({ story }) => {
      const life = await lived(story);
      const again = await start(story.mode);
      expect(await decideAgain(life.world, life.orderId, again)).toEqual([]);
      expect(outcomeOf(again, life.orderId)).toEqual(outcomeOf(life.world, life.orderId));
    },
  );

  it('is a name, the input and the version of the code, and names the contact by its id', async () => {
    const { world, orderId } = await lived(LIVES['changed, delivered and returned']!);
    const kept = world.events(orderId).flatMap(({ metadata: { command } }) => command ?? []);
    const by = { subject: 'c-17', admin: false };
    expect(kept.slice(0, 2)).toEqual([
      {
        name: 'PlaceOrder',
        input: {
          lines: [{ sku: 'MUG', quantity: 2 }],
          paymentMethod: 'pm_card_visa',
          contact: orderId,
          by,
        },
        code: '1.2.3',
      },
      { name: 'ChangeAddress', input: { contact: expect.any(String) as unknown, by }, code: '1.2.3' },
    ]);
  });

  it('is tested for every command and every message of the order', async () => {
    const seen = new Set<string>();
    for (const { story } of lives) for (const { name } of runsOf(await lived(story))) seen.add(name);
    const messages = [...REPLIES, shippingShorted, shippingShipped, shippingDelivered].map(
      ({ type }) => type,
    );
    expect([...seen].toSorted()).toEqual([...COMMAND_NAMES, ...messages].toSorted());
  });

  it('has the refusals of these commands, each with its input', async () => {
    const refused = new Set<string>();
    for (const { story } of lives)
      for (const { name, decision } of runsOf(await lived(story)))
        if (decision?.refused) refused.add(`${name} ${decision.refused}`);
    expect([...refused].toSorted()).toEqual([
      'CancelOrder ORDER_ALREADY_SHIPPED',
      'CancelOrder PRECONDITION_FAILED',
      'ChangeDraft PRECONDITION_FAILED',
      'ChangeLines ORDER_NOT_CHANGEABLE',
      'ResolveSaga STEP_NOT_IN_FLIGHT',
      'RetrySaga SAGA_AT_REST',
    ]);
  });

  it('has no address of a change that was refused, and says so', async () => {
    const life = await lived(LIVES['cancelled too late']!);
    await expect(life.move()).rejects.toMatchObject({ code: 'ORDER_NOT_CHANGEABLE' });
    const again = await start();
    expect(await decideAgain(life.world, life.orderId, again)).toEqual([
      { name: 'ChangeAddress', why: expect.stringContaining('is erased, or was never stored') as unknown },
    ]);
  });

  it('shows a difference when it is decided under other prices', async () => {
    const life = await lived({ live: (placed) => placed.place() });
    const again = await start('orchestrated', 1_300);
    expect(await decideAgain(life.world, life.orderId, again)).toEqual([]);
    expect(outcomeOf(again, life.orderId).events).not.toEqual(outcomeOf(life.world, life.orderId).events);
  });

  it('shows a difference when another input is decided', async () => {
    const life = await lived(LIVES['cancelled too late']!);
    const [first] = life.world.events(life.orderId);
    const { lines } = first!.metadata.command!.input as { readonly lines: { quantity: number }[] };
    const other = {
      ...first!.metadata.command!.input,
      lines: lines.map((line) => ({ ...line, quantity: 9 })),
    };
    const stored = life.world.events(life.orderId);
    const command = { ...first!.metadata.command!, input: other };
    const world = Object.create(life.world) as OrderWorld;
    world.events = () => [{ ...first!, metadata: { ...first!.metadata, command } }, ...stored.slice(1)];
    const again = await start();
    await decideAgain(world, life.orderId, again);
    expect(outcomeOf(again, life.orderId).events).not.toEqual(outcomeOf(life.world, life.orderId).events);
  });
});

describe('after the customer is erased', () => {
  const PERSONAL = ['Ada', 'Lovelace', 'example.com', 'Square', 'Crescent', 'SW1', 'London'];
  const everything = ({ world, orderId }: Life) =>
    JSON.stringify([world.events(orderId), world.saga(orderId), world.database.rows(snapshots)]);
  const erased = async (name: string): Promise<Life> => {
    const life = await lived(LIVES[name]!);
    const { database } = life.world;
    expect(JSON.stringify(database.rows(contacts))).toContain('Square');
    await life.world.erase();
    expect(database.rows(contacts)).toEqual([]);
    return life;
  };

  it.each(lives)(
    'nothing personal is in events, their metadata or the log of the saga: $name',
    async ({ name }) => {
      const kept = everything(await lived(LIVES[name]!));
      for (const personal of PERSONAL) expect(kept).not.toContain(personal);
    },
  );

  it('what needs no personal data is decided again, and the rest says why not', async () => {
    const life = await erased('changed, delivered and returned');
    const again = await start();
    const undecidable = await decideAgain(life.world, life.orderId, again);
    expect(undecidable.map(({ name }) => name)).toEqual([
      'PlaceOrder',
      'ChangeAddress',
      'ChangeLines',
      'ChangeLines',
    ]);
    for (const { why } of undecidable)
      expect(why).toMatch(/^the contact [-0-9a-f]{36} is erased, or was never stored$/);
    expect(outcomeOf(again, life.orderId).events).toEqual(outcomeOf(life.world, life.orderId).events);
  });
});
