// Starts a service of this image in this process: `node docker/start.mjs order`, `node docker/start.mjs order migrate`.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const apps = join(dirname(fileURLToPath(import.meta.url)), '..', 'apps');
const mainOf = (name) => join(apps, name, 'dist', 'main.js');
const names = readdirSync(apps).filter((name) => existsSync(mainOf(name)));

const [node, , name, ...args] = process.argv;
if (names.includes(name)) {
  process.argv = [node, mainOf(name), ...args];
  await import(pathToFileURL(mainOf(name)).href);
} else {
  console.error(`${name ? `There is no service "${name}"` : 'Name a service'}: ${names.join(', ')}`);
  process.exitCode = 64;
}
