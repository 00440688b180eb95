import { describe, expect, it, jest } from '@jest/globals';
import { StartBoard } from './start-board.js';

function boardOn(isTTY: boolean) {
  jest.useFakeTimers();
  let now = 0;
  let out = '';
  const board = new StartBoard({ isTTY, write: (text: string) => Boolean((out += text)) }, () => now);
  return {
    board,
    after(seconds: number) {
      now += seconds;
      jest.advanceTimersByTime(seconds * 1_000);
    },
    get out() {
      const text = out;
      out = '';
      return text;
    },
  };
}

describe('in a pipe', () => {
  it('prints what it waits for, and one line for each that comes up', () => {
    const shown = boardOn(false);
    shown.board.starts('order', 'order.log');
    shown.board.starts('payment', 'payment.log');
    shown.after(3);
    expect(shown.out).toBe('  order … payment …  3 s\n');
    shown.board.isUp('payment');
    expect(shown.out).toBe('  order … payment ✓  3 s\n');
    shown.after(2);
    shown.board.isUp('order');
    shown.board.isUp('order');
    expect(shown.out).toBe('  order ✓ payment ✓  5 s\n');
    shown.board.end();
  });

  it('explains once what takes long, with its log', () => {
    const shown = boardOn(false);
    shown.board.starts('order', '.waybill/logs/order.log');
    shown.board.waits('order', 'its database is starting');
    shown.after(19);
    expect(shown.out).not.toContain('takes long');
    shown.after(1);
    shown.after(60);
    expect(shown.out).toBe(
      '  order takes long: its database is starting. Its log is .waybill/logs/order.log\n',
    );
    shown.board.end();
  });
});

it('on a terminal rewrites one line every second, and keeps it when the next group starts', () => {
  const shown = boardOn(true);
  shown.board.starts('Kafka', 'kafka.log');
  expect(shown.out).toBe('\r\x1b[2K  Kafka …  0 s');
  shown.after(1);
  expect(shown.out).toBe('\r\x1b[2K  Kafka …  1 s');
  shown.board.isUp('Kafka');
  expect(shown.out).toBe('\r\x1b[2K  Kafka ✓  1 s');
  shown.board.next();
  shown.board.starts('order', 'order.log');
  expect(shown.out).toBe('\r\x1b[2K  Kafka ✓  1 s\n\r\x1b[2K  order …  1 s');
  shown.board.say('order was killed and starts again');
  expect(shown.out).toBe('\r\x1b[2K  order was killed and starts again\n');
  shown.board.end();
});
