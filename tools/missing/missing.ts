import type { Facts } from './facts.js';

/** Something that is missing for the documents, and the file in which to add it. */
export interface Missing {
  readonly says: string;
  /** From the root of the repository; with `:line` where the line is known. */
  readonly file: string;
}

/** The first occurrence of a pattern, as `file:line`. */
export function placeOf(sources: Facts['sources'], pattern: RegExp, under = ''): string | undefined {
  for (const [file, text] of sources) {
    const index = file.startsWith(under) ? text.search(pattern) : -1;
    if (index >= 0) return `${file}:${text.slice(0, index).split('\n').length}`;
  }
  return undefined;
}
