import { describe, expect, it } from '@jest/globals';
import { applied, isAnswer, stepsOf } from './steps.js';

const fence = (info: string, ...lines: string[]) => ['```' + info, ...lines, '```'].join('\n');

describe('a block of a tutorial', () => {
  it.each([
    ['a file', fence('ts file=a/b.ts', 'one', 'two'), { does: 'file', file: 'a/b.ts', text: 'one\ntwo\n' }],
    [
      'a change',
      fence('diff file=a/b.ts', '-one', '+two'),
      { does: 'change', file: 'a/b.ts', lines: ['-one', '+two'] },
    ],
    ['a command', fence('sh', 'npm test'), { does: 'command', command: 'npm test' }],
    [
      'a command that stays',
      fence('sh until=Ctrl-C', 'npm run demo'),
      { does: 'stays', command: 'npm run demo', until: 'Ctrl-C' },
    ],
    [
      'a question',
      `${fence('sh', 'ask')}\n\nIt says:\n\n${fence('text answer=yes', '42')}`,
      { does: 'question', command: 'ask', answer: '42' },
    ],
  ])('is %s', (_, page, step) => {
    expect(stepsOf(page)).toEqual([step]);
  });

  it('stays until its section ends', () => {
    const page = `${fence('sh until=Ctrl-C', 'npm run demo')}\n\n## Next\n\n${fence('sh', 'npm test')}`;
    expect(stepsOf(page).map(({ does }) => does)).toEqual(['stays', 'end', 'command']);
  });

  it('stays over the parts of its section', () => {
    const page = `${fence('sh until=Ctrl-C', 'npm run demo')}\n\n### A part\n\n${fence('sh', 'npm test')}`;
    expect(stepsOf(page).map(({ does }) => does)).toEqual(['stays', 'command']);
  });

  it('is for the reader’s eyes when it says nothing of that', () => {
    expect(stepsOf(`${fence('ts from=a.ts', 'one')}\n\n${fence('mermaid', 'flowchart')}`)).toEqual([]);
  });
});

describe('a change', () => {
  const change = (...lines: string[]) => applied('one\ntwo\nthree\ntwo\n', { file: 'a.ts', lines });

  it('takes lines away and puts others there', () => {
    expect(change(' one', '-two', '+2', '+2', ' three')).toBe('one\n2\n2\nthree\ntwo\n');
  });

  it.each([
    ['is not there', ['-four'], 'a.ts has 0 places like this:\nfour'],
    ['is there twice', ['-two', '+2'], 'a.ts has 2 places like this:\ntwo'],
  ])('is refused when what it changes %s', (_, lines, says) => {
    expect(() => change(...lines)).toThrow(says);
  });
});

describe('an answer', () => {
  it.each([
    ['{"points":22}\n', '{"points":22}', true],
    ['{"points":2}', '{"points":22}', false],
    ['id      outcome\n01-23-4 redriven  \n', 'id  outcome\n…   redriven', true],
    ['id      outcome\n01-23-4 failed\n', 'id  outcome\n…   redriven', false],
    ['id outcome\na redriven\nb redriven', 'id outcome\n… redriven', false],
    ['No dead letters.', 'id outcome\n… redriven', false],
  ])('%j is %j: %s', (output, answer, is) => {
    expect(isAnswer(output, answer)).toBe(is);
  });
});
