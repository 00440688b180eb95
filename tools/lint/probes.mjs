// A rule that no longer fires looks like a clean tree. Each probe lints a snippet in memory under the name of a file:
// `bad` must be refused by the named rule, `good` must pass every rule. Nothing is written to disk.
// The table is said here a second time on purpose: changing it in import-rules.mjs alone makes probes fail.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const ours = ['waybill/imports'];
const oursAndNx = ['waybill/imports', '@nx/enforce-module-boundaries'];
const name = ['waybill/file-name'];
const from = (specifier) => `import '${specifier}';\n`;
const lib = (name) => from(`@waybill/${name}`);

const libs = {
  kernel: '',
  observability: '',
  client: '',
  contracts: 'kernel',
  outbox: 'kernel observability',
  'unit-of-work': 'kernel observability outbox',
  'event-store': 'kernel observability outbox unit-of-work',
  saga: 'kernel observability outbox unit-of-work',
  messaging: 'kernel observability outbox unit-of-work',
  platform: 'kernel observability outbox unit-of-work event-store saga messaging',
  testing: 'kernel observability outbox unit-of-work event-store saga messaging platform',
  simulation: 'kernel observability outbox unit-of-work event-store saga messaging platform',
};
const testRooms = ['testing', 'simulation'];
const everyLib = Object.keys(libs).filter((name) => !testRooms.includes(name));
const libsOfApps = everyLib.filter((name) => name !== 'client');
const driverLayers = { shop: '', audit: 'shop', e2e: 'shop audit', tools: 'shop audit' };
const apps = readdirSync(new URL('../../apps', import.meta.url)).filter((app) => !(app in driverLayers));

const layers = Object.entries(libs).map(([source, allowed]) => ({
  rule: `${source} may import: ${allowed || 'nothing of ours'}`,
  by: oursAndNx,
  bad: Object.keys(libs)
    .filter((target) => target !== source && !allowed.split(' ').includes(target))
    .map((target) => [`libs/${source}/src/probe.ts`, lib(target)]),
  good: [
    [
      `libs/${source}/src/probe.ts`,
      allowed.split(' ').filter(Boolean).map(lib).join('') + from('./neighbour.js'),
    ],
    [`libs/${source}/src/probe.spec.ts`, source === 'testing' ? lib('kernel') : lib('testing')],
  ],
}));

const services = apps.flatMap((app) => {
  const others = apps.filter((other) => other !== app);
  return [
    {
      rule: `apps/${app} imports no other app, and test rooms only in specs`,
      by: oursAndNx,
      bad: [
        ...testRooms.map((room) => [`apps/${app}/src/probe.ts`, lib(room)]),
        [`apps/${app}/src/probe.ts`, lib('client')],
        ...others.map((other) => [`apps/${app}/src/probe.ts`, from(`../../${other}/src/${other}.app.js`)]),
        ...others.map((other) => [
          `apps/${app}/src/probe.spec.ts`,
          from(`../../${other}/src/${other}.app.js`),
        ]),
      ],
      good: [
        [`apps/${app}/src/probe.ts`, libsOfApps.map(lib).join('') + from('./database/data-source.js')],
        [`apps/${app}/src/probe.spec.ts`, lib('testing') + from(`./${app}.app.js`)],
      ],
    },
    {
      rule: `apps/${app} imports no app by name, not even itself`,
      by: ours,
      bad: [...apps, ...Object.keys(driverLayers)].map((other) => [`apps/${app}/src/probe.ts`, lib(other)]),
      good: [[`apps/${app}/src/probe.ts`, from('./main.js')]],
    },
  ];
});

const drivers = [
  ['shop', 'apps/shop/src/probe.ts'],
  ['audit', 'apps/audit/src/probe.ts'],
  ['e2e', 'apps/e2e/src/probe.ts'],
  ['tools', 'tools/probe.ts'],
  ['tools', 'tools/demo/probe.mjs'],
].map(([driver, file]) => {
  const basis = driverLayers[driver].split(' ').filter(Boolean);
  const up = '../'.repeat(file.split('/').length - 1);
  return {
    rule: `${file}: of an app only its *.app.ts, of drivers only ${basis.join(', ') || 'none'}`,
    by: ours,
    bad: [
      [file, from(`${up}apps/order/src/orders/order.repository.js`)],
      [file, from(`${up}apps/order/src/main.js`)],
      [file, lib('order')],
      ...Object.keys(driverLayers)
        .filter((other) => other !== driver && !basis.includes(other))
        .map((other) => [file, lib(other)]),
    ],
    good: [
      [
        file,
        from(`${up}apps/order/src/order.app.js`) + [...everyLib, ...testRooms, ...basis].map(lib).join(''),
      ],
    ],
  };
});

const domain = 'apps/order/src/orders/domain/order.ts';
const pureFiles = [domain, 'apps/payment/src/payments/domain/rules/refund.ts'].map((file) => ({ file }));
const impure = [
  'export const at = new Date();',
  'export const at = Date.now();',
  'export const at = Date();',
  'export const n = Math.random();',
  'export const id = crypto.randomUUID();',
  'export const id = (ids: { randomUUID(): string }) => ids.randomUUID();',
  'export const env = process.env;',
  'export const call = () => fetch("http://localhost");',
];

const migrating = (expression) => `import type { MigrationInterface, QueryRunner } from 'typeorm';
export class Probe1760000000001 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runner.query(\`CREATE \${${expression}}\`);
  }
  down(): Promise<void> {
    return Promise.resolve();
  }
}
`;

const probes = [
  ...layers,
  ...services,
  ...drivers,
  {
    rule: 'another package is imported by its name, and by no path into it',
    by: oursAndNx,
    bad: [
      ['libs/outbox/src/probe.ts', from('../../kernel/src/money.js')],
      ['apps/order/src/orders/probe.ts', from('../../../../libs/kernel/src/money.js')],
      ['apps/order/src/probe.ts', from('../../inventory/src/stock/domain/stock.js')],
      ['libs/outbox/src/probe.ts', lib('outbox')],
    ],
    good: [['libs/outbox/src/probe.ts', lib('kernel')]],
  },
  {
    rule: 'a lib is imported as it is exported',
    by: ours,
    bad: [['apps/order/src/probe.ts', from('@waybill/kernel/src/money.js')]],
    good: [['apps/order/src/probe.ts', lib('kernel')]],
  },
  {
    rule: 'no way of importing escapes',
    by: ours,
    bad: [
      ['libs/kernel/src/probe.ts', `export { relay } from '@waybill/outbox';\n`],
      ['libs/kernel/src/probe.ts', `export const load = () => import('@waybill/outbox');\n`],
      ['libs/kernel/src/probe.ts', `export type Relay = import('@waybill/outbox').Relay;\n`],
      ['libs/kernel/src/probe.ts', `import type { Relay } from '@waybill/outbox';\nexport type R = Relay;\n`],
      ['libs/kernel/src/index.ts', `export * from '@waybill/outbox';\n`],
    ],
    good: [['libs/outbox/src/probe.ts', `export type Money = import('@waybill/kernel').Money;\n`]],
  },
  {
    rule: 'kernel has no dependency',
    by: ours,
    bad: [
      ['libs/kernel/src/probe.ts', from('@nestjs/common')],
      ['libs/kernel/src/probe.ts', from('zod')],
    ],
    good: [
      ['libs/kernel/src/probe.ts', from('node:crypto')],
      ['libs/kernel/src/probe.spec.ts', from('@jest/globals')],
    ],
  },
  ...pureFiles.map(({ file }) => ({
    rule: `${file} imports only kernel and domains`,
    by: ours,
    bad: [
      ...['@nestjs/common', 'typeorm', 'kafkajs', 'node:crypto', 'crypto', 'zod', '@waybill/contracts'].map(
        (specifier) => [file, from(specifier)],
      ),
      [
        file,
        from(
          `${'../'.repeat(file.split('/').length - file.split('/').indexOf('domain') - 1)}x.repository.js`,
        ),
      ],
    ],
    good: [
      [file, lib('kernel') + from('./order.events.js')],
      [file.replace('.ts', '.spec.ts'), lib('testing') + from('@jest/globals')],
    ],
  })),
  {
    rule: 'a domain imports other domains of its service, and nothing else of it',
    by: ours,
    bad: [
      [domain, from('../../catalog/product.js')],
      ['apps/order/src/fulfilment/domain/state.ts', from('../process.js')],
      ['apps/order/src/fulfilment/domain/state.ts', from('@waybill/saga')],
    ],
    good: [
      [domain, from('../../catalog/domain/product.js')],
      ['apps/order/src/fulfilment/process.ts', lib('saga') + from('../orders/domain/order.js')],
    ],
  },
  ...impure.map((code) => ({
    rule: `a domain has no ${code.replace(/^.*?= /, '')}`,
    by: ['no-restricted-syntax', 'no-restricted-properties', 'no-restricted-globals'],
    anyOf: true,
    bad: [[domain, `${code}\n`]],
    good: [['apps/order/src/orders/order.repository.ts', `${code}\n`]],
  })),
  {
    rule: 'a domain may read a date that it is given',
    by: ['no-restricted-syntax'],
    bad: [[domain, 'export const at = new Date;\n']],
    good: [[domain, 'export const at = (time: string) => new Date(time).getTime();\n']],
  },
  ...Object.entries({
    kafka: ['kafkajs'],
    rabbitmq: ['amqplib'],
    redis: ['redis', 'ioredis', '@redis/client'],
  }).map(([broker, clients]) => ({
    rule: `${clients.join(', ')} only in libs/messaging/src/${broker}/`,
    by: ours,
    bad: clients.flatMap((client) => [
      ['libs/messaging/src/consumer.ts', from(client)],
      ['libs/messaging/src/memory/probe.ts', from(client)],
      ['apps/order/src/probe.ts', from(client)],
      ['apps/e2e/src/probe.spec.ts', from(client)],
      ['libs/testing/src/probe.ts', from(client)],
      ['tools/probe.mjs', from(client)],
    ]),
    good: clients.flatMap((client) => [
      [`libs/messaging/src/${broker}/probe.ts`, from(client)],
      ['tools/bench/probe.ts', from(client)],
    ]),
  })),
  ...['setTimeout(() => {}, 1);', 'setInterval(() => {}, 1);', 'setImmediate(() => {});'].flatMap((code) => [
    {
      rule: `${code} only behind the Timers port`,
      by: ['no-restricted-globals'],
      bad: [
        ['libs/messaging/src/probe.ts', `${code}\n`],
        ['apps/order/src/probe.ts', `globalThis.${code}\n`],
        ['apps/audit/src/probe.ts', `${code}\n`],
        ['apps/order/src/probe.spec.ts', `${code}\n`],
        [domain, `${code}\n`],
      ],
      good: [
        ['libs/kernel/src/timers.ts', `${code}\n`],
        ['libs/testing/src/probe.ts', `${code}\n`],
        ['libs/simulation/src/probe.ts', `${code}\n`],
        ['apps/audit/src/main.ts', `${code}\n`],
        ['apps/sandbox/src/probe.ts', `${code}\n`],
        ['tools/probe.mjs', `${code}\n`],
      ],
    },
  ]),
  {
    rule: 'Promise.race only behind the Timers port',
    by: ['no-restricted-properties'],
    bad: [
      ['libs/messaging/src/probe.ts', 'export const first = Promise.race([]);\n'],
      ['apps/order/src/probe.ts', 'export const { race } = Promise;\n'],
      [domain, 'export const first = Promise.race([]);\n'],
    ],
    good: [
      ['libs/kernel/src/timers.ts', 'export const first = Promise.race([]);\n'],
      ['libs/messaging/src/probe.ts', 'export const all = Promise.all([]);\n'],
    ],
  },
  {
    rule: 'node:timers only behind the Timers port',
    by: ['no-restricted-imports'],
    bad: [
      ['libs/messaging/src/probe.ts', from('node:timers/promises')],
      ['apps/order/src/probe.ts', from('node:timers')],
    ],
    good: [['libs/kernel/src/timers.ts', from('node:timers')]],
  },
  {
    rule: "Nest's in-memory events and sagas stay out",
    by: ['no-restricted-imports'],
    bad: [
      ['apps/order/src/probe.ts', `export { EventBus } from '@nestjs/cqrs';\n`],
      ['apps/order/src/probe.ts', `export { Saga } from '@nestjs/cqrs';\n`],
      ['libs/testing/src/probe.ts', `export { EventBus } from '@nestjs/cqrs';\n`],
    ],
    good: [['apps/order/src/probe.ts', `export { CommandBus, QueryBus } from '@nestjs/cqrs';\n`]],
  },
  {
    rule: 'index.ts only at the root of a package that others import',
    by: name,
    bad: [
      ['apps/order/src/index.ts', `export { a } from './a.js';\n`],
      ['apps/order/src/orders/index.ts', `export { a } from './a.js';\n`],
      ['libs/messaging/src/kafka/index.ts', `export { a } from './a.js';\n`],
      ['tools/demo/index.mjs', `export { a } from './a.mjs';\n`],
      ['apps/e2e/src/index.ts', `export { a } from './a.js';\n`],
    ],
    good: [
      ['libs/messaging/src/index.ts', `export { a } from './a.js';\n`],
      ['apps/audit/src/index.ts', `export { a } from './a.js';\n`],
    ],
  },
  {
    rule: 'no barrel under another name',
    by: ['no-restricted-syntax'],
    bad: [
      ['apps/order/src/orders/orders.ts', `export * from './a.js';\n`],
      ['libs/messaging/src/kafka/kafka.ts', `export * as a from './a.js';\n`],
    ],
    good: [
      ['libs/messaging/src/index.ts', `export * from './a.js';\n`],
      ['apps/shop/src/index.ts', `export * from './a.js';\n`],
    ],
  },
  {
    rule: 'names are kebab-case and say something',
    by: name,
    bad: [
      'PlaceOrder.ts',
      'place_order.ts',
      'orders.service.ts',
      'money.util.ts',
      'money.utils.ts',
      'place-order.dto.ts',
    ]
      .concat(['order.interface.ts', 'common/a.ts', 'shared/a.ts', 'orders/utils/a.ts'])
      .map((file) => [`apps/order/src/${file}`, 'export {};\n']),
    good: [
      'orders/commands/place-order.ts',
      'orders/order.repository.int.spec.ts',
      'database/migrations/20260101-init.ts',
    ].map((file) => [`apps/order/src/${file}`, 'export {};\n']),
  },
  {
    rule: 'an aggregate is spoken of in its publication alone',
    by: ['no-restricted-syntax'],
    bad: [['apps/order/src/orders/commands/probe.ts', 'tx.publish(a, b, c);\n']],
    good: [['apps/order/src/orders/probe.publication.ts', 'tx.publish(a, b, c);\n']],
  },
  {
    rule: 'no literal is spread only to fit a line',
    by: ['no-restricted-syntax'],
    bad: [
      ['libs/kernel/src/probe.ts', 'export const a = { ...{ b: 1 } };\n'],
      ['apps/order/src/probe.ts', 'export const a = [...[1, 2]];\n'],
      ['apps/order/src/orders/probe.publication.ts', 'export const a = Math.max(...[1, 2]);\n'],
      [domain, 'export const a = { ...{ b: 1 } };\n'],
      ['libs/kernel/src/probe.spec.ts', 'export const a = { ...{ b: 1 } };\n'],
    ],
    good: [['libs/kernel/src/probe.ts', 'export const a = (b: object) => ({ ...b, c: [1] });\n']],
  },
  {
    rule: 'a migration holds its SQL as text',
    by: ['waybill/migration'],
    bad: [
      [
        'apps/order/src/orders/migrations/probe.ts',
        `import { COLUMNS } from '../order.rows.js';\n` + migrating('COLUMNS'),
      ],
      ['libs/outbox/src/migrations.ts', `import { SHARDS } from './shards.js';\n` + migrating('SHARDS - 1')],
      ['libs/outbox/src/probe.ts', `const DAYS = 14;\n` + migrating('DAYS')],
      ['apps/order/src/probe.ts', `const drop = () => 'DROP';\n` + migrating('drop()')],
      [
        'apps/order/src/probe.ts',
        `class Product { static table = 'products' }\n` + migrating('Product.table'),
      ],
      [
        'apps/order/src/probe.ts',
        `import * as steps from '@waybill/event-store';\n` + migrating('steps.START'),
      ],
      ['apps/order/src/probe.ts', `import { START } from '@waybill/event-store';\n` + migrating('START')],
      [
        'apps/order/src/probe.ts',
        `import { createView } from './views.js';\n` + migrating('createView(runner)'),
      ],
    ],
    good: [
      [
        'apps/order/src/probe.ts',
        `import { createView } from '@waybill/event-store';\n` + migrating('createView(runner)'),
      ],
      [
        'libs/event-store/src/probe.ts',
        `import { runInBatches as run } from '@waybill/unit-of-work';\n` + migrating('run(runner)'),
      ],
      ['apps/order/src/probe.ts', migrating('[1, 2].map(String).join()')],
    ],
  },
  {
    rule: 'no any',
    by: ['@typescript-eslint/no-explicit-any'],
    bad: [['libs/kernel/src/probe.ts', 'export const a: any = 1;\n']],
    good: [['libs/kernel/src/probe.ts', 'export const a: unknown = 1;\n']],
  },
  {
    rule: 'a service asserts no value that may be absent',
    by: ['@typescript-eslint/no-non-null-assertion'],
    bad: [
      ['apps/payment/src/payments/probe.ts', 'export const id = (ids: string[]): string => ids[0]!;\n'],
      [domain, 'export const id = (ids: string[]): string => ids[0]!;\n'],
    ],
    good: [
      ['apps/payment/src/probe.ts', `${lib('kernel')}export class Row {\n  id!: string;\n}\n`],
      ['apps/payment/src/probe.spec.ts', 'export const id = (ids: string[]): string => ids[0]!;\n'],
    ],
  },
  {
    rule: 'no test is skipped or alone',
    by: ['no-restricted-syntax'],
    bad: [
      ['libs/kernel/src/probe.spec.ts', `it.skip('runs', () => {});\n`],
      ['libs/kernel/src/probe.spec.ts', `describe.only('runs', () => {});\n`],
    ],
    good: [['libs/kernel/src/probe.spec.ts', `it('runs', () => {});\n`]],
  },
  {
    rule: 'no promise floats',
    typed: true,
    by: ['@typescript-eslint/no-floating-promises'],
    bad: [['libs/kernel/src/index.ts', 'Promise.resolve(1);\n']],
    good: [['libs/kernel/src/index.ts', 'await Promise.resolve(1);\n']],
  },
  {
    rule: 'a switch names every case',
    typed: true,
    by: ['@typescript-eslint/switch-exhaustiveness-check'],
    bad: [['libs/kernel/src/index.ts', `const s = 'a' as 'a' | 'b';\nswitch (s) {\n  case 'a':\n}\n`]],
    good: [
      [
        'libs/kernel/src/index.ts',
        `const s = 'a' as 'a' | 'b';\nswitch (s) {\n  case 'a':\n  case 'b':\n}\n`,
      ],
    ],
  },
];

const cwd = fileURLToPath(new URL('../..', import.meta.url));
const typed = new ESLint({ cwd });
// snippets under names that do not exist belong to no TypeScript project
const untyped = new ESLint({
  cwd,
  overrideConfig: { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked },
});

const counts = { passed: 0, failed: 0 };
function judge(passed, probe, file, code, told) {
  counts[passed ? 'passed' : 'failed'] += 1;
  if (!passed) console.log(`${probe.rule}\n  ${file}: ${code.trim().replaceAll('\n', ' ')}\n  ${told}`);
}

async function lint(probe, file, code) {
  const [result] = await (probe.typed ? typed : untyped).lintText(code, { filePath: file });
  return result.messages.filter(({ severity }) => severity === 2);
}

for (const probe of probes) {
  for (const [file, code] of probe.bad) {
    const fired = new Set((await lint(probe, file, code)).map(({ ruleId }) => ruleId));
    const silent = probe.by.filter((rule) => !fired.has(rule));
    const passed = probe.anyOf ? silent.length < probe.by.length : silent.length === 0;
    judge(passed, probe, file, code, `should be refused by ${silent.join(', ')}`);
  }
  for (const [file, code] of probe.good) {
    const messages = await lint(probe, file, code);
    const told = messages.map(({ ruleId, message }) => `${ruleId ?? 'parser'}: ${message}`).join('; ');
    judge(messages.length === 0, probe, file, code, `should pass, but ${told}`);
  }
}

console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed ? 1 : 0;
