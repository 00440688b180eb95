import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provision } from '@waybill/platform';
import { Api, DEVELOPMENT_KEY, ROOT, eventually, freePorts, startStack, token } from '@waybill/testing';

/** In the order of their dependencies, because declarations are generated from those of earlier libraries. */
const LIBS = [
  'kernel',
  'observability',
  'outbox',
  'unit-of-work',
  'messaging',
  'event-store',
  'saga',
  'platform',
];

const say = (line: string): void => console.log(`  ${line}`);
const folder = mkdtempSync(join(tmpdir(), 'waybill-hotel-'));
const hotel = join(folder, 'hotel');
const children = new Set<ChildProcess>();

try {
  pack();
  install();
  await run();
} finally {
  rmSync(folder, { recursive: true });
}
process.exit(0);

/** Packs each library with `npm pack`: compiled, with declarations. */
function pack(): void {
  const projects = LIBS.map((lib) => `@waybill/${lib}`).join(',');
  inside(ROOT, 'npx', 'nx', 'run-many', '-t', 'build', '-p', projects);
  for (const lib of LIBS) {
    const at = join(ROOT, 'libs', lib);
    inside(at, process.execPath, join(ROOT, 'node_modules/ts7/bin/tsc'), '-p', 'tsconfig.declarations.json');
    inside(at, 'npm', 'pack', '--silent', '--pack-destination', folder);
  }
  say(`Packed ${LIBS.length} libraries`);
}

function install(): void {
  const source = join(ROOT, 'examples/hotel');
  const foreign = /node_modules|dist/;
  cpSync(source, hotel, { recursive: true, filter: (path) => !foreign.test(path.slice(source.length)) });
  const packages = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  inside(hotel, 'npm', 'install', '--no-audit', '--no-fund', ...packages.map((name) => join(folder, name)));
  inside(hotel, 'npm', 'run', 'build');
  say('Installed and compiled the hotel from the packages only');
}

async function run(): Promise<void> {
  const stack = await startStack({ say });
  if (!stack.kafkaBrokers) throw new Error(stack.kafkaMissing ?? 'the hotel needs Kafka');
  try {
    const [first, second] = await freePorts(2);
    const reception = await start('reception', first!, stack.databaseUrl, stack.kafkaBrokers);
    const housekeeping = await start('housekeeping', second!, stack.databaseUrl, stack.kafkaBrokers);
    say('reception and housekeeping are ready');

    const book = (room: string, night: string, key: string) =>
      reception.call<{ code?: string }>('POST', '/v1/bookings', {
        body: { room, night, guest: 'Ada' },
        headers: { 'idempotency-key': key },
      });
    const made = await Promise.all([
      book('101', '2026-12-24', 'a'),
      book('101', '2026-12-25', 'b'),
      book('102', '2026-12-24', 'c'),
      book('101', '2026-12-24', 'a'),
    ]);
    const taken = await book('101', '2026-12-24', 'd');
    const answers = [...made, taken].map(({ status, body }) => `${status} ${body.code ?? 'booked'}`);
    say(`reception returned: ${answers.join(', ')}`);
    expectSame(answers, ['201 booked', '201 booked', '201 booked', '201 booked', '409 ROOM_TAKEN']);
    const heard = await eventually(
      async () => {
        const { body } = await housekeeping.call<object>('GET', '/v1/rooms');
        expectSame(body, [
          { room: '101', cleanings: 2 },
          { room: '102', cleanings: 1 },
        ]);
        return body;
      },
      { within: 20_000 },
    );
    say(`housekeeping received: ${JSON.stringify(heard)}`);
  } finally {
    for (const child of children) child.kill('SIGTERM');
    await stack.stop();
  }
}

async function start(name: string, port: number, adminUrl: string, brokers: string): Promise<Api> {
  const { url, ownerUrl } = await provision(adminUrl, name);
  const environment = {
    PATH: process.env['PATH'],
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    DATABASE_URL: url,
    DATABASE_OWNER_URL: ownerUrl,
    KAFKA_BROKERS: brokers,
    JWT_KEY: DEVELOPMENT_KEY,
  };
  const child = spawn(
    process.execPath,
    ['--disable-warning=TimeoutNegativeWarning', `dist/${name}.main.js`],
    {
      cwd: hotel,
      env: environment,
      stdio: 'inherit',
    },
  );
  children.add(child);
  const api = new Api(`http://127.0.0.1:${port}`, await token({ sub: 'guest' }));
  await eventually(
    async () => {
      if (child.exitCode !== null) return;
      const { body } = await api.call<{ status: string }>('GET', '/health/ready');
      expectSame(body.status, 'up');
    },
    { within: 60_000 },
  );
  if (child.exitCode !== null) throw new Error(`${name} did not start`);
  return api;
}

function inside(cwd: string, command: string, ...args: string[]): void {
  if (!existsSync(cwd)) throw new Error(`${cwd} is missing`);
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

function expectSame(found: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`expected ${b}, found ${a}`);
}
