import { describe, expect, it } from '@jest/globals';
import { money } from '@waybill/kernel';
import type { FollowUpStep } from './follow-ups.js';
import type { ChangeStep } from './changing-lines.js';
import { orchestrated } from './orchestrated.js';
import type { Decision, Fulfilment, Input, Plan } from './state.js';

/** A plan of the test's own, because the driver must not depend on the names of steps. */
const PLAN: Plan = [
  { step: 'reserve', adjustedBy: 'change-stock' },
  { step: 'authorize', adjustedBy: 'change-payment' },
  { step: 'book', undoMayBeRefused: true, fixesContents: true },
  { step: 'capture', pivot: true, absorbs: 'authorize' },
];
const STEPS = ['reserve', 'authorize', 'book', 'capture'] as const;
type Step = (typeof STEPS)[number];

const initial: Fulfilment = { mode: 'orchestrated', goal: 'confirm', steps: {}, attempt: 0 };
const decide = (state: Fulfilment, input: Input) => orchestrated.decide(PLAN, state, input);
const isAtRest = (state: Fulfilment) => orchestrated.statusOf(PLAN, state) === 'ended';

const why = { code: 'NO', detail: 'refused' };
const refund = money(3894, 'EUR');

const placed: Input = { type: 'placed' };
const ok = (step: Step): Input => ({ type: 'succeeded', step, fact: `${step}d` });
const refused = (step: Step): Input => ({ type: 'refused', step, why });
const undone = (step: Step): Input =>
  step === 'capture' ? { type: 'undone', step, refund } : { type: 'undone', step };
const cancel: Input = { type: 'cancel' };
const overdue: Input = { type: 'overdue' };

/** The driver's decision for each input as text: `ask authorize`, `undo book`, `confirm`, … */
function tell(inputs: readonly Input[], from: Fulfilment = initial): { state: Fulfilment; said: string[] } {
  let state = from;
  const said = inputs.map((input) => {
    const decision = decide(state, input);
    state = decision.state;
    return words(decision);
  });
  return { state, said };
}

function words({ send = [], actions = [] }: Decision): string {
  const sent = send.map(
    ({ step, undo, item }) => `${undo ? 'undo' : 'ask'} ${step}${item === undefined ? '' : ` ${item}`}`,
  );
  const done = actions.map((action) => {
    if (action.type === 'reject') return `reject ${action.why.code}`;
    return action.type === 'followed-up' ? `followed-up ${action.id}` : action.type;
  });
  return [...done, ...sent].join(', ') || 'nothing';
}

const toTheEnd: readonly Input[] = [placed, ...STEPS.map(ok)];

describe('the way to the confirmation', () => {
  it('asks step after step and confirms at the capture', () => {
    const { said, state } = tell(toTheEnd);
    expect(said).toEqual([
      'ask reserve',
      'advance, ask authorize',
      'advance, ask book',
      'advance, ask capture',
      'confirm',
    ]);
    expect(isAtRest(state)).toBe(true);
  });

  it.each(STEPS)('hears the answer to "%s" twice and acts once', (step) => {
    const inputs = toTheEnd.slice(0, STEPS.indexOf(step) + 2);
    const { state } = tell(inputs);
    expect(tell([ok(step)], state)).toEqual({ state, said: ['nothing'] });
  });
});

describe('a refused step compensates those before it, in reverse', () => {
  it.each([
    ['reserve', ['reject NO']],
    ['authorize', ['undo reserve', 'reject NO']],
    ['book', ['undo authorize', 'undo reserve', 'reject NO']],
    ['capture', ['undo book', 'undo authorize', 'undo reserve', 'reject NO']],
  ] as const)('refused at "%s"', (step, expected) => {
    const before = toTheEnd.slice(0, STEPS.indexOf(step) + 1);
    const undo = (['book', 'authorize', 'reserve'] as const).filter(
      (done) => STEPS.indexOf(done) < STEPS.indexOf(step),
    );
    const { said, state } = tell([...before, refused(step), ...undo.map(undone)]);
    expect(said.slice(before.length)).toEqual(expected);
    expect(isAtRest(state)).toBe(true);
  });
});

describe('a step that is not answered in time', () => {
  it.each([
    ['reserve', ['undo reserve', 'reject TIMEOUT']],
    ['authorize', ['undo authorize', 'undo reserve', 'reject TIMEOUT']],
    ['book', ['undo book', 'undo authorize', 'undo reserve', 'reject TIMEOUT']],
  ] as const)('compensates itself too: "%s"', (step, expected) => {
    const before = toTheEnd.slice(0, STEPS.indexOf(step) + 1);
    const undo = (['book', 'authorize', 'reserve'] as const).filter(
      (done) => STEPS.indexOf(done) <= STEPS.indexOf(step),
    );
    const { said } = tell([...before, overdue, ...undo.map(undone)]);
    expect(said.slice(before.length)).toEqual(expected);
  });

  it('is never given up when it is the capture: only the gateway knows', () => {
    const { said } = tell([...toTheEnd.slice(0, 4), overdue, overdue, ok('capture')]);
    expect(said.slice(4)).toEqual(['ask capture', 'ask capture', 'confirm']);
  });

  it('is compensated again when its success comes after the compensation', () => {
    const { said } = tell([placed, overdue, undone('reserve'), ok('reserve'), undone('reserve')]);
    expect(said).toEqual(['ask reserve', 'undo reserve', 'reject TIMEOUT', 'undo reserve', 'reject TIMEOUT']);
  });

  it('is not compensated twice when its success comes during the compensation', () => {
    const { said } = tell([placed, overdue, ok('reserve'), undone('reserve')]);
    expect(said).toEqual(['ask reserve', 'undo reserve', 'nothing', 'reject TIMEOUT']);
  });

  it('sends a compensation again for as long as it takes', () => {
    const { said } = tell([placed, overdue, overdue, overdue, undone('reserve')]);
    expect(said).toEqual(['ask reserve', 'undo reserve', 'undo reserve', 'undo reserve', 'reject TIMEOUT']);
  });
});

describe('a reservation that waits in line', () => {
  const waits: Input = { type: 'waits', step: 'reserve' };

  it('is not given up by the clock, and goes on when the pieces are there', () => {
    const { said } = tell([placed, waits, overdue, overdue, ok('reserve')]);
    expect(said).toEqual(['ask reserve', 'nothing', 'nothing', 'nothing', 'advance, ask authorize']);
  });

  it('leaves the line when the order is cancelled', () => {
    const { said } = tell([placed, waits, cancel, overdue, undone('reserve')]);
    expect(said.slice(2)).toEqual(['undo reserve', 'undo reserve', 'cancelled']);
  });

  it('lets the clock decide about the next step again', () => {
    const { said } = tell([placed, waits, ok('reserve'), overdue]);
    expect(said.at(-1)).toBe('undo authorize');
  });
});

describe('a reservation that expired', () => {
  const lost: Input = { type: 'lost', step: 'reserve', why };

  it.each([
    ['authorize', ['undo authorize', 'reject NO']],
    ['book', ['undo book', 'undo authorize', 'reject NO']],
  ] as const)('while "%s" runs compensates what was done beside it', (step, expected) => {
    const before = toTheEnd.slice(0, STEPS.indexOf(step) + 1);
    const undo = (['book', 'authorize'] as const).filter(
      (done) => STEPS.indexOf(done) <= STEPS.indexOf(step),
    );
    const { said } = tell([...before, lost, ...undo.map(undone)]);
    expect(said.slice(before.length)).toEqual(expected);
  });

  it('waits for a capture in flight, and gives the money back', () => {
    const { said } = tell([...toTheEnd.slice(0, 4), lost, ok('capture'), undone('book'), undone('capture')]);
    expect(said.slice(4)).toEqual(['nothing', 'undo book', 'undo capture', 'reject NO']);
  });

  it('concerns nobody once the order is confirmed, rejected or being cancelled', () => {
    for (const before of [toTheEnd, [placed, refused('reserve')], [placed, ok('reserve'), cancel]])
      expect(tell([lost], tell(before).state).said).toEqual(['nothing']);
  });
});

describe('a cancellation', () => {
  it.each([
    ['reserve', ['undo reserve', 'cancelled']],
    ['authorize', ['undo authorize', 'undo reserve', 'cancelled']],
    ['book', ['undo book', 'undo authorize', 'undo reserve', 'cancelled']],
  ] as const)('while "%s" runs compensates it and what was before it', (step, expected) => {
    const before = toTheEnd.slice(0, STEPS.indexOf(step) + 1);
    const undo = (['book', 'authorize', 'reserve'] as const).filter(
      (done) => STEPS.indexOf(done) <= STEPS.indexOf(step),
    );
    const { said } = tell([...before, cancel, ...undo.map(undone)]);
    expect(said.slice(before.length)).toEqual(expected);
  });

  it('while the capture runs waits for its answer and gives the money back', () => {
    const inputs = [
      ...toTheEnd.slice(0, 4),
      cancel,
      ok('capture'),
      undone('book'),
      undone('capture'),
      undone('reserve'),
    ];
    const { said } = tell(inputs);
    expect(said.slice(4)).toEqual(['nothing', 'undo book', 'undo capture', 'undo reserve', 'cancelled']);
  });

  it('while a capture runs that is then refused voids the authorization', () => {
    const inputs = [
      ...toTheEnd.slice(0, 4),
      cancel,
      refused('capture'),
      undone('book'),
      undone('authorize'),
      undone('reserve'),
    ];
    const { said } = tell(inputs);
    expect(said.slice(4)).toEqual(['nothing', 'undo book', 'undo authorize', 'undo reserve', 'cancelled']);
  });

  it('after the confirmation asks shipping first, then refunds and releases', () => {
    const { said, state } = tell([...toTheEnd, cancel, undone('book'), undone('capture'), undone('reserve')]);
    expect(said.slice(5)).toEqual(['undo book', 'undo capture', 'undo reserve', 'cancelled']);
    expect(state.refund).toEqual(refund);
  });

  it('that shipping refuses undoes nothing, and can be asked again', () => {
    const refusal: Input = { type: 'undo-refused', step: 'book', why };
    const { said, state } = tell([...toTheEnd, cancel, refusal, cancel]);
    expect(said.slice(5)).toEqual(['undo book', 'refuse-cancellation', 'undo book']);
    expect(state.steps).toEqual({ reserve: 'done', authorize: 'done', book: 'undoing', capture: 'done' });
  });

  it('of an order that is being rejected undoes no more, and ends as a cancellation', () => {
    const { said } = tell([placed, ok('reserve'), refused('authorize'), cancel, undone('reserve')]);
    expect(said.slice(2)).toEqual(['undo reserve', 'nothing', 'cancelled']);
  });
});

describe('what does not concern a step that is over', () => {
  const ends: readonly (readonly [string, readonly Input[]])[] = [
    ['confirmed', toTheEnd],
    ['rejected', [placed, refused('reserve')]],
    ['cancelled', [placed, cancel, undone('reserve')]],
  ];
  it.each(ends)('%s: doubled answers, refusals and deadlines change nothing', (_, inputs) => {
    const { state } = tell(inputs);
    const late = [refused('reserve'), refused('capture'), undone('book'), undone('reserve'), overdue];
    expect(tell(late, state)).toEqual({ state, said: late.map(() => 'nothing') });
  });
});

describe('a return', () => {
  const back = (id: string, open: readonly FollowUpStep[] = ['restock', 'refund']): Input => ({
    type: 'follow-up',
    followUp: { id, about: { reason: 'return', subject: id }, open },
  });
  const did = (id: string, step: FollowUpStep): Input => ({ type: 'followed-up', id, step });
  const { state: delivered } = tell(toTheEnd);

  it('is entered into the stock, then paid back', () => {
    const { said, state } = tell([back('r1'), did('r1', 'restock'), did('r1', 'refund')], delivered);
    expect(said).toEqual(['ask restock r1', 'ask refund r1', 'followed-up r1']);
    expect([isAtRest(state), state.followUps]).toEqual([true, {}]);
  });

  it('in two returns at once is seen through for each', () => {
    const { said, state } = tell(
      [back('r1'), back('r2'), did('r2', 'restock'), did('r1', 'restock'), did('r2', 'refund')],
      delivered,
    );
    expect(said).toEqual([
      'ask restock r1',
      'ask restock r2',
      'ask refund r2',
      'ask refund r1',
      'followed-up r2',
    ]);
    expect(isAtRest(state)).toBe(false);
  });

  it('is asked for again, and again, whatever it takes, in whichever step it is', () => {
    const { said } = tell(
      [back('r1'), back('r2'), overdue, did('r1', 'restock'), overdue, { type: 'retry' }],
      delivered,
    );
    expect(said).toEqual([
      'ask restock r1',
      'ask restock r2',
      'ask restock r1, ask restock r2',
      'ask refund r1',
      'ask refund r1, ask restock r2',
      'ask refund r1, ask restock r2',
    ]);
  });

  it('is not paid back twice for an answer that comes twice, early, or behind the end', () => {
    const { state } = tell([back('r1')], delivered);
    expect(tell([did('r1', 'refund'), did('r2', 'restock')], state)).toEqual({
      state,
      said: ['nothing', 'nothing'],
    });
    const { state: over } = tell([did('r1', 'restock'), did('r1', 'refund')], state);
    expect(tell([did('r1', 'restock'), did('r1', 'refund')], over).said).toEqual(['nothing', 'nothing']);
  });

  it('is settled at once when nothing came', () => {
    expect(tell([back('r1', [])], delivered).said).toEqual(['followed-up r1']);
  });

  it('is held back until the money is captured, and dropped when it never is', () => {
    const early = [placed, ok('reserve'), ok('authorize'), back('s1', ['refund']), ok('book')];
    expect(tell([...early, overdue, ok('capture')]).said.slice(3)).toEqual([
      'nothing',
      'advance, ask capture',
      'ask capture',
      'confirm, ask refund s1',
    ]);
    const { said, state } = tell([
      ...early,
      refused('capture'),
      undone('book'),
      undone('authorize'),
      undone('reserve'),
    ]);
    expect([said.at(-1), isAtRest(state)]).toEqual(['reject NO', true]);
  });
});

describe('other lines', () => {
  const change: Input = { type: 'change-lines', revision: 1 };
  const did = (step: ChangeStep, item = '1'): Input => ({ type: 'changed', step, item });
  const no = (step: ChangeStep, item = '1'): Input => ({ type: 'change-refused', step, item, why });
  const pendingChange = [placed, change] as const;
  const authorizing = [placed, ok('reserve'), change, ok('authorize')] as const;

  it('wait for the stock that is being reserved, and let the order go on when they are held', () => {
    const { said } = tell([...pendingChange, ok('reserve'), did('change-stock'), ok('authorize')]);
    expect(said).toEqual([
      'ask reserve',
      'nothing',
      'advance, ask change-stock 1',
      'lines-changed, ask authorize',
      'advance, ask book',
    ]);
  });

  it('that come while the payment is being authorized are authorized too, before anything is booked', () => {
    const { said } = tell([...authorizing, did('change-stock'), did('change-payment')]);
    expect(said.slice(2)).toEqual([
      'nothing',
      'advance, ask change-stock 1',
      'ask change-payment 1',
      'lines-changed, ask book',
    ]);
  });

  it('that cannot be had leave the order as it was, which goes on', () => {
    const { said } = tell([...authorizing, no('change-stock'), ok('book')]);
    expect(said.slice(4)).toEqual(['refuse-lines-change, ask book', 'advance, ask capture']);
  });

  it('that cannot be paid are put back', () => {
    const { said } = tell([
      ...authorizing,
      did('change-stock'),
      no('change-payment'),
      did('restore-stock', '2'),
    ]);
    expect(said.slice(4)).toEqual([
      'ask change-payment 1',
      'ask restore-stock 2',
      'refuse-lines-change, ask book',
    ]);
  });

  it('take along where they come from', () => {
    const goods = [{ sku: 'MUG', quantity: 2, warehouse: 'north' }];
    const { state } = tell([...authorizing, { type: 'changed', step: 'change-stock', item: '1', goods }]);
    expect(decide(state, did('change-payment')).actions).toEqual([{ type: 'lines-changed', goods }]);
    const { state: declined } = tell([no('change-payment')], state);
    expect(decide(declined, { type: 'changed', step: 'restore-stock', item: '2', goods }).actions).toEqual([
      { type: 'refuse-lines-change', why, goods },
    ]);
  });

  it('that cannot be put back, because others took the goods, end the order', () => {
    const { said } = tell([
      ...authorizing,
      did('change-stock'),
      no('change-payment'),
      no('restore-stock', '2'),
      undone('authorize'),
      undone('reserve'),
    ]);
    expect(said.slice(6)).toEqual(['undo authorize', 'undo reserve', 'reject NO']);
  });

  it('are asked for again, for as long as it takes', () => {
    const { said } = tell([...authorizing, overdue, did('change-stock'), overdue, { type: 'retry' }]);
    expect(said.slice(4)).toEqual([
      'ask change-stock 1',
      'ask change-payment 1',
      'ask change-payment 1',
      'ask change-payment 1',
    ]);
  });

  it('are heard once, and not by the answers of another step or number', () => {
    const { state } = tell(authorizing);
    for (const late of [
      ok('reserve'),
      ok('authorize'),
      did('change-payment'),
      did('change-stock', '2'),
      change,
    ])
      expect(tell([late], state)).toEqual({ state, said: ['nothing'] });
    const { state: over } = tell([did('change-stock'), did('change-payment')], state);
    for (const late of [did('change-stock'), did('change-payment'), no('change-stock')])
      expect(tell([late], over)).toEqual({ state: over, said: ['nothing'] });
  });

  it.each<[string, readonly Input[]]>([
    ['are not begun', [...pendingChange, cancel]],
    ['that wait for the payment are not begun', [placed, ok('reserve'), change, cancel]],
  ])('%s when the order is cancelled', (_, inputs) => {
    expect(tell(inputs).said.at(-1)).toMatch(/^undo (reserve|authorize)$/);
  });

  it.each<[string, Input]>([
    ['held', did('change-stock')],
    ['refused', no('change-stock')],
  ])('in flight are waited for when the order is cancelled: %s', (_, answer) => {
    const { said, state } = tell([
      ...authorizing,
      cancel,
      overdue,
      answer,
      undone('authorize'),
      undone('reserve'),
    ]);
    expect(said.slice(4)).toEqual([
      'nothing',
      'ask change-stock 1',
      'undo authorize',
      'undo reserve',
      'cancelled',
    ]);
    expect(isAtRest(state)).toBe(true);
  });

  it('are dropped when the order is refused before their turn', () => {
    expect(tell([...pendingChange, refused('reserve')]).said.at(-1)).toBe('reject NO');
    const declined = [placed, ok('reserve'), change, refused('authorize'), undone('reserve')];
    const { said, state } = tell(declined);
    expect([said.at(-1), isAtRest(state)]).toEqual(['reject NO', true]);
  });
});

describe('a step that does not apply', () => {
  const free: Fulfilment = { ...initial, steps: { authorize: 'skipped', capture: 'skipped' } };

  it('is passed over, and never compensated', () => {
    expect(tell([placed, ok('reserve'), ok('book')], free).said).toEqual([
      'ask reserve',
      'advance, ask book',
      'confirm',
    ]);
    expect(tell([placed, ok('reserve'), refused('book'), undone('reserve')], free).said.slice(2)).toEqual([
      'undo reserve',
      'reject NO',
    ]);
  });
});

describe('lines and address', () => {
  it('are fixed once the booking is requested', () => {
    const fixedAfter = (...inputs: readonly Input[]) =>
      orchestrated.hasFixedContents(PLAN, tell(inputs).state);
    expect(fixedAfter(placed, ok('reserve'))).toBe(false);
    expect(fixedAfter(placed, ok('reserve'), ok('authorize'))).toBe(true);
  });
});
