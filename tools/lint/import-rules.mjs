// Which package may import which. `eslint.config.mjs` derives the lint rules from it, and `probes.mjs` tests them.
import { readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';

/** Libs that each lib may import. For `testing` and `simulation` see `mayImportTestRoom`. */
export const layers = {
  kernel: [],
  observability: [],
  client: [],
  contracts: ['kernel'],
  outbox: ['kernel', 'observability'],
  'unit-of-work': ['kernel', 'observability', 'outbox'],
  'event-store': ['kernel', 'observability', 'outbox', 'unit-of-work'],
  saga: ['kernel', 'observability', 'outbox', 'unit-of-work'],
  messaging: ['kernel', 'observability', 'outbox', 'unit-of-work'],
  platform: ['kernel', 'observability', 'outbox', 'unit-of-work', 'event-store', 'saga', 'messaging'],
};
layers.testing = layers.simulation = [...layers.platform, 'platform'];

/** Test libraries, which only specs and drivers may import. */
const testRooms = ['testing', 'simulation'];
/** Drivers may import any of these libs, and test libraries if `mayImportTestRoom` allows it. */
export const anyLib = Object.keys(layers).filter((lib) => !testRooms.includes(lib));
/** Apps may import the same libs except the HTTP client, because services communicate through Kafka. */
const libsOfApps = anyLib.filter((lib) => lib !== 'client');
const libsOf = { app: libsOfApps, driver: anyLib };
/**
 * Drivers, which run the apps, each with the drivers that it may import. Of an app they may only import its `*.app.ts`.
 */
const driverLayers = { shop: [], audit: ['shop'], e2e: ['shop', 'audit'], tools: ['shop', 'audit'] };
export const drivers = Object.keys(driverLayers);
/** Drivers that others import have an index.ts, like libs. */
export const sharedDrivers = [...new Set(Object.values(driverLayers).flat())];
export const apps = readdirSync(new URL('../../apps', import.meta.url)).filter(
  (app) => !drivers.includes(app),
);

/** Client packages of brokers and the schema registry. Each may only be imported in libs/messaging/src/<its folder>/. */
export const brokers = {
  kafka: ['kafkajs', '@platformatic/kafka'],
  rabbitmq: ['amqplib'],
  redis: ['redis', '@redis', 'ioredis'],
  confluent: ['@kafkajs/confluent-schema-registry'],
};

/** The bare loop of the benchmark and programs of others in proofs use the client packages directly. */
const besideTheProduct = ['tools/bench/', 'apps/e2e/src/proofs/foreign-kafka.ts'];

/** Pure code, and the libs that it may import in addition to files of its folder. */
export const pure = [
  {
    files: '**/domain/**',
    folder: /^.*?\/domain(?=\/)/,
    libs: ['kernel', 'contracts/ids', 'contracts/currencies'],
  },
];

/** Files that may use real timers: the implementation of the Timers port, and code that is not part of the product. */
export const realTimers = [
  'libs/kernel/src/timers.ts',
  'libs/testing/**',
  'libs/simulation/**',
  'apps/audit/src/run-audit.ts',
  'apps/sandbox/**',
  'tools/**',
  'docker/**',
];

export const specs = '**/*.spec.ts';
const isSpec = (file) => file.endsWith('.spec.ts');
const isAppFile = (path) => /\.app(\.[jt]s)?$/.test(path);
const builtins = new Set(builtinModules);

/** The package of a path: { kind: lib | app | driver, name, root }; undefined for the root. */
function roomOf(path) {
  const [area, name] = path.split('/');
  if (area === 'libs' && name) return { kind: 'lib', name, root: `libs/${name}` };
  if (area === 'tools') return { kind: 'driver', name: 'tools', root: 'tools' };
  if (area === 'apps' && name)
    return { kind: drivers.includes(name) ? 'driver' : 'app', name, root: `apps/${name}` };
  return undefined;
}

/** Resolves an import specifier to a path of this repository, or to a package of npm or Node. */
function resolve(file, specifier) {
  if (specifier.startsWith('.')) return { path: posix.join(posix.dirname(file), specifier), relative: true };
  const [, name, rest = ''] = /^@waybill\/([^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (!name) return { external: specifier };
  if (layers[name]) return { path: `libs/${name}${rest}`, relative: false };
  return { path: name === 'tools' ? `tools${rest}` : `apps/${name}${rest}`, relative: false };
}

function mayImportTestRoom(from, file) {
  return isSpec(file) || from.kind === 'driver';
}

function refuseOurs(from, file, target) {
  const to = roomOf(target.path);
  if (!to || (from.root === to.root && target.relative)) return undefined;
  if (from.root === to.root) return `${from.name} does not import itself by name: use a relative path`;
  if (to.kind === 'driver' && !driverLayers[from.name]?.includes(to.name))
    return `${from.name} may not import the driver ${to.name}`;
  if (to.kind === 'app') {
    if (from.kind !== 'driver')
      return `${from.name} may not import the app ${to.name}: services talk through Kafka`;
    return isAppFile(target.path) ? undefined : `${from.name} may import of an app only its *.app.ts`;
  }
  if (target.relative) return `import @waybill/${to.name}, not a path into it`;
  if (/\/(src|dist)(\/|$)/.test(target.path)) return `import what @waybill/${to.name} exports, not its files`;
  if (to.kind === 'driver') return undefined;
  if (testRooms.includes(to.name)) {
    return mayImportTestRoom(from, file)
      ? undefined
      : `only specs and ${drivers.join(', ')} may import @waybill/${to.name}`;
  }
  const allowed = from.kind === 'lib' ? (layers[from.name] ?? []) : libsOf[from.kind];
  if (allowed.includes(to.name)) return undefined;
  return `${from.name} may import ${allowed.join(', ') || 'nothing of ours'}; not ${to.name}`;
}

function refuseExternal(from, file, specifier) {
  const is = (name) => specifier === name || specifier.startsWith(`${name}/`);
  for (const [broker, clients] of Object.entries(brokers)) {
    const home = `libs/messaging/src/${broker}/`;
    if (clients.some(is) && ![home, ...besideTheProduct].some((path) => file.startsWith(path)))
      return `${specifier} is imported only in ${home}`;
  }
  const isBuiltin = specifier.startsWith('node:') || builtins.has(specifier);
  if (from.name === 'kernel' && !isBuiltin && !isSpec(file)) return 'kernel has no dependency';
  return undefined;
}

function refusePure(file, target) {
  if (isSpec(file)) return undefined;
  for (const { folder, libs } of pure) {
    const own = folder.exec(file)?.[0];
    if (!own) continue;
    const inside = target.relative && target.path?.startsWith(`${own}/`);
    const pureLib = libs.some((lib) => target.path === `libs/${lib}`);
    const otherDomain =
      target.relative && target.path.includes('/domain/') && roomOf(target.path)?.root === roomOf(file)?.root;
    if (inside || pureLib || otherDomain) continue;
    return `this file is pure: it imports only ${libs.join(', ')}, its own folder, and other domains of its service`;
  }
  return undefined;
}

/** Why `file` (a path from the root, with slashes) must not import `specifier`; undefined if it may. */
export function refuse(file, specifier) {
  const from = roomOf(file);
  if (!from) return undefined;
  const target = resolve(file, specifier);
  return (
    refusePure(file, target) ??
    (target.external ? refuseExternal(from, file, target.external) : refuseOurs(from, file, target))
  );
}

/** The same rules as depConstraints of Nx, for the tags in each package.json. */
export function depConstraints({ testing }) {
  const tags = (libs) => libs.map((lib) => `scope:${lib}`);
  const extra = testing ? testRooms : [];
  return [
    ...Object.entries(layers).map(([lib, allowed]) => ({
      sourceTag: `scope:${lib}`,
      onlyDependOnLibsWithTags: tags([lib, ...allowed, ...extra]),
    })),
    ...apps.map((app) => ({
      sourceTag: `scope:${app}`,
      onlyDependOnLibsWithTags: tags([...libsOfApps, ...extra]),
    })),
    ...drivers.map((name) => ({
      sourceTag: `scope:${name}`,
      onlyDependOnLibsWithTags: tags([...anyLib, ...testRooms, ...driverLayers[name]]),
    })),
  ];
}
