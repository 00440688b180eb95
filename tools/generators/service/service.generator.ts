import { join } from 'node:path';
import { type Tree, generateFiles, names } from '@nx/devkit';
import { conclude } from '../decisions.js';
import { explain, insertAfter, read, refuseDeclared, refuseName, refuseTaken, replace } from '../edit.js';
import { runInContainers } from './containers.js';
import { lock } from './lock.js';

const REGISTRY = 'libs/contracts/src/registry.ts';
const CLIENT = 'libs/client/src/waybill.ts';
const LIST = /export const LISTENERS = \[([^\]]*)\] as const/;
const listed = (list: string): string[] => [...list.matchAll(/'([\w-]+)'/g)].map(([, name]) => name!);

/** Generates a service that consumes events: its folder, and its entry in all lists of services. */
export async function generate(tree: Tree, { name }: { name: string }): Promise<() => void> {
  // The name is part of the names of a database, a role and environment variables.
  refuseName(name, 'a service', {
    pattern: /^[a-z][a-z0-9]*$/,
    such: 'one lower-case word, such as loyalty',
  });
  refuseTaken(tree, `apps/${name}`, 'a service or driver of this name');
  // Contracts of the service would be in this file.
  refuseTaken(tree, `libs/contracts/src/${name}.ts`, 'a file of contracts of this name');
  const registry = read(tree, REGISTRY);
  const services = listed(/export const SERVICES = \[([^\]]*)\]/.exec(registry)?.[1] ?? '');
  const others = [...services, ...listed(LIST.exec(registry)?.[1] ?? '')];
  const before = others.at(-1)!;
  const port = 3000 + others.length;
  const { className, propertyName } = names(name);
  refuseDeclared(tree, CLIENT, propertyName);
  const table = name.replaceAll('-', '_');
  const substitutions = { name, className, propertyName, port, table };
  generateFiles(tree, join(import.meta.dirname, 'files'), `apps/${name}`, substitutions);

  replace(
    tree,
    REGISTRY,
    LIST,
    (_, list) => `export const LISTENERS = [${list.trim().replace(/,$/, '')}, '${name}'] as const`,
  );
  replace(tree, REGISTRY, /'order\.events': \[([^\]]*)\]/, (_, list) => {
    const groups = list.trim().replace(/,$/, '');
    return `'order.events': [${groups}, 'waybill.${name}']`;
  });
  addToClient(tree, name, propertyName, others.map((other) => names(other).propertyName).at(-1)!);
  runInContainers(tree, { name, port, before });
  lock(tree, name);
  insertAfter(
    tree,
    'README.md',
    new RegExp(`^\\| \`apps/${before}\`.*\\n`, 'm'),
    `| \`apps/${name}\` | orders that were confirmed, by customer | localhost:${port}/docs |\n`,
  );
  insertAfter(
    tree,
    'docs/architecture.md',
    new RegExp(`^\\| ${before} .*\\n`, 'm'),
    `| ${name} | confirmed orders by customer | rows | \`order.confirmed\` |\n`,
  );
  insertAfter(
    tree,
    'CHANGELOG.md',
    /^## Unreleased\n\n### Added\n\n/m,
    `- The service ${name}, which counts the confirmed orders of each customer (\`GET /v1/${name}/me\`).\n`,
  );
  explain(tree, title(name), name.split('-'), `The confirmed orders of a customer.`);
  return conclude(
    tree,
    [
      { file: 'README.md', pattern: new RegExp(`apps/${name}\``), says: 'say here what the service is for' },
      {
        file: 'docs/architecture.md',
        pattern: new RegExp(`^\\| ${name} `, 'm'),
        says: 'say here what it owns and what it listens to',
      },
      {
        file: 'docs/glossary.md',
        pattern: new RegExp(`^\\| ${name.split('-')[0]}`, 'm'),
        says: 'say here what the words mean',
      },
      { file: 'CHANGELOG.md', pattern: new RegExp(`The service ${name}`), says: 'say here what users get' },
      {
        file: REGISTRY,
        pattern: /'order\.events'/,
        says: 'name its group at every topic that it listens to',
      },
    ],
    [
      'npm run contracts',
      'npm run docs',
      'npm run typecheck',
      `npm test -- apps/${name} apps/e2e/src/services.spec.ts`,
    ],
  );
}

const title = (name: string): string => `${name[0]!.toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`;

function addToClient(tree: Tree, name: string, property: string, last: string): void {
  const key = property === name ? name : `'${name}'`;
  insertAfter(
    tree,
    CLIENT,
    new RegExp(`^import type \\* as ${last} .*\\n`, 'm'),
    `import type * as ${property} from './openapi/${name}.js';\n`,
  );
  insertAfter(
    tree,
    CLIENT,
    new RegExp(`^ {2}readonly \\S+: ${last}\\.paths;\\n`, 'm'),
    `  readonly ${key}: ${property}.paths;\n`,
  );
  insertAfter(
    tree,
    CLIENT,
    new RegExp(`^ {2}readonly \\S+: ${last}\\.components\\['schemas'\\];\\n`, 'm'),
    `  readonly ${key}: ${property}.components['schemas'];\n`,
  );
  replace(
    tree,
    'libs/client/README.md',
    /(a client for each service[\s\S]*?)\. Options/,
    (_, list) => `${list}, \`${name}\`. Options`,
  );
}
