import type { Contract } from '@waybill/contracts';
import type { DeclaredHandler } from '@waybill/shop';
import type { Sender } from './asyncapi.js';
import { ASKED, type Follows } from './follows.js';

export interface Catalog {
  readonly contracts: readonly Contract[];
  readonly senders: readonly Sender[];
  readonly handlers: readonly DeclaredHandler[];
  /** Listeners only where nobody leads the orders. */
  readonly alone: readonly DeclaredHandler[];
  readonly follows: { readonly orchestrated: Follows; readonly choreographed: Follows };
}

/** Mails follow from nearly everything: the map would be of nothing else. */
const MAIL = 'notification.sent';

/** docs/messages.md: each message, who sends it, who listens, where in the code, and what follows. */
export function messagesPage(catalog: Catalog): string {
  const { contracts, follows } = catalog;
  const topics = [...new Set(contracts.map(({ topic }) => topic))].sort();
  return `# Messages

Everything that crosses a service's border, as \`libs/contracts\` writes it. This page, the
[JSON Schemas](schemas) and the [AsyncAPI documents](asyncapi) are made from the contracts and from the handlers in the code by
\`npm run contracts\`; CI fails when they are stale. Every service serves the schemas at \`/schemas/<type>/<version>\`, where
the header \`ce_dataschema\` points.

A contract changes by optional fields, or by a new version with an upcaster from the old one; \`npm run contracts:check\` says what
anything else would break, and for whom. The [golden samples](../libs/contracts/golden) of each version are added to, never edited.

## Who talks to whom

${services(catalog)}

## What follows from what

Read from the causation ids of a simulated shop: what was sent because of which message. Square are commands, round are events; a
request, a clock or the world outside begins. The mail to the customer is left out here.

${map(catalog)}

| message | may be followed by | and where nobody leads (\`FULFILMENT=choreographed\`) |
| --- | --- | --- |
${contracts.flatMap(({ type }) => row(type, follows)).join('\n')}

† only with \`FULFILMENT=choreographed\`, where nobody leads the orders.

${topics.map((topic) => section(topic, catalog)).join('\n\n')}
`;
}

/** An arrow for each pair of services and topic. */
function services({ contracts, senders, handlers }: Catalog): string {
  const edges = new Set(
    contracts.flatMap(({ type, topic }) =>
      senders
        .filter((sender) => sender.type === type)
        .flatMap(({ service: from }) =>
          handlers
            .filter((handler) => handler.type === type)
            .map(({ service: to }) => `  ${from} -->|${topic}| ${to}`),
        ),
    ),
  );
  return ['```mermaid', 'flowchart LR', ...[...edges].sort(), '```'].join('\n');
}

/** An arrow from each message to what follows from it, where the saga leads. */
function map({ contracts, follows: { orchestrated } }: Catalog): string {
  const id = (type: string): string => type.replace(/\W/g, '_');
  const edges = [...orchestrated].flatMap(([before, after]) =>
    [...after].filter((type) => type !== MAIL).map((type) => [before, type] as const),
  );
  const shown = new Set(edges.flat());
  const nodes = contracts
    .filter(({ type }) => shown.has(type))
    .map(({ type, kind }) => `  ${id(type)}${kind === 'command' ? `["${type}"]` : `(["${type}"])`}`);
  const arrows = edges.map(([before, after]) => `  ${id(before)} --> ${id(after)}`).sort();
  return ['```mermaid', 'flowchart LR', `  ${ASKED}((" "))`, ...nodes, ...arrows, '```'].join('\n');
}

function row(type: string, { orchestrated, choreographed }: Catalog['follows']): string[] {
  const led = orchestrated.get(type) ?? new Set();
  const alone = new Set([...(choreographed.get(type) ?? [])].filter((after) => !led.has(after)));
  if (led.size + alone.size === 0) return [];
  const list = (types: ReadonlySet<string>): string =>
    [...types]
      .sort()
      .map((name) => `\`${name}\``)
      .join(', ');
  return [`| \`${type}\` | ${list(led)} | ${list(alone)} |`];
}

function section(topic: string, { contracts, senders, handlers, alone }: Catalog): string {
  const rows = contracts
    .filter((contract) => contract.topic === topic)
    .map(({ type, version, description }) => {
      const from = senders.filter((sender) => sender.type === type).map(({ service }) => service);
      const heard = ({ service, consumer, file }: DeclaredHandler): string =>
        `[${service}](../${file}) as \`${consumer}\``;
      const to = [
        ...handlers.filter((handler) => handler.type === type).map(heard),
        ...alone.filter((handler) => handler.type === type).map((handler) => `${heard(handler)} †`),
      ];
      const schema = `[${version}](schemas/${type}/${version}.json)`;
      return `| \`${type}\` | ${schema} | ${description} | ${from.join(', ') || 'nobody yet'} | ${to.join('<br>') || 'yours'} |`;
    });
  return [
    `## ${topic}`,
    '',
    '| message | version | says | sent by | heard by |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
