import type { Contract, FulfilmentMode } from '@waybill/contracts';
import type { DeclaredHandler } from '@waybill/shop';
import type { Sender } from './asyncapi.js';
import { ASKED, type Follows } from './follows.js';

export interface Catalog {
  readonly contracts: readonly Contract[];
  readonly senders: readonly Sender[];
  readonly handlers: readonly DeclaredHandler[];
  /** Consumers that exist only in choreographed mode. */
  readonly alone: readonly DeclaredHandler[];
  readonly follows: Readonly<Record<FulfilmentMode, Follows>>;
}

/** Left out of the map, because almost every message causes a mail. */
const MAIL = 'notification.sent';

/** docs/messages.md: each message with its senders, its consumers and the messages that it causes. */
export function messagesPage(catalog: Catalog): string {
  const { contracts, follows } = catalog;
  const topics = [...new Set(contracts.map(({ topic }) => topic))].sort();
  return `# Messages

All messages between services, as defined in \`libs/contracts\`. \`npm run contracts\` generates this page, the [JSON Schemas](schemas) and
the [AsyncAPI documents](asyncapi) from the contracts and handlers; CI fails when they are out of date. Every service serves the schemas at
\`/schemas/<type>/<version>\`, and the header \`ce_dataschema\` of each message contains that URL.

To change a contract, add an optional field, or add a version with an upcaster from the previous one. \`npm run contracts:check\` reports any
other change and the consumers that it breaks. The [golden samples](../libs/contracts/golden) of a version are added to, never edited.

## Messages between services

${services(catalog)}

## Causes and effects

Which messages are sent because of which message, read from the causation ids of a simulated run. Commands are rectangles, events are
rounded. Chains start with a request, a timer or a webhook (the unnamed circle). Mails are left out.

${map(catalog)}

| message | can cause | in choreographed mode also | in hybrid mode also |
| --- | --- | --- | --- |
${contracts.flatMap(({ type }) => row(type, follows)).join('\n')}

† only with \`FULFILMENT=choreographed\`.

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

/** An arrow from each message to the messages that it causes in orchestrated mode. */
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

function row(type: string, { orchestrated, ...others }: Catalog['follows']): string[] {
  const led = orchestrated.get(type) ?? new Set();
  const more = [others.choreographed, others.hybrid].map((follows) =>
    [...(follows.get(type) ?? [])].filter((after) => !led.has(after)),
  );
  const all = [[...led], ...more];
  if (all.every(({ length }) => length === 0)) return [];
  return [`| ${[`\`${type}\``, ...all.map(list)].join(' | ')} |`];
}

function list(types: readonly string[]): string {
  return types
    .toSorted()
    .map((name) => `\`${name}\``)
    .join(', ');
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
      return `| \`${type}\` | ${schema} | ${description} | ${from.join(', ') || 'no service yet'} | ${to.join('<br>') || 'other systems'} |`;
    });
  return [
    `## ${topic}`,
    '',
    '| message | version | meaning | sent by | consumed by |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
