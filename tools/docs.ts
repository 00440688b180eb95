import { join } from 'node:path';
import { commonSettings } from '@waybill/platform';
import { allApps } from '@waybill/shop';
import { ROOT } from '@waybill/testing';
import { z } from 'zod';
import { docs as command } from './commands/develop.js';
import { commandsPage } from './docs/commands.js';
import { errorsPage } from './docs/errors.js';
import { flaws } from './docs/flaws.js';
import { MIGRATION_LOCK, completed, migrationHashes } from './docs/migration-lock.js';
import { thisRepository, withDocuments } from './docs/repository.js';
import { type ApiDocument, demoEnvironment, postmanCollection } from './docs/postman.js';
import { sagas } from './docs/sagas.js';
import { readIfThere, staleDocuments, writeDocuments } from './docs/write-documents.js';
import { openApiDocuments } from './contracts/openapi.js';
import { requireComplete } from './missing/require-complete.js';

const openApi = await openApiDocuments();
await requireComplete(openApi);

const APPS = await allApps();

interface Property {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
}

/** A Markdown table of a schema's settings. */
function table(schema: z.ZodObject): string {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const rows = Object.entries((json.properties ?? {}) as Record<string, Property>).map(([name, property]) => {
    const required = json.required?.includes(name) ?? false;
    const fallback =
      property.default === undefined ? (required ? '**required**' : '') : `\`${String(property.default)}\``;
    const values = property.enum ? `: ${property.enum.map((value) => `\`${value}\``).join(', ')}` : '';
    return `| \`${name}\` | ${fallback} | ${property.description ?? ''}${values} |`;
  });
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function configuration(): string {
  const own = APPS.map(({ name, port, settings }) => {
    const title = `## ${name}\n\nListens on ${port} unless \`PORT\` is set.`;
    return Object.keys(settings.shape).length > 0 ? `${title}\n\n${table(settings)}` : title;
  });
  return `# Configuration

Every service reads its settings from the environment, once, at its start. A missing or wrong one stops it with a line that
names it. This page is made from the schemas by \`npm run docs\`.

## Several services in one process

A small shop needs no process per service. \`npm start -- order inventory payment shipping notification\` runs these in one process from source, and
\`docker run waybill order inventory payment shipping notification\` from the image. They communicate through Kafka as before, and each keeps its
own database, connection pool, consumer group and HTTP port, so processes can be split or merged at any time. They share the event loop and the
heap: an order costs less CPU, because one wake-up serves several services. One process uses one core; if it exits, all its services are away.

- \`{service}\` in \`DATABASE_URL\` and \`DATABASE_OWNER_URL\` is replaced by the name of the service. Roles with passwords of their own need a URL each: \`DATABASE_URL_ORDER=…\`.
- The name of a service behind a setting sets it for that service alone: \`PORT_ORDER=8080\`, \`LOG_LEVEL_PAYMENT=debug\`. Without \`PORT\` each
  listens on its default port.
- \`MANAGEMENT_PORT_ORDER=3100\`, and one for each of the others, give them management ports; \`MANAGEMENT_PORT\` alone is refused.
- Probe \`/health/live\` and \`/health/ready\` of every port. SIGTERM stops all services: each finishes what is in flight.
- The entrypoint of the image limits the heap to what one service needs. For a larger one replace it:
  \`docker run --entrypoint node waybill --max-old-space-size=512 docker/start.mjs order inventory …\`.

## All services

${table(commonSettings)}

${own.join('\n\n')}
`;
}

const json = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;
const MIGRATIONS = await migrationHashes(APPS);

/** Documents that are generated from the code, by path. */
const DOCUMENTS: Readonly<Record<string, () => string>> = {
  'docs/commands.md': commandsPage,
  'docs/configuration.md': configuration,
  'docs/errors.md': () => errorsPage(APPS),
  'docs/sagas.md': sagas,
  'docs/postman/waybill.postman_collection.json': () =>
    json(postmanCollection(openApi as ReadonlyMap<string, ApiDocument>)),
  'docs/postman/demo.postman_environment.json': () => json(demoEnvironment(APPS)),
  [MIGRATION_LOCK]: () => completed(JSON.parse(readIfThere(join(ROOT, MIGRATION_LOCK)) ?? '{}'), MIGRATIONS),
};

const stale = await staleDocuments(DOCUMENTS);

/** Pages that are not checked, because they describe earlier states of the code. */
const NOT_OF_TODAY = new Set(['CHANGELOG.md']);
const repository = withDocuments(thisRepository(), stale);
const pages = repository.files.filter((file) => file.endsWith('.md') && !NOT_OF_TODAY.has(file));
const wrong = pages.flatMap((page) => flaws(page, repository));
if (wrong.length > 0) {
  console.error(`${wrong.join('\n')}\n${wrong.length} errors in the pages above; no document was written`);
  process.exit(1);
}
writeDocuments('npm run docs', stale, command.opts());
