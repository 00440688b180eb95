import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AggregateRoot, type DomainEvent, type Upcasters } from '@waybill/kernel';
import { postgresWorld } from '@waybill/testing';
import { type AggregateType, EventStore } from './event-store.js';
import { readAggregate } from './read-aggregate.js';
import { eventStoreSchema } from './schema.js';

type Written = DomainEvent<'written', { readonly line: string }>;

interface PageState {
  readonly lines: readonly string[];
  /** As text: a state is the same behind JSON. */
  readonly at?: string;
}

function evolve(page: PageState | undefined, { data, at }: Written): PageState {
  return { lines: [...(page?.lines ?? []), data.line], at: at.toISOString() };
}

class Page extends AggregateRoot<PageState, Written> {
  write(line: string, at: Date): void {
    this.record('written', { line }, at);
  }
}

const pages: AggregateType<PageState, Written, Page> = {
  type: 'page',
  begunBy: ['written'],
  evolve,
  snapshots: { schema: 1, every: 10 },
  create: (id, state, version) => new Page(id, state, version, evolve),
};

describe('an aggregate that is read', () => {
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  beforeAll(async () => {
    world = await postgresWorld('read_aggregate', eventStoreSchema.migrations);
  });
  afterAll(() => world?.close());

  const write = (id: string, line: string, upcasters: Upcasters<'written'> = {}) =>
    world.unitOfWork().run(world.context('page'), async (tx) => {
      const store = new EventStore({ ...pages, upcasters }, world.ids);
      const page = (await store.load(tx, id)) ?? pages.create(id, undefined, 0);
      page.write(line, new Date(Date.UTC(2026, 2, 14, 9, 26, 53, page.version * 7)));
      await store.save(tx, page);
    });
  const read = async (id: string, more: Partial<typeof pages> = {}) => {
    let folded = 0;
    const counting: typeof evolve = (state, event) => {
      folded++;
      return evolve(state, event);
    };
    const page = await readAggregate(world.pool, { ...pages, evolve: counting, ...more }, id);
    return { folded, page: page && { version: page.version, state: page.state } };
  };
  const loaded = (id: string) =>
    world.unitOfWork().run(world.context('page'), async (tx) => {
      const page = (await new EventStore(pages, world.ids).load(tx, id))!;
      return { version: page.version, state: page.state };
    });

  it('equals the loaded aggregate, at each of its versions', async () => {
    for (let line = 1; line <= 25; line++) {
      await write('page', `line ${line}`);
      expect((await read('page')).page).toEqual(await loaded('page'));
    }
  });

  it('is folded from its snapshot if that has the same schema', async () => {
    for (let line = 1; line <= 13; line++) await write('kept', `line ${line}`);
    const kept = await read('kept');
    const all = await read('kept', { snapshots: { schema: 2 } });
    expect([kept.folded, all.folded]).toEqual([3, 13]);
    expect(kept.page).toEqual(all.page);
  });

  it('is in the newest version', async () => {
    await write('old', 'a');
    const upcasters: Upcasters<'written'> = {
      written: [({ line }: { line: string }) => ({ line: line.toUpperCase() })],
    };
    await write('old', 'b', upcasters);
    expect((await read('old', { upcasters })).page?.state.lines).toEqual(['A', 'b']);
  });

  it.each([
    { code: 'STREAM_NOT_BEGUN', types: ['erased', 'written'], versions: [1, 2] },
    { code: 'STREAM_GAP', types: ['written', 'written'], versions: [1, 3] },
    { code: 'STREAM_GAP', types: ['written', 'written'], versions: [2, 3] },
  ])('is refused with $code when its events are $types at $versions', async ({ code, types, versions }) => {
    const id = `broken ${code} ${versions.join()}`;
    await world.pool.query(
      `INSERT INTO events (stream_id, version, id, type, aggregate_type, data, metadata, at)
        SELECT $1, version, $1 || version, type, 'page', '{"line": "a"}', '{}', now() FROM unnest($2::int[], $3::text[]) AS e (version, type)`,
      [id, versions, types],
    );
    await expect(read(id)).rejects.toMatchObject({ code });
  });

  it('is undefined without events', async () => {
    expect((await read('nothing')).page).toBe(undefined);
  });
});
