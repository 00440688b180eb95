// Probes of the migration rule.

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

export const migrations = [
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
];
