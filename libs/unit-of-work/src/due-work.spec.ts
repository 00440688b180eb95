import { beforeEach, describe, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { ManualTimers } from '@waybill/testing';
import type { AnyRowType } from './row-type.js';
import { DueWork } from './due-work.js';

interface Alarm {
  readonly id: string;
  readonly at: Date;
}

const ALARMS = { table: 'alarms' } as AnyRowType;
const settled = () => new Promise<void>((resolve) => void systemTimers.after(0, resolve));

class Alarms extends DueWork<Alarm> {}

describe('work that is due at a time', () => {
  let timers: ManualTimers;
  let rows: Alarm[];
  let looks: number;
  let failing: boolean;
  const rung: string[] = [];
  const errors: unknown[] = [];
  const newAlarm = (id: string, inMs: number) => ({ id, at: new Date(timers.now + inMs) });
  const alarms = () => {
    const work = new Alarms({
      timers,
      rowType: ALARMS,
      column: 'at',
      due({ withinMs }) {
        looks++;
        if (failing) return Promise.reject(new Error('no database'));
        const found = rows.map((row) => ({ row, waitMs: row.at.getTime() - timers.now }));
        return Promise.resolve(found.filter(({ waitMs }) => waitMs <= withinMs));
      },
      handle(alarm) {
        rows = rows.filter((row) => row !== alarm);
        rung.push(`${alarm.id} at ${timers.now}`);
        return Promise.resolve();
      },
      onError: (error) => errors.push(error),
    });
    work.start();
    return work;
  };
  /** Advances in steps, so that each run ends before the next timer fires. */
  const pass = async (ms: number) => {
    await settled();
    for (let passed = 0; passed < ms; passed += 100) {
      timers.advance(100);
      await settled();
    }
  };
  const commit = (work: Alarms, alarm: Alarm) => {
    rows.push(alarm);
    const changes = [{ rowType: ALARMS, inserts: [alarm], updates: [], touched: [], removals: [] }];
    work.committed({ at: new Date(timers.now), changes });
  };

  beforeEach(() => {
    timers = new ManualTimers();
    rows = [];
    looks = 0;
    failing = false;
    rung.length = 0;
    errors.length = 0;
  });

  it('is looked for every five seconds while nothing is due', async () => {
    rows = [newAlarm('tomorrow', 86_400_000)];
    alarms();
    await pass(60_000);
    expect([looks, rung]).toEqual([13, []]);
  });

  it('is done at its time, which a look has found', async () => {
    rows = [newAlarm('a', 3_000), newAlarm('b', 12_300)];
    alarms();
    await pass(15_000);
    expect(rung).toEqual(['a at 3000', 'b at 12300']);
  });

  it('is done at its time when it was committed after the look', async () => {
    const work = alarms();
    await pass(1_000);
    commit(work, newAlarm('soon', 1_500));
    commit(work, newAlarm('later', 7_000));
    await pass(9_000);
    expect(rung).toEqual(['soon at 2500', 'later at 8000']);
  });

  it('is looked for a second after an error', async () => {
    failing = true;
    alarms();
    await pass(500);
    failing = false;
    rows = [newAlarm('late', -100)];
    await pass(600);
    expect([errors.length, rung]).toEqual([1, ['late at 1000']]);
  });
});
