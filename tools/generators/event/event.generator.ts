import { type Tree, names } from '@nx/devkit';
import { conclude } from '../decisions.js';
import { InputError, explain, insertAfter, insertBefore, read, refuseDeclared, replace } from '../edit.js';

const CONTRACTS = 'libs/contracts/src';

/** Generates an integration event of a service: its contract, its place in the event storming, and its glossary entry. */
export async function generate(tree: Tree, { name: type }: { name: string }): Promise<() => void> {
  const [, subject = '', fact = ''] = /^([a-z][a-z0-9]*)\.([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/.exec(type) ?? [];
  if (!fact)
    throw new InputError(
      `"${type}" is not the type of an event: use subject.fact, such as loyalty.points-earned.`,
    );
  const owners = ownersIn(tree);
  if (!owners.includes(subject))
    throw new InputError(
      `No service publishes ${subject}.events. Those that do: ${owners.join(', ')}. A new one: npm run new -- service ${subject}.`,
    );
  const file = `${CONTRACTS}/${subject}.ts`;
  const topic = `${subject}.events`;
  const declared = names(type.replace('.', '-')).propertyName;
  if (tree.exists(file) && read(tree, file).includes(`'${type}'`))
    throw new InputError(`There is an event ${type} already: ${file}.`);
  if (tree.exists(file)) refuseDeclared(tree, file, declared);
  if (!tree.exists(file)) register(tree, subject);
  tree.write(file, `${tree.exists(file) ? read(tree, file) : HEAD}${contractOf(declared, type, topic)}`);
  const words = type.split(/\W+/);
  explain(tree, subject[0]!.toUpperCase() + subject.slice(1), words, `${sentence(type)}.`);
  const owner = subject in OWNED ? OWNED[subject]! : subject;
  return conclude(
    tree,
    [
      {
        file,
        pattern: new RegExp(`type: '${type}'`),
        says: `publish it in apps/${owner}/src in a *.publication.ts: tx.publish(${declared}, key, data)`,
      },
      {
        file: 'docs/glossary.md',
        pattern: new RegExp(`\\b${words.at(-1)}\\b`),
        says: 'say here what the words mean',
      },
    ],
    ['npm run contracts', 'npm run docs', 'npm test -- libs/contracts tools/missing'],
  );
}

const HEAD = `import { z } from 'zod';\nimport { contract } from './contract.js';\n`;
/** Subjects that are not named after their service. */
const OWNED: Readonly<Record<string, string>> = { catalog: 'order', customer: 'order' };

const sentence = (type: string): string => {
  const words = type.replace(/\W/g, ' ');
  return words[0]!.toUpperCase() + words.slice(1);
};

function ownersIn(tree: Tree): string[] {
  const services = [
    ...read(tree, `${CONTRACTS}/registry.ts`).matchAll(/export const (?:SERVICES|LISTENERS) = \[([^\]]*)\]/g),
  ];
  return [
    ...services.flatMap(([, list = '']) => [...list.matchAll(/'([\w-]+)'/g)].map(([, name]) => name!)),
    ...Object.keys(OWNED),
  ];
}

function contractOf(declared: string, type: string, topic: string): string {
  return `
export const ${declared} = contract({
  type: '${type}',
  topic: '${topic}',
  // Decide: the phase of the event storming, and \`after\` which event of it this one stands
  story: { phase: 'afterwards' },
  // Decide: one sentence for consumers: what has happened, and what they may rely on
  description: '${sentence(type)}.',
  // Decide: what consumers need; a field can be added later, and not removed
  schema: z.object({ orderId: z.string(), customerId: z.string() }),
  example: { orderId: '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f', customerId: 'ada' },
});
`;
}

function register(tree: Tree, subject: string): void {
  const registry = `${CONTRACTS}/registry.ts`;
  insertAfter(
    tree,
    `${CONTRACTS}/index.ts`,
    /^export \* from '\.\/inventory\.js';\n/m,
    `export * from './${subject}.js';\n`,
  );
  insertBefore(
    tree,
    registry,
    /^import \* as notification .*\n/m,
    `import * as ${subject} from './${subject}.js';\n`,
  );
  replace(tree, registry, /const all: readonly Contract\[\] = \[([^\]]*)\]/, (_, list) => {
    return `const all: readonly Contract[] = [${list.trim().replace(/,$/, '')}, ${subject}]`;
  });
}
