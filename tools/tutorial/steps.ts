import type { Tokens } from 'marked';
import { blockOf, tokensOf } from '../docs/markdown.js';

export interface Change {
  readonly file: string;
  /** Lines with the prefixes of a unified diff. */
  readonly lines: readonly string[];
}

/** What the reader does with a block of a tutorial. */
export type Step =
  | { readonly does: 'file'; readonly file: string; readonly text: string }
  | ({ readonly does: 'change' } & Change)
  | { readonly does: 'command'; readonly command: string }
  /** A command that keeps running until the end of its section. The next step starts once it has printed `until`. */
  | { readonly does: 'stays'; readonly command: string; readonly until: string }
  /** The end of a section, which stops its running commands. */
  | { readonly does: 'end' }
  /** A command that is repeated until its output is the answer, in which `…` matches any text. */
  | { readonly does: 'question'; readonly command: string; readonly answer: string };

/**
 * Converts the blocks of a page to steps. With `file=`, a block is a file, or with language `diff` a change of it. A block with language
 * `sh` is a command; with `until=` it keeps running until the end of its section, and is ready when it has printed that word. A block
 * with `answer=yes` is the output of the previous command.
 */
export function stepsOf(page: string): Step[] {
  const steps: Step[] = [];
  for (const token of tokensOf(page)) {
    if (token.type === 'heading' && (token as Tokens.Heading).depth <= 2) steps.push({ does: 'end' });
    if (token.type !== 'code') continue;
    const { text } = token as Tokens.Code;
    const { language, file, until, answer } = blockOf(token as Tokens.Code);
    const before = steps.at(-1);
    if (file && language === 'diff') steps.push({ does: 'change', file, lines: text.split('\n') });
    else if (file) steps.push({ does: 'file', file, text: `${text}\n` });
    else if (language === 'sh' && until) steps.push({ does: 'stays', command: text, until });
    else if (language === 'sh') steps.push({ does: 'command', command: text });
    else if (answer && before?.does === 'command')
      steps.splice(-1, 1, { does: 'question', command: before.command, answer: text });
  }
  return steps;
}

/** Applies the change to the text. Throws if the changed lines are not found exactly once. */
export function applied(text: string, { file, lines }: Change): string {
  const side = (sign: string) =>
    lines
      .filter((line) => line[0] !== sign)
      .map((line) => line.slice(1))
      .join('\n');
  const [before, after] = [side('+'), side('-')];
  const places = text.split(before).length - 1;
  if (places !== 1) throw new Error(`${file} has ${places} places like this:\n${before}`);
  return text.replace(before, () => after);
}

/** Whether the output is the answer: `…` matches any text, and the width of columns is ignored. */
export function isAnswer(output: string, answer: string): boolean {
  const parts = answer.trim().split(/(\s+|…)/);
  const pattern = parts.map((part) => {
    if (part === '…') return '.*?';
    return /^\s+$/.test(part) ? '\\s+' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${pattern.join('')}$`).test(output.trim());
}
