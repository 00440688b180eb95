import { type Tx, rowType } from '@waybill/unit-of-work';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

/** What a stream's first events make, so that a load reads only those behind them. Deleting all of them changes nothing. */
@Entity('snapshots')
export class Snapshot {
  @PrimaryColumn('text') streamId!: string;
  /** How many events the state was folded from. */
  @Column('integer') version!: number;
  /** Of the fold that made it; another one ignores it. */
  @Column('integer') schema!: number;
  @Column('jsonb') state!: unknown;
}

export const snapshots = rowType(Snapshot, ['streamId']);

/** When the states of a type of aggregate are kept. They must be the same behind JSON: no Date, Map or class. */
export interface SnapshotRule {
  /** Raise it whenever the same events make another state: with the fold, its initial state, or an upcaster. */
  readonly schema: number;
  /** Events between two of a stream; 100 when absent. A shorter stream neither has one nor asks for it. */
  readonly every?: number;
}

/** The newest snapshot that the rule accepts of a stream that is at this version. The stream is locked, so this row is not. */
export async function findSnapshot(
  tx: Tx,
  rule: SnapshotRule | undefined,
  streamId: string,
  version: number,
): Promise<Snapshot | undefined> {
  if (!rule || version < intervalOf(rule)) return undefined;
  const found = await tx.read(snapshots, { streamId });
  return found?.schema === rule.schema && found.version <= version ? found : undefined;
}

/**
 * Keeps the state when it is far enough from the last one that is known, in the set that appends what it was folded from: neither
 * stands without the other. Answers the version of the stream's snapshot.
 */
export async function keepSnapshot(
  tx: Tx,
  rule: SnapshotRule | undefined,
  { streamId, version, state }: Omit<Snapshot, 'schema'>,
  known: number,
): Promise<number> {
  if (!rule || version - known < intervalOf(rule)) return known;
  const stored = await tx.load(snapshots, { streamId });
  const usable = stored?.schema === rule.schema && stored.version <= version;
  // Another instance may have kept one meanwhile.
  if (usable && version - stored.version < intervalOf(rule)) return stored.version;
  tx.save(snapshots, { streamId, version, schema: rule.schema, state });
  return version;
}

function intervalOf({ every = 100 }: SnapshotRule): number {
  return every;
}

export class SnapshotTable1760000000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE snapshots (
        stream_id text NOT NULL, version integer NOT NULL, schema integer NOT NULL, state jsonb NOT NULL, PRIMARY KEY (stream_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE snapshots');
  }
}
