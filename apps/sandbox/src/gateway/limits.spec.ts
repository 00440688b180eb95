import { describe, expect, it } from '@jest/globals';
import { memoryJournal } from '../journal.js';
import { Answers } from './answers.js';
import { GatewayState } from './gateway.state.js';
import type { Intent } from './intent.js';

function payment(
  n: number,
  metadata: Record<string, string> = { order_id: `order-${n}`, customer_id: 'ada' },
): Intent {
  const method = { id: `pm_${n}`, testId: 'pm_card_visa' };
  return {
    id: `pi_${n}`,
    clientSecret: `pi_${n}_secret`,
    created: n,
    amount: 100,
    currency: 'eur',
    captureMethod: 'manual',
    methodTypes: ['card'],
    description: null,
    metadata,
    status: 'requires_capture',
    method,
    charges: [{ id: `ch_${n}`, created: n, method, amount: 100, captured: 0, failure: null }],
    captured: 0,
    canceledAt: null,
    cancellationReason: null,
  };
}

function refundOf(n: number) {
  const about = { intentId: `pi_${n}`, chargeId: `ch_${n}`, amount: 1, currency: 'eur', reason: null };
  return { id: `re_${n}`, created: n, metadata: {}, status: 'succeeded' as const, ...about };
}

const ids = (intents: Iterable<Intent>) => [...intents].map(({ id }) => id);

describe('the gateway', () => {
  it('keeps the newest payments, and of a dropped one nothing', () => {
    const state = new GatewayState(memoryJournal, { payments: 2 });
    for (const n of [1, 2]) state.save(payment(n));
    for (const n of [1, 2]) state.add(refundOf(n));
    state.save({ ...payment(1), captured: 100 });
    expect(ids(state.intents.values())).toEqual(['pi_1', 'pi_2']);
    state.save(payment(3));
    expect(ids(state.intents.values())).toEqual(['pi_2', 'pi_3']);
    expect(ids(state.withMetadata('customer_id', 'ada'))).toEqual(['pi_2', 'pi_3']);
    expect(ids(state.withMetadata('order_id', 'order-1'))).toEqual([]);
    expect(state.charge('ch_1')).toBeUndefined();
    expect(state.refundsOf('pi_1')).toEqual([]);
    expect([...state.refunds.keys()]).toEqual(['re_2']);
  });

  it('finds a payment by its metadata as it is now', () => {
    const state = new GatewayState(memoryJournal);
    state.save(payment(1, { note: 'old' }));
    state.save(payment(1, { note: 'new' }));
    expect(ids(state.withMetadata('note', 'old'))).toEqual([]);
    expect(ids(state.withMetadata('note', 'new'))).toEqual(['pi_1']);
  });

  it('keeps the newest responses to idempotency keys, as many as have room', () => {
    const answers = new Answers(memoryJournal, { bytes: 25 });
    const known = (n: number) => {
      const answer = answers.take(`key-${n}`, `request ${n}`, 1_000);
      answers.release(`key-${n}`);
      return answer?.requestId;
    };
    for (const n of [1, 2, 3]) {
      const answer = {
        request: `request ${n}`,
        status: 200,
        body: '0123456789',
        requestId: `req_${n}`,
        at: 1_000,
      };
      answers.keep(`key-${n}`, answer);
    }
    expect([1, 2, 3].map(known)).toEqual([undefined, 'req_2', 'req_3']);
    expect(() => answers.take('key-3', 'another request', 1_000)).toThrow(/same parameters/);
  });
});
