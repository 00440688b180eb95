import { type Tx, rowType } from '@waybill/unit-of-work';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

/** The state after the first events of a stream, so that a load reads only later ones. Can be deleted at any time. */
@Entity('snapshots')
export class Snapshot {
  @PrimaryColumn('text') streamId!: string;
  /** How many events the state was folded from. */
  @Column('integer') version!: number;
  /** Schema of the fold that wrote it. A fold with another schema ignores it. */
  @Column('integer') schema!: number;
  @Column('jsonb') state!: unknown;
}

export const snapshots = rowType(Snapshot, ['streamId']);

/** When to write snapshots of an aggregate type. States must survive JSON: no Date, Map or class instance. */
export interface SnapshotRule {
  /** Raise it whenever the same events give another state: after a change of the fold, its initial state, or an upcaster. */
  readonly schema: number;
  /** Events between two snapshots; default 100. For a shorter stream none is written or read. */
  readonly every?: number;
}

/** The newest valid snapshot of a stream at this version. The stream is locked, so this row needs no lock. */
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
 * Writes a snapshot if the last known one is old enough, in the transaction that appends its events. Returns the version of the
 * stream's snapshot.
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
