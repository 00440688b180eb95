import { join } from 'node:path';
import { type Tree, generateFiles, names } from '@nx/devkit';
import { conclude } from '../decisions.js';
import {
  InputError,
  insertAfter,
  insertBefore,
  read,
  refuseDeclared,
  refuseName,
  refuseTaken,
} from '../edit.js';

const MESSAGING = 'libs/messaging/src';
const SUITE = `${MESSAGING}/broker.int.spec.ts`;
const RULES = 'tools/lint/import-rules.mjs';
const PAGE = 'docs/brokers.md';

/** Generates a broker: its folder and registration. It works in memory, and passes the suite, until its methods are written. */
export async function generate(tree: Tree, { name }: { name: string }): Promise<() => void> {
  refuseName(name, 'a broker', { pattern: /^[a-z][a-z0-9]*$/, such: 'one lower-case word, such as nats' });
  refuseTaken(tree, `${MESSAGING}/${name}`, 'a folder of this name');
  if (read(tree, `${MESSAGING}/broker-at.ts`).includes(`'${name}'`))
    throw new InputError(`The scheme ${name}:// is taken: ${MESSAGING}/broker-at.ts.`);
  const { className } = names(name);
  for (const file of [`${MESSAGING}/broker-at.ts`, SUITE]) refuseDeclared(tree, file, `${className}Broker`);
  generateFiles(tree, join(import.meta.dirname, 'files'), `${MESSAGING}/${name}`, { name, className });

  const imports = `import { ${className}Broker } from './${name}/${name}-broker.js';\n`;
  for (const file of [`${MESSAGING}/broker-at.ts`, SUITE])
    insertAfter(tree, file, /^import .* from '\.\/memory\/memory-broker\.js';\n/m, imports);
  insertBefore(
    tree,
    `${MESSAGING}/broker-at.ts`,
    /^ {2}\{ schemes: \['memory'\]/m,
    `  {\n    schemes: ['${name}'],\n    // Decide: a URL with everything that it may have\n    example: '${name}://host',\n    make: (url, options) => new ${className}Broker({ ...options, url }),\n  },\n`,
  );
  insertAfter(
    tree,
    SUITE,
    /^ {2}\{ name: 'in memory'.*\n/m,
    `  // Decide: its server, \`forgets\` where a new group begins with what is sent from then on, and no \`perishes\`\n  {\n    name: '${className}',\n    make: () => new ${className}Broker({ url: '${name}://localhost', clientId: 'spec', random: Math.random }),\n    perishes: true,\n  },\n`,
  );
  insertAfter(
    tree,
    RULES,
    /^export const brokers = \{\n/m,
    `  // Decide: the npm packages of its client, which only its folder may import\n  ${name}: [],\n`,
  );
  insertBefore(tree, PAGE, /^\| `memory:\/\/` +\|/m, `| \`${name}://host\` | ${className} |\n`);
  return conclude(
    tree,
    [
      { file: 'libs/messaging/package.json', pattern: /"dependencies"/, says: 'add its client here' },
      { file: PAGE, pattern: /^## Which broker/m, says: 'say here when to choose it and how it works' },
    ],
    [
      'npm run docs',
      'npm run typecheck',
      `npm test -- ${MESSAGING}/${name} ${MESSAGING}/broker-at.spec.ts ${SUITE}`,
    ],
  );
}
