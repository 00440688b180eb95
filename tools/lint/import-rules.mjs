// Who may import whom: the one table. `eslint.config.mjs` makes the lint rules from it, `probes.mjs` proves that they fire.
import { readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';

/** What each lib may import of ours. `testing` and `simulation` are no lib's dependency: see `mayImportTestRoom`. */
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

/** Test rooms: only specs and drivers import them. */
const testRooms = ['testing', 'simulation'];
/** Drivers may import any lib; a test room only where `mayImportTestRoom` says so. */
export const anyLib = Object.keys(layers).filter((lib) => !testRooms.includes(lib));
/** Apps too, but for the HTTP client: services talk through Kafka. */
const libsOfApps = anyLib.filter((lib) => lib !== 'client');
const libsOf = { app: libsOfApps, driver: anyLib };
/**
 * Those that drive the apps, each with the drivers that it builds on: they may mount an app by its `*.app.ts` and see nothing
 * else of it.
 */
const driverLayers = { shop: [], audit: ['shop'], e2e: ['shop', 'audit'], tools: ['shop', 'audit'] };
export const drivers = Object.keys(driverLayers);
/** Drivers that others build on have an index.ts, as a lib has. */
export const sharedDrivers = [...new Set(Object.values(driverLayers).flat())];
export const apps = readdirSync(new URL('../../apps', import.meta.url)).filter(
  (app) => !drivers.includes(app),
);

/** Clients of brokers and of the schema registry: each only in libs/messaging/src/<its folder>/. */
export const brokers = {
  kafka: ['kafkajs'],
  rabbitmq: ['amqplib'],
  redis: ['redis', '@redis', 'ioredis'],
  confluent: ['@kafkajs/confluent-schema-registry'],
};

/** The bare loop is the clients alone, without us: what the platform is measured against. */
const bareLoop = 'tools/bench/';

/** Pure code: the libs that it may import, besides the files of its own folder. */
export const pure = [
  { files: '**/domain/**', folder: /^.*?\/domain(?=\/)/, libs: ['kernel', 'contracts/ids'] },
];

/** Where real timers run: the Timers port's implementation and what stands outside the product. */
export const realTimers = [
  'libs/kernel/src/timers.ts',
  'libs/testing/**',
  'libs/simulation/**',
  'apps/audit/src/main.ts',
  'apps/sandbox/**',
  'tools/**',
  'docker/**',
];

export const specs = '**/*.spec.ts';
const isSpec = (file) => file.endsWith('.spec.ts');
const isAppFile = (path) => /\.app(\.[jt]s)?$/.test(path);
const builtins = new Set(builtinModules);

/** Which of our packages a path lies in: { kind: lib | app | driver, name, root }, or nothing for the root. */
function roomOf(path) {
  const [area, name] = path.split('/');
  if (area === 'libs' && name) return { kind: 'lib', name, root: `libs/${name}` };
  if (area === 'tools') return { kind: 'driver', name: 'tools', root: 'tools' };
  if (area === 'apps' && name)
    return { kind: drivers.includes(name) ? 'driver' : 'app', name, root: `apps/${name}` };
  return undefined;
}

/** What a specifier means in a file: a path of this repository, or a package of npm or of Node. */
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
    if (clients.some(is) && !file.startsWith(home) && !file.startsWith(bareLoop))
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

/** Why `file` (a path from the root, with slashes) may not import `specifier`; undefined when it may. */
export function refuse(file, specifier) {
  const from = roomOf(file);
  if (!from) return undefined;
  const target = resolve(file, specifier);
  return (
    refusePure(file, target) ??
    (target.external ? refuseExternal(from, file, target.external) : refuseOurs(from, file, target))
  );
}

/** The same table in Nx's words, by the tags in each package.json. */
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
