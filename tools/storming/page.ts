import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '@waybill/contracts';
import type { DeclaredHandler } from '@waybill/shop';
import { ROOT } from '@waybill/testing';
import type { Catalog } from '../contracts/messages.js';
import { HOT_SPOTS } from './hot-spots.js';
import { aggregates, domainEvents, readModels } from './models.js';
import { changingRoutes } from './routes.js';
import { timeline } from './timeline.js';

export interface Storm extends Catalog {
  /** By service: what it is about, and its OpenAPI document. */
  readonly services: ReadonlyMap<string, { readonly description: string; readonly openApi: object }>;
}

/** docs/event-storming.md: the wall of a workshop, made from the code. `npm run contracts` looks for strays first. */
export function stormingPage(storm: Storm): string {
  const { contracts, senders, handlers, alone, follows, services } = storm;
  const names = [...services.keys()];
  const models = aggregates(names);
  return `# Event storming

The shop as it would hang on a wall: what happens (events), who wants it (commands of actors), what follows by itself (policies), what
keeps the rules (aggregates), what people look at (read models), and where it hurts (hot spots). Made from contracts, handlers and
OpenAPI by \`npm run contracts\`, so that CI is red when a listener is gone. A contract says its place on the timeline (\`story\`), a route its
actor (\`@Actor\`); hot spots are written in \`tools/storming/hot-spots.ts\`. [glossary.md](glossary.md) has the words, [messages.md](messages.md) the map of who
talks to whom, [sagas.md](sagas.md) the way of an order as a diagram.

## Bounded contexts

${table(
  ['context', 'is about', 'aggregates', 'says', 'hears'],
  names.map((service) => [
    service,
    services.get(service)!.description,
    models
      .filter((model) => model.service === service)
      .map(({ name, file }) => link(name, file))
      .join(', '),
    counted(senders.filter((one) => one.service === service)),
    counted(handlers.filter((one) => one.service === service)),
  ]),
)}

## Actors and what they ask for

The operator has everything under \`/admin\`. Commands between services are below.

${table(['actor', 'command', 'context', 'what it does'], actorRows(services))}

## The timeline

A policy is a handler that reacts, in the file behind its name, and sends in the same transaction. What it sends is read from the causation
ids of a simulated shop; mails are left out. The saga hears events of its own order inside their transaction: [sagas.md](sagas.md).

${timeline(contracts)
  .map(({ title, events }) => `### ${title}\n\n${eventTable(events)}`)
  .join('\n\n')}

## Commands between services

${table(
  ['command', 'says', 'asked by', 'carried out by'],
  contracts
    .filter(({ kind }) => kind === 'command')
    .map(({ type, description }) => [`\`${type}\``, description, saidBy(type), listeners(type, handlers)]),
)}

## Policies where nobody leads

With \`FULFILMENT=choreographed\` these take the place of the commands above ([sagas.md](sagas.md)).

${table(
  ['whenever', 'then'],
  [...new Set(alone.map(({ type }) => type))].sort().map((type) => [`\`${type}\``, listeners(type, alone)]),
)}

## Aggregates

${table(
  ['aggregate', 'context', 'statuses'],
  models.map(({ name, service, file, statuses }) => [
    link(name, file),
    service,
    statuses.map(code).join(', '),
  ]),
)}

The order is event-sourced. These events of it stay in its service:
${domainEvents('apps/order/src/orders/domain/order.events.ts')
  .filter((type) => !types(contracts).includes(type))
  .map(code)
  .join(', ')}.

## Read models

${table(
  ['read model', 'context', 'is written'],
  readModels(names).map(({ name, service, file, inline }) => [
    link(name, file),
    service,
    inline ? 'with the events' : 'behind their commits',
  ]),
)}

Other services show their own rows; analytics and notification hold nothing but what they heard.

## Hot spots

${table(
  ['question', 'about', 'what became of it', 'where'],
  HOT_SPOTS.map(({ question, about, answer, file, name }) => [
    question,
    about.map(code).join(', '),
    answer,
    link(name, file),
  ]),
)}
`;

  function saidBy(type: string): string {
    return senders
      .filter((one) => one.type === type)
      .map(({ service }) => service)
      .join(', ');
  }

  function eventTable(told: readonly Contract[]): string {
    return table(
      ['event', 'says', 'said by', 'whoever reacts', 'and sends'],
      told.map(({ type, description }) => [
        `\`${type}\``,
        description,
        saidBy(type),
        listeners(type, handlers),
        sentBecauseOf(type),
      ]),
    );
  }

  function sentBecauseOf(type: string): string {
    const sent = [...(follows.orchestrated.get(type) ?? [])].filter(
      (other) => !other.startsWith('notification.'),
    );
    return sent.sort().map(code).join('<br>');
  }
}

/** By actor, in the order in which the services name them. */
function actorRows(services: Storm['services']): string[][] {
  const routes = [...services].flatMap(([service, { openApi }]) =>
    changingRoutes(openApi).map(({ actor = '', route, summary }) => ({ actor, route, service, summary })),
  );
  return [...Map.groupBy(routes, ({ actor }) => actor).values()]
    .flat()
    .map(({ actor, route, service, summary }) => [actor, code(route), service, summary]);
}

function listeners(type: string, handlers: readonly DeclaredHandler[]): string {
  return handlers
    .filter((handler) => handler.type === type)
    .map(({ service, consumer, file }) => `${service}: ${link(consumer, file)}`)
    .join('<br>');
}

/** A link to a name in a file. Throws when it is not there. */
function link(name: string, file: string): string {
  if (!readFileSync(join(ROOT, file), 'utf8').includes(name)) throw new Error(`${file} has no ${name}`);
  return `[\`${name}\`](../${file})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const types = (contracts: readonly Contract[]): string[] => contracts.map(({ type }) => type);
const code = (name: string): string => `\`${name}\``;
const counted = (messages: readonly { readonly type: string }[]): string =>
  `${new Set(messages.map(({ type }) => type)).size} messages`;
