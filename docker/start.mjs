// What the image runs, in this very process, so that signals reach it:
//   node docker/start.mjs order                       the order service
//   node docker/start.mjs order inventory …           these services in one process; docs/configuration.md says how they are set
//   node docker/start.mjs order migrate               brings its schema up to date; DATABASE_URL with its owner's role
//   node docker/start.mjs migrate order inventory …   the same for each; its owner's role in OWNER_URL_ORDER and so on
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const apps = join(dirname(fileURLToPath(import.meta.url)), '..', 'apps');
const mainOf = (name) => join(apps, name, 'dist', 'main.js');
const known = readdirSync(apps).filter((name) => existsSync(mainOf(name)));

const [node, , command, ...args] = process.argv;
const several = args.length > 0 && args[0] !== 'migrate';
const wanted = command === 'migrate' ? args : several ? [command, ...args] : [command];
const unknown = wanted.find((name) => !known.includes(name));

if (wanted.length === 0 || unknown !== undefined || command === undefined) {
  console.error(`${unknown ? `There is no service "${unknown}"` : 'Name a service'}: ${known.join(', ')}`);
  process.exitCode = 64;
} else if (command !== 'migrate') {
  await (several ? runTogether([...new Set(wanted)]) : run(command, args));
} else if (process.env.SHARED_PASSWORDS?.trim()) {
  const set = process.env.SHARED_PASSWORDS.trim().split(/\s+/);
  const instead = set.map((password) => `${password}_${wanted[0].toUpperCase()}`).join(', ');
  console.error(
    `${set.join(' and ')} must not be set: each service has a password of its own (${instead}, …). See docs/transport.md.`,
  );
  process.exitCode = 64;
} else {
  for (const name of wanted) {
    // {service} is where roles share a password, or have none.
    const { OWNER_URL, [`OWNER_URL_${name.toUpperCase()}`]: own = OWNER_URL } = process.env;
    process.env.DATABASE_URL = own?.replaceAll('{service}', name);
    await run(name, ['migrate']);
    if (process.exitCode) break;
  }
}

async function run(name, ownArgs) {
  process.argv = [node, mainOf(name), ...ownArgs];
  await import(pathToFileURL(mainOf(name)).href);
}

async function runTogether(names) {
  const { runInOneProcess } = await import('@waybill/platform');
  const loaded = names.map(async (name) => {
    const file = join(apps, name, 'dist', `${name}.app.js`);
    return (await import(pathToFileURL(file).href))[`${name}App`];
  });
  await runInOneProcess(await Promise.all(loaded));
}
