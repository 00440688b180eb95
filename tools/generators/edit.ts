import { Script } from 'node:vm';
import { type Tree, names } from '@nx/devkit';
import { wordsIn } from '../missing/glossary.js';

/** Invalid input, or a file that a generator cannot edit. The message is for the developer. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

const KEBAB = {
  pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  such: 'lower-case words with hyphens, such as hold-order',
};

export function refuseName(name: string, what: string, { pattern, such } = KEBAB): void {
  if (!pattern.test(name)) throw new InputError(`"${name}" is not a name for ${what}: use ${such}.`);
  const { propertyName, className } = names(name);
  if (isReserved(propertyName))
    throw new InputError(`"${name}" is a word of JavaScript: give ${what} another name.`);
  if (className in globalThis)
    throw new InputError(`"${name}" would hide JavaScript's own ${className}: give ${what} another name.`);
}

function isReserved(word: string): boolean {
  try {
    new Script(`'use strict'; const ${word} = 0;`);
    return word === 'await';
  } catch {
    return true;
  }
}

export function refuseTaken(tree: Tree, path: string, what: string): void {
  if (tree.exists(path))
    throw new InputError(`There is ${what} already: ${path}. Choose another name, or change that one.`);
}

/** Throws if the file already declares or imports one of these names. */
export function refuseDeclared(tree: Tree, file: string, ...identifiers: readonly string[]): void {
  const text = read(tree, file);
  const taken = identifiers.find((identifier) =>
    new RegExp(
      `\\b(?:const|let|class|function|type|interface|enum|as) ${identifier}\\b|^import [^;]*\\b${identifier}\\b[^;]* from `,
      'm',
    ).test(text),
  );
  if (taken !== undefined)
    throw new InputError(`${file} already has something called ${taken}: choose another name.`);
}

export function read(tree: Tree, file: string): string {
  const text = tree.read(file, 'utf8');
  if (text === null)
    throw new InputError(
      `${file}, which the generator adds to, is not there. Restore it (git checkout ${file}), or change the path in tools/generators.`,
    );
  return text;
}

/** Replaces the match of a pattern. Throws if there is none, which means that the structure of the file has changed. */
export function replace(tree: Tree, file: string, pattern: RegExp, by: (...found: string[]) => string): void {
  const text = read(tree, file);
  if (!pattern.test(text))
    throw new InputError(
      `The generator adds to ${file} at a place like ${pattern}, and finds none. See what changed there (git log -p ${file}): ` +
        'put the place back, or change the pattern in tools/generators.',
    );
  // The last two arguments are the offset and the whole text.
  const put = (...found: unknown[]): string =>
    by(...found.slice(0, -2).map((one) => (one as string | undefined) ?? ''));
  tree.write(file, text.replace(pattern, put));
}

export function insertBefore(tree: Tree, file: string, pattern: RegExp, text: string): void {
  replace(tree, file, pattern, (found) => `${text}${found}`);
}

export function insertAfter(tree: Tree, file: string, pattern: RegExp, text: string): void {
  replace(tree, file, pattern, (found) => `${found}${text}`);
}

/** Adds a row to the first table of a section in docs/glossary.md, or a new section before "The trade". */
export function explain(tree: Tree, section: string, words: readonly string[], meaning: string): void {
  const file = 'docs/glossary.md';
  const text = read(tree, file);
  const known = new Set(wordsIn(text));
  const unknown = [...new Set(words)].filter((word) => !known.has(word));
  if (unknown.length === 0) return;
  const row = `| ${unknown.join(', ')} | ${meaning} |\n`;
  const heading = `## ${section}\n\n`;
  if (text.includes(heading))
    replace(tree, file, new RegExp(`(${heading}(?:\\|.*\\n)+)`), (table) => `${table}${row}`);
  else
    insertBefore(
      tree,
      file,
      /^## [^\n]+\n\n(?![\s\S]*^## )/m,
      `${heading}| word | means |\n| --- | --- |\n${row}\n`,
    );
}
