import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Tree } from '@nx/devkit';
import { FsTree } from 'nx/src/generators/tree.js';
import { generate as broker } from './broker/broker.generator.js';
import { InputError } from './edit.js';
import { generate as event } from './event/event.generator.js';
import { generate as reaction } from './reaction/reaction.generator.js';
import { generate as service } from './service/service.generator.js';
import { generate as useCase } from './use-case/use-case.generator.js';

type Generate = (tree: Tree) => Promise<unknown>;

/** The repository. Generated files stay in memory. */
const repository = (): FsTree => new FsTree(join(import.meta.dirname, '../..'), false);

async function refusalOf(tree: Tree, generate: Generate): Promise<string> {
  const refused: unknown = await generate(tree).catch((error: unknown) => error);
  if (!(refused instanceof InputError)) throw new Error(`not refused: ${String(refused)}`);
  return refused.message;
}

const aService =
  (name: string): Generate =>
  (tree) =>
    service(tree, { name });
const anEvent =
  (name: string): Generate =>
  (tree) =>
    event(tree, { name });
const aBroker =
  (name: string): Generate =>
  (tree) =>
    broker(tree, { name });
const aUseCase =
  (name: string, fact = 'held'): Generate =>
  (tree) =>
    useCase(tree, { name, event: fact, actor: 'customer' });
const aReaction =
  (name: string, on = 'order.confirmed'): Generate =>
  (tree) =>
    reaction(tree, { name, on, mode: 'async' });

describe.each<[string, Record<string, [Generate, RegExp]>]>([
  [
    'service',
    {
      'capital letters': [
        aService('Loyalty'),
        /"Loyalty" is not a name for a service: use one lower-case word/,
      ],
      'two words': [aService('gift cards'), /"gift cards" is not a name for a service/],
      'a hyphen': [aService('gift-cards'), /"gift-cards" is not a name for a service/],
      'a word of the language': [
        aService('class'),
        /"class" is a word of JavaScript: give a service another/,
      ],
      'a global': [aService('map'), /"map" would hide JavaScript's own Map/],
      'one that exists': [
        aService('order'),
        /There is a service or driver of this name already: apps\/order/,
      ],
      'contracts that exist': [aService('catalog'), /already: libs\/contracts\/src\/catalog\.ts/],
    },
  ],
  [
    'use case',
    {
      'capital letters': [
        aUseCase('HoldOrder'),
        /"HoldOrder" is not a name for a use case: use lower-case words/,
      ],
      'two words': [aUseCase('hold order'), /"hold order" is not a name for a use case/],
      'a word of the language': [aUseCase('delete'), /"delete" is a word of JavaScript/],
      'one that exists': [
        aUseCase('place-order'),
        /already: apps\/order\/src\/orders\/commands\/place-order\.ts/,
      ],
      'a method that exists': [aUseCase('confirm-order'), /Order has a method confirm already/],
      'a method of all aggregates': [aUseCase('record-order'), /Order has a method record already/],
      'an event that exists': [aUseCase('hold-order', 'placed'), /order\.placed already: .* with --event/],
      'a bad event': [aUseCase('hold-order', 'Held'), /"Held" is not a name for an event/],
    },
  ],
  [
    'event',
    {
      'one word': [anEvent('loyalty'), /"loyalty" is not the type of an event: use subject\.fact/],
      'capital letters': [anEvent('order.Held'), /"order\.Held" is not the type of an event/],
      'no service': [
        anEvent('loyalty.earned'),
        /No service publishes loyalty\.events.*npm run new -- service loyalty/,
      ],
      'one that exists': [anEvent('order.placed'), /There is an event order\.placed already/],
    },
  ],
  [
    'reaction',
    {
      'capital letters': [aReaction('ThankCustomer'), /"ThankCustomer" is not a name for a reaction/],
      'a word of the language': [aReaction('class'), /"class" is a word of JavaScript/],
      'a dot': [aReaction('orders.controller'), /"orders\.controller" is not a name/],
      'a file that exists': [aReaction('order-view'), /already: apps\/order\/src\/orders\/order-view\.ts/],
      'a class that exists': [aReaction('order-repository'), /already has something called OrderRepository/],
      'an event that is not there': [
        aReaction('thank-customer', 'order.thanked'),
        /no domain event order\.thanked/,
      ],
    },
  ],
  [
    'broker',
    {
      'capital letters': [aBroker('Nats'), /"Nats" is not a name for a broker: use one lower-case word/],
      'a word of the language': [aBroker('class'), /"class" is a word of JavaScript/],
      'one that exists': [aBroker('kafka'), /already: libs\/messaging\/src\/kafka/],
      'a class that exists': [aBroker('rabbit'), /already has something called RabbitBroker/],
    },
  ],
])('the generator of a %s refuses', (_, cases) => {
  it.each(Object.entries(cases))('%s', async (_, [generate, says]) => {
    const tree = repository();
    expect(await refusalOf(tree, generate)).toMatch(says);
    expect(tree.listChanges()).toEqual([]);
  });
});

/** For each generator, a file that it edits. */
describe.each<[string, Generate, string]>([
  ['service', aService('loyalty'), 'libs/contracts/src/registry.ts'],
  ['service', aService('loyalty'), 'docker-compose.yml'],
  ['use case', aUseCase('hold-order'), 'apps/order/src/orders/domain/evolve.ts'],
  ['use case', aUseCase('hold-order'), 'apps/order/src/orders/orders.feature.ts'],
  ['event', anEvent('inventory.counted'), 'docs/glossary.md'],
  ['reaction', aReaction('thank-customer'), 'apps/order/src/orders/orders.feature.ts'],
  ['broker', aBroker('nats'), 'libs/messaging/src/broker.int.spec.ts'],
])('the generator of a %s', (_, generate, file) => {
  it(`says how to go on when ${file} is not there`, async () => {
    const tree = repository();
    tree.delete(file);
    expect(await refusalOf(tree, generate)).toMatch(dirname(file));
  });

  it(`says how to go on when ${file} has no place for it`, async () => {
    const tree = repository();
    tree.write(file, '// written anew\n');
    const says = await refusalOf(tree, generate);
    expect(says).toMatch(file);
    expect(says).toMatch(/the pattern in tools\/generators/);
  });
});
