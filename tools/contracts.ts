// `npm run contracts`: generates all documents and types from the contracts of messages and HTTP. `--check` fails if any is stale.
import { join } from 'node:path';
import { type FulfilmentMode, LISTENERS, SERVICES, messageTypes } from '@waybill/contracts';
import { allApps, choreographedHandlers, declaredHandlers } from '@waybill/shop';
import { ROOT } from '@waybill/testing';
import { contracts as command } from './commands/develop.js';
import { type Sender, asyncApi } from './contracts/asyncapi.js';
import { follows } from './contracts/follows.js';
import { clientTypes } from './contracts/client-types.js';
import { type StoredFlows, storedFlows, withKnown } from './contracts/known-flows.js';
import { messagesPage } from './contracts/messages.js';
import { openApiDocuments } from './contracts/openapi.js';
import { GOLDEN } from './contracts/samples.js';
import { senders as sendersIn } from './contracts/senders.js';
import { readIfThere, staleDocuments, writeDocuments } from './docs/write-documents.js';
import { stormingPage } from './storming/page.js';
import { requireComplete } from './missing/require-complete.js';

const openApi = await openApiDocuments();
await requireComplete(openApi);

const contracts = [...messageTypes.values()];
const services = [...SERVICES, ...LISTENERS];
const senders = sendersIn(services);
const handlers = await declaredHandlers();
const alone = await choreographedHandlers();
const FLOWS = 'tools/contracts/flows.json';
const known = JSON.parse(readIfThere(join(ROOT, FLOWS)) ?? '{}') as Partial<
  Record<FulfilmentMode, StoredFlows>
>;
const flowsOf = async (mode: FulfilmentMode) => {
  const heard = mode === 'choreographed' ? [...handlers, ...alone] : handlers;
  return withKnown(known[mode] ?? {}, await follows(mode), { handlers: heard, senders });
};
const lived = {
  orchestrated: await flowsOf('orchestrated'),
  choreographed: await flowsOf('choreographed'),
  hybrid: await flowsOf('hybrid'),
};
const catalog = { contracts, senders, handlers, alone, follows: lived };

const types = await clientTypes(openApi);
const told = new Map(
  (await allApps()).map(({ name, description }) => [name, { description, openApi: openApi.get(name)! }]),
);

const json = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;
const of =
  (name: string) =>
  ({ service }: Sender): boolean =>
    service === name;

const stale = await staleDocuments({
  ...Object.fromEntries(
    contracts.flatMap((contract) =>
      [...contract.schemas()].map(([version, schema]) => [
        `docs/schemas/${contract.type}/${version}.json`,
        () => json(schema),
      ]),
    ),
  ),
  // Samples are written once and never changed.
  ...Object.fromEntries(
    contracts.flatMap(({ type, older, example }) =>
      [...older, { example }].map((version, index) => {
        const path = `${GOLDEN}/${type}/${index + 1}.json`;
        return [path, () => readIfThere(join(ROOT, path)) ?? json(version.example as object)];
      }),
    ),
  ),
  'docs/asyncapi/waybill.json': () =>
    json(asyncApi('Waybill', 'All services.', contracts, senders, handlers)),
  ...Object.fromEntries(
    services.map((name) => [
      `docs/asyncapi/${name}.json`,
      () =>
        json(
          asyncApi(
            `Waybill ${name}`,
            `What the ${name} service sends and receives.`,
            contracts,
            senders.filter(of(name)),
            handlers.filter(of(name)),
          ),
        ),
    ]),
  ),
  ...Object.fromEntries(
    [...openApi].map(([name, document]) => [`docs/openapi/${name}.json`, () => json(document)]),
  ),
  ...Object.fromEntries([...types].map(([name, text]) => [`libs/client/src/openapi/${name}.ts`, () => text])),
  'docs/event-storming.md': () => stormingPage({ ...catalog, services: told }),
  'docs/messages.md': () => messagesPage(catalog),
  [FLOWS]: () =>
    json(Object.fromEntries(Object.entries(lived).map(([mode, flows]) => [mode, storedFlows(flows)]))),
});
writeDocuments('npm run contracts', stale, command.opts());
