import { Column, Entity, type MigrationInterface, PrimaryGeneratedColumn, type QueryRunner } from 'typeorm';
import { rowType } from '../row-type.js';

/**
 * An event that an asynchronous handler has not handled yet, written in the transaction of the event. `position` is
 * allocated while that transaction holds the lock of the aggregate, so it follows the order of the aggregate's events.
 */
@Entity('reactions')
export class PendingReaction {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) position!: number;
  /** Message id of the claim. */
  @Column('text') id!: string;
  @Column('text') consumer!: string;
  @Column('smallint') shard!: number;
  /** Id of the aggregate. */
  @Column('text') key!: string;
  @Column('text') type!: string;
  /** Schema version of `body`. */
  @Column('integer') version!: number;
  @Column('timestamptz') time!: Date;
  @Column('text') correlationId!: string;
  @Column('text') causationId!: string;
  @Column('text', { nullable: true }) userId!: string | null;
  @Column('text') tenant!: string;
  @Column('text') traceparent!: string;
  @Column('text') aggregateType!: string;
  @Column('integer') aggregateVersion!: number;
  /** The event's data as JSON. */
  @Column('text') body!: string;
}

export const pendingReactions = rowType(PendingReaction, ['id']);

export class ReactionTable1760000000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reactions (
        position bigint GENERATED ALWAYS AS IDENTITY, id text NOT NULL, consumer text NOT NULL, shard smallint NOT NULL,
        key text NOT NULL, type text NOT NULL, version integer NOT NULL, time timestamptz NOT NULL,
        correlation_id text NOT NULL, causation_id text NOT NULL, user_id text, tenant text NOT NULL,
        traceparent text NOT NULL, aggregate_type text NOT NULL, aggregate_version integer NOT NULL, body text NOT NULL,
        PRIMARY KEY (position)
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
      INSERT INTO leases (name, shard, token, expires_at)
        SELECT 'reactions', shard, 0, now() FROM generate_series(0, 15) shard;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM leases WHERE name = 'reactions'; DROP TABLE reactions`);
  }
}
