import type { Tree } from '@nx/devkit';
import { InputError } from './edit.js';

/** A place that the developer must complete. Its line is looked up after the files are formatted. */
export interface Decision {
  readonly file: string;
  readonly pattern: RegExp;
  readonly says: string;
}

const MARK = /Decide: (.*?)(?: \*\/| -->)?$/;

/** Lists the places to complete: those marked "Decide:" in changed files, and the given ones. */
export function decisionsIn(tree: Tree, given: readonly Decision[]): string[] {
  const marked = tree
    .listChanges()
    .filter(({ type }) => type !== 'DELETE')
    .flatMap(({ path, content }) =>
      (content?.toString('utf8') ?? '').split('\n').flatMap((line, index) => {
        const [, says] = MARK.exec(line) ?? [];
        return says ? [`${path}:${index + 1}  ${says}`] : [];
      }),
    );
  const placed = given.map(({ file, pattern, says }) => {
    const text = tree.read(file, 'utf8') ?? '';
    const index = text.search(pattern);
    if (index < 0)
      throw new InputError(
        `A person decides in ${file} at a place like ${pattern}, and there is none: change the pattern in tools/generators.`,
      );
    return `${file}:${text.slice(0, index).split('\n').length}  ${says}`;
  });
  return [...marked, ...placed];
}

/** Formats the generated files. Returns a callback for Nx that prints the places to complete after the files are written. */
export async function conclude(
  tree: Tree,
  given: readonly Decision[],
  commands: readonly string[],
): Promise<() => void> {
  const { formatFiles } = await import('@nx/devkit');
  await formatFiles(tree);
  const lines = decisionsIn(tree, given);
  return () => {
    console.log(`\nFor you to decide:\n${lines.map((line) => `  ${line}`).join('\n')}`);
    console.log(`\nThen:\n${commands.map((command) => `  ${command}`).join('\n')}`);
  };
}
