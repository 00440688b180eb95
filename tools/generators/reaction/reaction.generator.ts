import { dirname, join, relative } from 'node:path/posix';
import { type Tree, generateFiles, names, visitNotIgnoredFiles } from '@nx/devkit';
import { conclude } from '../decisions.js';
import { InputError, insertBefore, read, refuseDeclared, refuseName, refuseTaken, replace } from '../edit.js';

interface Options {
  readonly name: string;
  readonly on: string;
  readonly mode: 'async' | 'sync';
}

interface Source {
  readonly file: string;
  readonly text: string;
}

/** Generates a handler of a domain event: a file, its test, and a line in the feature of the aggregate. */
export async function generate(tree: Tree, { name, on, mode }: Options): Promise<() => void> {
  refuseName(name, 'a reaction');
  const sources = sourcesOf(tree);
  const event = declarationOf(sources, on);
  const decorator = sources.find(
    ({ file, text }) =>
      text.includes('export const OnDomainEvent =') &&
      `${dirname(event.file)}/`.startsWith(`${dirname(file)}/`),
  );
  if (!decorator)
    throw new InputError(`The events of ${on.split('.')[0]!} have no @OnDomainEvent: docs/reactions.md.`);
  const folder = dirname(decorator.file);
  const feature = sources.find(({ file }) => dirname(file) === folder && file.endsWith('.feature.ts'))?.file;
  if (feature === undefined)
    throw new InputError(
      `${folder} has no *.feature.ts, which the reaction is added to: restore it, or write one.`,
    );
  refuseTaken(tree, `${folder}/${name}.ts`, 'a file of this name');
  const { className } = names(name);
  refuseDeclared(tree, feature, className);
  generateFiles(tree, join(import.meta.dirname, 'files'), folder, {
    name,
    className,
    on,
    mode,
    consumer: `${folder.split('/')[1]!}.${name}`,
    events: /export const (\w+) = domainEvents</.exec(decorator.text)![1]!,
    decorator: importOf(folder, decorator.file),
    eventType: event.name,
    event: importOf(folder, event.file),
  });
  insertBefore(tree, feature, /^\nexport const|^\n\/\*\*/m, `import { ${className} } from './${name}.js';\n`);
  if (/reactions: \[/.test(read(tree, feature)))
    replace(tree, feature, /reactions: \[([^\]]*)\]/, (_, list) => {
      return `reactions: [${list.trim().replace(/,$/, '')}, new ${className}()]`;
    });
  else insertBefore(tree, feature, /^ {2}\}\),\n\};/m, `    reactions: [new ${className}()],\n`);
  return conclude(
    tree,
    [
      {
        file: feature,
        pattern: new RegExp(`new ${className}\\(\\)`),
        says: 'say here where it stands in the order of the reactions',
      },
    ],
    ['npm run typecheck', `npm test -- ${folder}/${name}.spec.ts`, 'npm run simulate -- --runs 40'],
  );
}

function sourcesOf(tree: Tree): Source[] {
  const sources: Source[] = [];
  visitNotIgnoredFiles(tree, 'apps/order/src', (file) => {
    if (file.endsWith('.ts') && !file.endsWith('.spec.ts')) sources.push({ file, text: read(tree, file) });
  });
  return sources;
}

function declarationOf(sources: readonly Source[], type: string): { name: string; file: string } {
  const declared = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/export type (\w+) = DomainEvent<\s*'([\w.-]+)'/g)].map(([, name, of]) => ({
      name: name!,
      of: of!,
      file,
    })),
  );
  const found = declared.find(({ of }) => of === type);
  if (found) return found;
  throw new InputError(
    `There is no domain event ${type}. There are: ${declared
      .map(({ of }) => of)
      .sort()
      .join(', ')}.`,
  );
}

function importOf(folder: string, file: string): string {
  return `./${relative(folder, file).replace(/\.ts$/, '.js')}`;
}
