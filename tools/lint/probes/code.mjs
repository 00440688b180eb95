// Probes of rules for all packages.
import { domain, from, lib, name, ours, oursAndNx } from './snippets.mjs';

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

export const code = [
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
    rule: `${file} imports only kernel, ids and domains`,
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
      [file, lib('kernel') + from('@waybill/contracts/ids') + from('./order.events.js')],
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
    kafka: ['kafkajs', '@platformatic/kafka'],
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
        ['apps/audit/src/run-audit.ts', `${code}\n`],
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
  {
    rule: 'a file that people read has at most 300 lines',
    by: ['max-lines'],
    bad: [[domain, '//\n'.repeat(301)]],
    good: [
      [domain, '//\n'.repeat(299)],
      ['libs/kernel/src/probe.spec.ts', '//\n'.repeat(301)],
    ],
  },
];
