import { describe, expect, it } from '@jest/globals';
import { ManualTimers } from '@waybill/testing';
import { Repetition } from './repetition.js';
import { systemTimers } from './timers.js';

const settled = () => new Promise<void>((resolve) => void systemTimers.after(0, resolve));

class Counting extends Repetition {
  begun = 0;
  /** Ends the turn under way, with the next pause if it is another one. */
  end: (pause?: number) => void = () => {};

  protected turn(): Promise<number | void> {
    this.begun++;
    return new Promise((resolve) => (this.end = resolve));
  }
}

describe('a repetition', () => {
  it('runs at the start, and again after a pause', async () => {
    const timers = new ManualTimers();
    const counting = new Counting(timers, 100);
    counting.start();
    expect(counting.begun).toBe(1);
    timers.advance(1_000);
    await settled();
    expect(counting.begun).toBe(1);
    counting.end();
    await settled();
    timers.advance(99);
    expect(counting.begun).toBe(1);
    timers.advance(1);
    expect(counting.begun).toBe(2);
  });

  it('waits for the current run when stopped, and does not run again', async () => {
    const timers = new ManualTimers();
    const counting = new Counting(timers, 100);
    counting.start();
    let stopped = false;
    const stopping = counting.stop().then(() => (stopped = true));
    await settled();
    expect(stopped).toBe(false);
    counting.end();
    await stopping;
    expect(timers.waiting).toBe(0);
  });

  it('stops immediately in a pause', async () => {
    const timers = new ManualTimers();
    const counting = new Counting(timers, 100);
    counting.start();
    counting.end();
    await settled();
    await counting.stop();
    expect([timers.waiting, counting.begun]).toEqual([0, 1]);
  });

  it('runs immediately when it is woken in a pause', async () => {
    const timers = new ManualTimers();
    const counting = new Counting(timers, 100);
    counting.start();
    counting.end();
    await settled();
    counting.wake();
    expect([counting.begun, timers.waiting]).toEqual([2, 0]);
  });

  it('runs once more when it is woken during a run, however often', async () => {
    const timers = new ManualTimers();
    const counting = new Counting(timers, 100);
    counting.start();
    counting.wake();
    counting.wake();
    expect(counting.begun).toBe(1);
    counting.end();
    await settled();
    expect(counting.begun).toBe(2);
    counting.end();
    await settled();
    expect([counting.begun, timers.waiting]).toEqual([2, 1]);
  });

  it('cannot be woken after a stop', async () => {
    const timers = new ManualTimers();
    const counting = new Counting(timers, 100);
    counting.start();
    counting.end();
    await settled();
    await counting.stop();
    counting.wake();
    expect([counting.begun, timers.waiting]).toEqual([1, 0]);
  });

  it('pauses as long as a run says', async () => {
    const timers = new ManualTimers();
    const counting = new Counting(timers, 100);
    counting.start();
    counting.end(40);
    await settled();
    timers.advance(39);
    expect(counting.begun).toBe(1);
    timers.advance(1);
    expect(counting.begun).toBe(2);
  });

  it('runs when something is due before the end of the pause, once for all that is due then', async () => {
    const timers = new ManualTimers();
    const counting = new Counting(timers, 100);
    counting.start();
    counting.end();
    await settled();
    counting.dueIn(100);
    expect(timers.waiting).toBe(1);
    counting.dueIn(60);
    counting.dueIn(70);
    counting.dueIn(30);
    expect(timers.waiting).toBe(3);
    timers.advance(30);
    expect(counting.begun).toBe(2);
    counting.end();
    await settled();
    timers.advance(30);
    expect(counting.begun).toBe(3);
    counting.end();
    await settled();
    counting.dueIn(-5);
    timers.advance(0);
    expect(counting.begun).toBe(4);
  });

  it('sets no timer after a stop', async () => {
    const timers = new ManualTimers();
    const counting = new Counting(timers, 100);
    counting.start();
    counting.end();
    await settled();
    counting.dueIn(50);
    await counting.stop();
    counting.dueIn(50);
    expect(timers.waiting).toBe(0);
  });
});
