import type { Tokens } from 'marked';
import { blockOf, tokensOf } from '../docs/markdown.js';

export interface Change {
  readonly file: string;
  /** As in a unified diff: a sign before each line. */
  readonly lines: readonly string[];
}

/** What a block of a tutorial asks of its reader. */
export type Step =
  | { readonly does: 'file'; readonly file: string; readonly text: string }
  | ({ readonly does: 'change' } & Change)
  | { readonly does: 'command'; readonly command: string }
  /** A command that goes on while the others of its section run, once it has printed `until`. */
  | { readonly does: 'stays'; readonly command: string; readonly until: string }
  /** A section ends, and with it what stayed. */
  | { readonly does: 'end' }
  /** A command whose output is sooner or later the answer, in which `…` stands for anything. */
  | { readonly does: 'question'; readonly command: string; readonly answer: string };

/**
 * A page's blocks as steps: with `file=` a file, or as `diff` a change of one; `sh` a command, which stays until its section ends when
 * the block says `until=` and a word of what it prints then; a block that says `answer=yes` is what the command before it prints.
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

/** The text with the change in it. Throws when what is changed is not there, or is there twice. */
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

/** Whether a command printed the answer: `…` stands for anything, and the width of the columns does not matter. */
export function isAnswer(output: string, answer: string): boolean {
  const parts = answer.trim().split(/(\s+|…)/);
  const pattern = parts.map((part) => {
    if (part === '…') return '.*?';
    return /^\s+$/.test(part) ? '\\s+' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${pattern.join('')}$`).test(output.trim());
}
