// Probes of the rules between packages. They deliberately repeat import-rules.mjs, so that a change of that file alone fails.
import { readdirSync } from 'node:fs';
import { from, lib, ours, oursAndNx } from './snippets.mjs';

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
const apps = readdirSync(new URL('../../../apps', import.meta.url)).filter((app) => !(app in driverLayers));

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

export const packages = [...layers, ...services, ...drivers];
