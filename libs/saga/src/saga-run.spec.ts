import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Context, MessageType } from '@waybill/kernel';
import { type UnitOfWorkWorld, twinWorld } from '@waybill/testing';
import { type BatchRunner, outboxMessages } from '@waybill/unit-of-work';
import { type Definition, command } from './definition.js';
import { SagaRun } from './saga-run.js';
import { type Saga, sagas } from './saga.js';
import { saveSaga } from './save-saga.js';

interface Order {
  readonly id: string;
  readonly done: string[];
}
interface State {
  readonly at: 'bake' | 'ship' | 'start' | 'end';
  readonly back: boolean;
  readonly attempt: number;
}
type Input = { readonly type: 'ordered' | 'baked' | 'unbaked' | 'called-off' };

const word = (type: string): MessageType<string, { readonly reason: string }> => ({
  type,
  version: 1,
  topic: 'bakery',
  parse: (data) => data as { reason: string },
});
const says = (type: string) =>
  command<Order, { reason: string }>(word(type), (_, { reason }) => ({ reason }));

/** Bread: baked, or unbaked. */
const start: State = { at: 'start', back: false, attempt: 0 };
const bread: Definition<Order, State, Input, string> = {
  name: 'bread',
  initial: () => start,
  sending: (_, { step, undo }) =>
    step === 'ship'
      ? { command: says('ship'), timeoutMs: 1_000 }
      : { command: says(undo ? 'unbake' : 'bake'), timeoutMs: 60_000 },
  decide(state, { type }) {
    const bake = (back: boolean, attempt: number) => ({
      state: { at: 'bake' as const, back, attempt },
      send: [{ step: 'bake', undo: back, attempt }],
    });
    if (type === 'ordered') return bake(false, 1);
    if (state.at !== 'bake') return { state };
    if (type === 'overdue' || type === 'retry') return bake(state.back, state.attempt + 1);
    if (type === 'called-off') return bake(true, 1);
    if ((type === 'unbaked') !== state.back) return { state };
    return { state: { ...state, at: 'end' }, actions: [type] };
  },
  statusOf: ({ at, back }) => (at !== 'bake' ? 'ended' : back ? 'compensating' : 'running'),
  idOf: ({ id }) => id,
  reasonOf: (_, { back }) => (back ? 'called off' : 'hungry'),
  perform: ({ done }, action) => void done.push(action),
  resolved: (_, { undo }) => (undo ? { type: 'unbaked' } : undefined),
};

let world: UnitOfWorkWorld;
let unitOfWork: BatchRunner;
const GIVEN = { name: 'Test', input: {}, code: '1', version: 1, recorded: true };
const done: string[] = [];
beforeEach(async () => {
  world = await twinWorld();
  unitOfWork = world.unitOfWork();
  done.length = 0;
});

type Run = SagaRun<Order, State, Input, string>;

async function withRun(
  what: (run: Run) => void,
  { definition = bread, context = {} }: { definition?: typeof bread; context?: Partial<Context> } = {},
): Promise<void> {
  await unitOfWork.run(world.context('test', context), async (tx) => {
    const saga = await tx.load(sagas, { id: 'o-1' });
    const run = new SagaRun(definition, { id: 'o-1', done }, saga, { at: tx.at, tenant: tx.context.tenant });
    what(run);
    saveSaga(tx, run, GIVEN);
  });
}
const tell = (type: Input['type'], definition = bread) =>
  withRun((run) => run.handle({ type }), { definition });
const hear = (type: Input['type'], causationId: string) =>
  withRun((run) => {
    const reply = { type: `bakery.${type}`, causationId };
    if (run.commandOf(reply)) run.receive({ type }, reply);
  });
const wake = () => withRun((run) => run.wake());
const retry = () => withRun((run) => run.retry('olga'));
const resolve = (step: string) => withRun((run) => run.resolve({ step, by: 'olga', note: 'eaten' }));

const row = async (): Promise<Saga> => (await world.rows(sagas))[0]!;
const sent = async () => (await world.rows(outboxMessages)).map(({ type, body }) => `${type} ${body}`);
const lastCommand = async () => (await row()).log.at(-1)!.commandId;
const secondsLeft = async () => ((await row()).deadline!.getTime() - world.clock.now().getTime()) / 1_000;
/** Overdue so many times in a row. */
async function overdue(times = 1): Promise<void> {
  for (let n = 0; n < times; n++) {
    world.clock.advance((await secondsLeft()) * 1_000);
    await wake();
  }
}

describe('a saga', () => {
  it('starts with an event, sends its command and waits', async () => {
    await tell('ordered');
    const at = world.clock.now();
    const deadline = new Date(at.getTime() + 60_000);
    expect(await world.rows(sagas)).toEqual([
      {
        id: 'o-1',
        name: 'bread',
        version: 1,
        tenant: 'default',
        status: 'running',
        attempt: 1,
        state: { at: 'bake', back: false, attempt: 1 },
        log: [
          {
            step: 'bake',
            attempt: 1,
            command: 'bake',
            sentAt: at.toISOString(),
            commandId: (await world.rows(outboxMessages))[0]!.id,
          },
        ],
        decisions: [{ given: 'Test', version: 1, sent: ['bake'] }],
        deadline,
        wakeAt: deadline,
        startedAt: at,
        updatedAt: at,
      },
    ]);
    expect(await sent()).toEqual(['bake {"reason":"hungry"}']);
  });

  it('ends with the reply to its command, and changes its subject', async () => {
    await tell('ordered');
    await hear('baked', await lastCommand());
    const { status, attempt, deadline, wakeAt, log } = await row();
    expect({ status, attempt, deadline, wakeAt }).toEqual({
      status: 'ended',
      attempt: 0,
      deadline: null,
      wakeAt: null,
    });
    const answeredAt = world.clock.now().toISOString();
    expect(log).toMatchObject([{ step: 'bake', answer: 'bakery.baked', answeredAt }]);
    expect(done).toEqual(['baked']);
  });

  it('ignores a reply to a command that it did not send', async () => {
    await tell('ordered');
    const before = await row();
    await hear('baked', 'a command of somebody else');
    expect(await row()).toEqual(before);
  });

  it('keeps the first reply in its log', async () => {
    await tell('ordered');
    const command = await lastCommand();
    await hear('baked', command);
    await hear('unbaked', command);
    expect((await row()).log).toMatchObject([{ answer: 'bakery.baked' }]);
  });
});

describe('a command without a reply', () => {
  it('is retried, with a timeout that doubles up to sixteen times', async () => {
    await tell('ordered');
    const waits = [await secondsLeft()];
    for (let n = 0; n < 6; n++) {
      await overdue();
      waits.push(await secondsLeft());
    }
    expect(waits).toEqual([60, 120, 240, 480, 960, 960, 960]);
    expect((await row()).attempt).toBe(7);
  });

  it('is not overdue before its deadline, however often the saga is woken', async () => {
    await tell('ordered');
    world.clock.advance(59_999);
    await wake();
    expect(await sent()).toHaveLength(1);
  });

  it('has a timeout of half a minute if it is a compensation', async () => {
    await tell('ordered');
    await tell('called-off');
    expect(await secondsLeft()).toBe(30);
    expect(await sent()).toEqual(['bake {"reason":"hungry"}', 'unbake {"reason":"called off"}']);
  });

  it('keeps the first and the last twenty attempts in the log', async () => {
    await tell('ordered');
    await overdue(29);
    const attempts = (await row()).log.map(({ attempt }) => attempt);
    expect(attempts).toEqual([1, ...Array.from({ length: 20 }, (_, n) => n + 11)]);
  });

  it('accepts a late reply', async () => {
    await tell('ordered');
    const first = await lastCommand();
    await overdue(2);
    await hear('baked', first);
    expect((await row()).status).toBe('ended');
  });
});

describe('a changed definition', () => {
  const withGrain = (state: State): object => ({ ...state, grain: 'wheat' });
  const rye = { ...start, grain: 'rye' };
  const grain: typeof bread = { ...bread, initial: () => rye, upcasters: [withGrain] };

  it('continues with the state of an older version', async () => {
    await tell('ordered');
    await tell('called-off', grain);
    const { version, state } = await row();
    expect({ version, state }).toEqual({ version: 2, state: { at: 'bake', back: true, attempt: 1 } });
  });

  it('gets that state in its own version', async () => {
    await tell('ordered');
    const seen: unknown[] = [];
    const watching: typeof bread = {
      ...grain,
      decide: (state: State) => (seen.push(state), { state }),
    };
    await tell('called-off', watching);
    expect(seen).toEqual([{ at: 'bake', back: false, attempt: 1, grain: 'wheat' }]);
  });

  it('reads a log with labels of the first release, and still matches replies', async () => {
    await tell('ordered');
    await tell('called-off');
    const { log } = await row();
    const labels = log.map(({ undo, step, ...entry }) => ({ ...entry, step: undo ? `undo ${step}` : step }));
    await unitOfWork.run(world.context('old'), async (tx) =>
      tx.save(sagas, { ...(await tx.load(sagas, { id: 'o-1' }))!, log: labels }),
    );
    await hear('unbaked', await lastCommand());
    expect((await row()).log).toMatchObject([
      { step: 'bake' },
      { step: 'bake', undo: true, answer: 'bakery.unbaked' },
    ]);
  });

  it('is refused where only the older version runs', async () => {
    await tell('ordered', grain);
    await expect(tell('called-off')).rejects.toMatchObject({ code: 'EVENT_TOO_NEW' });
  });
});

describe('an operator', () => {
  it('retries the command in flight', async () => {
    await tell('ordered');
    await retry();
    expect((await row()).log).toMatchObject([
      { step: 'bake', attempt: 1 },
      { step: 'bake', attempt: 2, by: 'olga' },
    ]);
  });

  it('resolves a compensation that was done by hand, and the log contains who and why', async () => {
    await tell('ordered');
    await tell('called-off');
    await resolve('undo bake');
    const { status, log } = await row();
    expect(status).toBe('ended');
    const resolved = { by: 'olga', note: 'eaten', at: world.clock.now().toISOString() };
    expect(log.at(-1)).toMatchObject({ step: 'bake', undo: true, resolved });
    expect(done).toEqual(['unbaked']);
  });

  it('cannot resolve a step that is not in flight or cannot be done by hand', async () => {
    await tell('ordered');
    await expect(resolve('undo bake')).rejects.toMatchObject({ code: 'STEP_NOT_IN_FLIGHT' });
    await expect(resolve('bake')).rejects.toMatchObject({ code: 'STEP_NOT_IN_FLIGHT' });
  });

  it('can neither retry nor resolve an ended saga', async () => {
    await tell('ordered');
    await hear('baked', await lastCommand());
    await expect(retry()).rejects.toMatchObject({ code: 'SAGA_AT_REST' });
    await expect(resolve('bake')).rejects.toMatchObject({ code: 'SAGA_AT_REST' });
  });
});
