import { type AnyRowType, rowType } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * One is `live`; the other is `building` until it takes over, `verifying` while it is compared, else `idle`. An inline view has one
 * row: `building` during a rebuild, else `idle`.
 */
export type GenerationState = 'live' | 'building' | 'verifying' | 'idle';

/** A view has two: readers see the live one while the other is rebuilt or verified. */
export const GENERATIONS = [1, 2] as const;

/** The position of a generation. Writers of its tables lock this row, which fences off older processes. */
@Entity('projections')
export class ProjectionGeneration {
  @PrimaryColumn('text') name!: string;
  @PrimaryColumn('integer') generation!: number;
  @Column('text') state!: GenerationState;
  @Column('bigint') tx!: number;
  @Column('bigint') position!: number;
  /** Events seen since its begin. */
  @Column('bigint') events!: number;
  @Column('timestamptz') updatedAt!: Date;
}

/** What a projection remembers of a stream. The name is that of no table: each generation has its own. */
@Entity('memos')
export class StreamMemo {
  @PrimaryColumn('text') streamId!: string;
  @Column('jsonb') memo!: unknown;
}

export const generations = rowType(ProjectionGeneration, ['name', 'generation']);
const memos = rowType(StreamMemo, ['streamId']);

/** The tables of one generation of a view. */
export function tablesOf(view: AnyRowType, generation: number): { rows: AnyRowType; memos: AnyRowType } {
  const table = `${view.table}_${generation}`;
  return { rows: { ...view, table }, memos: { ...memos, table: `${table}_memos` } };
}

/** Entities of the tables of both generations, for TypeORM's look at the schema. */
export function entitiesOf(base: new () => object, table: string): (new () => object)[] {
  const named = (parent: new () => object, name: string): new () => object => {
    const entity = class extends parent {};
    Entity(name)(entity);
    return entity;
  };
  return GENERATIONS.flatMap((generation) => [
    named(base, `${table}_${generation}`),
    named(StreamMemo, `${table}_${generation}_memos`),
  ]);
}
