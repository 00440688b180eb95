import { describe, expect, it } from '@jest/globals';
import { type Branch, type Told, treesOf } from './tree.js';
import { linesOf } from './lines.js';

/** `b<a@5` is message b, caused by a, 5 ms after the start. */
function told(...words: readonly string[]): Told[] {
  return words.map((word) => {
    const [, id, causationId, ms] = /^(\w+)<(\w+)@(\d+)$/.exec(word)!;
    const time = new Date(Number(ms));
    return { id: id!, type: `t.${id}`, service: 's', topic: 't.events', time, causationId: causationId! };
  });
}

const shapeOf = (messages: readonly Told[]): unknown => {
  const shape = (branches: readonly Branch[]): unknown =>
    branches.map(({ id, message, times, children }) => [
      `${message ? '' : '?'}${id}${times > 1 ? ` x${times}` : ''}`,
      ...(shape(children) as unknown[]),
    ]);
  return shape(treesOf(messages));
};

describe('treesOf', () => {
  it('puts each message under its cause, oldest first, whatever order they come in', () => {
    const messages = told('d<b@9', 'c<a@3', 'b<a@2', 'a<request@1');
    expect(shapeOf(messages)).toEqual([['?request', ['a', ['b', ['d']], ['c']]]]);
  });

  it('keeps those whose cause is no longer there under the cause that they name', () => {
    expect(shapeOf(told('a<request@1', 'y<gone@5', 'z<y@6', 'x<gone@7'))).toEqual([
      ['?request', ['a']],
      ['?gone', ['y', ['z']], ['x']],
    ]);
  });

  it('shows a message that was published twice once, with the number', () => {
    expect(shapeOf(told('a<request@1', 'b<a@2', 'b<a@2', 'c<b@3'))).toEqual([
      ['?request', ['a', ['b x2', ['c']]]],
    ]);
  });

  it('opens a circle and loses nothing of it', () => {
    expect(shapeOf(told('a<c@1', 'b<a@2', 'c<b@3', 'tail<b@0'))).toEqual([['b', ['tail'], ['c', ['a']]]]);
    expect(shapeOf(told('a<a@1'))).toEqual([['a']]);
  });
});

describe('linesOf', () => {
  it('shows times since the first message, the tree, the service and the end of the id', () => {
    const messages = told(
      'aaaaaaaaaa11111111<request@1000',
      'b<aaaaaaaaaa11111111@1250',
      'b<aaaaaaaaaa11111111@1250',
    );
    expect(linesOf(treesOf([...messages, ...told('c<b@3000')]))).toEqual([
      '            request (no message: an HTTP request, a timer, or older than the topics)',
      '     +0 ms  └─ t.aaaaaaaaaa11111111  s  11111111',
      '   +250 ms     └─ t.b                s  b  published 2 times',
      '  +2000 ms        └─ t.c             s  c',
    ]);
  });
});
