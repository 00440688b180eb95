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
  /** Description and OpenAPI document of each service. */
  readonly services: ReadonlyMap<string, { readonly description: string; readonly openApi: object }>;
}

/** docs/event-storming.md, generated from the code. `npm run contracts` checks for missing first. */
export function stormingPage(storm: Storm): string {
  const { contracts, senders, handlers, alone, follows, services } = storm;
  const names = [...services.keys()];
  const models = aggregates(names);
  return `# Event storming

The result of an event storming workshop: events, the commands of each actor, the policies that react to events, aggregates, read models
and hot spots. \`npm run contracts\` generates this page from contracts, handlers and OpenAPI documents, and CI fails when it is out of date.
A contract states its place in the timeline (\`story\`), a route its actor (\`@Actor\`); hot spots are in \`tools/storming/hot-spots.ts\`. See
also [glossary.md](glossary.md), [messages.md](messages.md) (which service sends what to whom) and [sagas.md](sagas.md) (the process of an
order).

## Bounded contexts

${table(
  ['context', 'subject', 'aggregates', 'publishes', 'consumes'],
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

## Actors and their commands

Operators use the routes under \`/admin\`. Commands between services are listed below.

${table(['actor', 'command', 'context', 'what it does'], actorRows(services))}

## The timeline

A policy is a handler that reacts to an event and sends messages in the same transaction. The messages it sends are read from the causation
ids of a simulated run; mails are left out. The saga handles events of its own order within their transaction: [sagas.md](sagas.md).

${timeline(contracts)
  .map(({ title, events }) => `### ${title}\n\n${eventTable(events)}`)
  .join('\n\n')}

## Commands between services

${table(
  ['command', 'meaning', 'sent by', 'handled by'],
  contracts
    .filter(({ kind }) => kind === 'command')
    .map(({ type, description }) => [`\`${type}\``, description, saidBy(type), listeners(type, handlers)]),
)}

## Policies in choreographed mode

With \`FULFILMENT=choreographed\` these policies replace the commands above ([sagas.md](sagas.md)).

${table(
  ['event', 'handled by'],
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

Orders are event-sourced. These events are private to the order service:
${domainEvents('apps/order/src/orders/domain/order.events.ts')
  .filter((type) => !types(contracts).includes(type))
  .map(code)
  .join(', ')}.

## Read models

${table(
  ['read model', 'context', 'updated'],
  readModels(names).map(({ name, service, file, inline }) => [
    link(name, file),
    service,
    inline ? 'in the transaction of the events' : 'after the commit',
  ]),
)}

Other services read their own tables. Analytics and notification store only what they have consumed.

## Hot spots

${table(
  ['question', 'messages', 'answer', 'code'],
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
      ['event', 'meaning', 'published by', 'handled by', 'which sends'],
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

/** Rows of routes grouped by actor, in the order of the services. */
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

/** A link to a name in a file. Throws if the file does not contain it. */
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
