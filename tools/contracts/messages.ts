import type { Contract } from '@waybill/contracts';
import type { DeclaredHandler } from '@waybill/testing';
import type { Sender } from './asyncapi.js';

export interface Catalog {
  readonly contracts: readonly Contract[];
  readonly senders: readonly Sender[];
  readonly handlers: readonly DeclaredHandler[];
}

/** docs/messages.md: each message, who sends it, who listens, and where in the code. */
export function messagesPage({ contracts, senders, handlers }: Catalog): string {
  const topics = [...new Set(contracts.map(({ topic }) => topic))].sort();
  return `# Messages

Everything that crosses a service's border, as \`libs/contracts\` writes it. This page, the
[JSON Schemas](schemas) and the [AsyncAPI documents](asyncapi) are made from the contracts and from the handlers in the code by
\`npm run contracts\`; CI fails when they are stale. A service serves each schema under \`/schemas/<type>/<version>\`.

## Who talks to whom

${map(contracts, senders, handlers)}

${topics.map((topic) => section(topic, { contracts, senders, handlers })).join('\n\n')}
`;
}

/** An arrow for each pair of services and topic; what nobody hears is for yours. */
function map(
  contracts: readonly Contract[],
  senders: readonly Sender[],
  handlers: readonly DeclaredHandler[],
): string {
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

function section(topic: string, { contracts, senders, handlers }: Catalog): string {
  const rows = contracts
    .filter((contract) => contract.topic === topic)
    .map(({ type, version, description }) => {
      const from = senders.filter((sender) => sender.type === type).map(({ service }) => service);
      const to = handlers
        .filter((handler) => handler.type === type)
        .map(({ service, consumer, file }) => `[${service}](../${file}) as \`${consumer}\``);
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
