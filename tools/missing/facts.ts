import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Contract, LISTENERS, SERVICES, messageTypes, topicTable } from '@waybill/contracts';
import type { ErrorType } from '@waybill/kernel';
import { commonSettings } from '@waybill/platform';
import { type DeclaredHandler, allApps, choreographedHandlers, declaredHandlers } from '@waybill/shop';
import { ROOT } from '@waybill/testing';
import type { z } from 'zod';
import { GOLDEN } from '../contracts/samples.js';
import { HOT_SPOTS, type HotSpot } from '../storming/hot-spots.js';
import { aggregates, domainEvents } from '../storming/models.js';

export interface ServiceFacts {
  readonly name: string;
  readonly openApi: object;
  readonly errors: Readonly<Record<string, ErrorType>>;
  readonly settings: z.ZodObject;
  /** Names of the classes that its features list. */
  readonly migrations: readonly string[];
}

/** The input of the generated documents, and everything that they must mention. */
export interface Facts {
  readonly contracts: readonly Contract[];
  /** Golden samples, as `order.placed/1.json`. */
  readonly goldens: readonly string[];
  readonly services: readonly ServiceFacts[];
  readonly commonSettings: z.ZodObject;
  readonly handlers: readonly Pick<DeclaredHandler, 'group' | 'topic' | 'file'>[];
  /** Consumer groups and their topics, as `waybill.order payment.events`. */
  readonly readers: readonly string[];
  readonly hotSpots: readonly HotSpot[];
  /** Names of events, statuses and aggregates. */
  readonly spoken: readonly string[];
  /** Text of docs/glossary.md. */
  readonly glossary: string;
  /** Product code without its tests, by path. */
  readonly sources: ReadonlyMap<string, string>;
}

const ORDER_EVENTS = 'apps/order/src/orders/domain/order.events.ts';
const NO_PRODUCT = /\.spec\.ts$|apps\/(audit|e2e|sandbox|shop)\/|libs\/(client|simulation|testing)\//;

/** The facts of this repository. `openApi`: the document of each service, by name. */
export async function factsOf(openApi: ReadonlyMap<string, object>): Promise<Facts> {
  const names = [...SERVICES, ...LISTENERS];
  const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
  const files = globSync(['apps/*/src/**/*.ts', 'libs/*/src/**/*.ts'], { cwd: ROOT }).sort();
  return {
    contracts: [...messageTypes.values()],
    goldens: globSync('*/*.json', { cwd: join(ROOT, GOLDEN) }),
    services: (await allApps()).map(({ name, errors = {}, settings, migrations }) => ({
      name,
      openApi: openApi.get(name)!,
      errors,
      settings,
      migrations: migrations.map((migration) => migration.name),
    })),
    commonSettings,
    handlers: [...(await declaredHandlers()), ...(await choreographedHandlers())],
    readers: topicTable({ partitions: 1, retentionDays: 1 }).flatMap(({ name, readers }) =>
      readers.map((group) => `${group} ${name}`),
    ),
    hotSpots: HOT_SPOTS,
    spoken: [
      ...messageTypes.keys(),
      ...domainEvents(ORDER_EVENTS),
      ...aggregates(names).flatMap(({ name, statuses }) => [name, ...statuses]),
    ],
    glossary: read('docs/glossary.md'),
    sources: new Map(files.filter((file) => !NO_PRODUCT.test(file)).map((file) => [file, read(file)])),
  };
}
