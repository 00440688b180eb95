import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, Index, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

/** A message that a consumer gave up, with everything that is needed to understand the failure and to redrive it. */
@Entity('dead_letters')
@Index('dead_letters_status', ['status', 'lastAt'])
@Index('dead_letters_fingerprint', ['fingerprint', 'lastAt'])
@Index('dead_letters_line', ['consumer', 'topic', 'key', 'place'])
export class DeadLetter {
  /** `topic/partition/offset/consumer`, so a redelivered record finds its dead letter. */
  @PrimaryColumn('text') id!: string;
  @Column('text') consumer!: string;
  @Column('text', { nullable: true }) messageId!: string | null;
  @Column('text', { nullable: true }) type!: string | null;
  @Column('text') topic!: string;
  @Column('integer') partition!: number;
  @Column('bigint') offset!: number;
  @Column('text') key!: string;
  @Column('jsonb') headers!: Readonly<Record<string, string>>;
  @Column('bytea', { nullable: true }) value!: Uint8Array | null;
  /** The original value and headers, if an operator has edited the dead letter. */
  @Column('jsonb', { nullable: true }) originalHeaders!: Readonly<Record<string, string>> | null;
  @Column('bytea', { nullable: true }) originalValue!: Uint8Array | null;
  @Column('text') errorCode!: string;
  @Column('text') errorMessage!: string;
  @Column('text') errorStack!: string;
  /** The same for dead letters with the same cause. */
  @Column('text') fingerprint!: string;
  @Column('integer') attempts!: number;
  @Column('timestamptz') firstAt!: Date;
  @Column('timestamptz') lastAt!: Date;
  @Column('text') status!: 'open' | 'redriven' | 'discarded';
  /** Position in the line of its parked key; null if the key is not parked. */
  @Column('integer', { nullable: true }) place!: number | null;
  /** Number of redrives. */
  @Column('integer') redrives!: number;
  /** Number of log entries. */
  @Column('integer') actions!: number;
}

/** The log of a dead letter: operator, action and time. */
@Entity('dead_letter_log')
export class DeadLetterAction {
  @PrimaryColumn('text') letterId!: string;
  @PrimaryColumn('integer') nr!: number;
  @Column('timestamptz') at!: Date;
  @Column('text') actor!: string;
  /** Tenant of the operator; null in entries of earlier releases. */
  @Column('text', { nullable: true }) tenant!: string | null;
  @Column('text') action!: 'edited' | 'redriven' | 'redrive failed' | 'discarded';
  /** The reason of the operator, or the code of the error. Its message can have personal data and is in the dead letter only. */
  @Column('text', { nullable: true }) detail!: string | null;
}

/**
 * A key whose messages a consumer dead-letters in order until an operator redrives them. Order holds within a topic, so the key is parked
 * per topic. The row exists while one of its dead letters is open.
 */
@Entity('parked_keys')
export class ParkedKey {
  @PrimaryColumn('text') consumer!: string;
  @PrimaryColumn('text') topic!: string;
  @PrimaryColumn('text') key!: string;
  /** Number of open dead letters. */
  @Column('integer') waiting!: number;
  /** The last position that was assigned. */
  @Column('integer') last!: number;
  @Column('timestamptz') since!: Date;
}

export const deadLetters = rowType(DeadLetter, ['id']);
export const deadLetterLog = rowType(DeadLetterAction, ['letterId', 'nr']);
export const parkedKeys = rowType(ParkedKey, ['consumer', 'topic', 'key']);

export class DeadLetterTable1760000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE dead_letters (
        id text NOT NULL, consumer text NOT NULL, message_id text, type text, topic text NOT NULL,
        partition integer NOT NULL, "offset" bigint NOT NULL, key text NOT NULL, headers jsonb NOT NULL, value bytea,
        original_headers jsonb, original_value bytea,
        error_code text NOT NULL, error_message text NOT NULL, error_stack text NOT NULL, fingerprint text NOT NULL,
        attempts integer NOT NULL, first_at timestamptz NOT NULL, last_at timestamptz NOT NULL, status text NOT NULL,
        place integer, redrives integer NOT NULL, actions integer NOT NULL, PRIMARY KEY (id)
      );
      CREATE INDEX dead_letters_status ON dead_letters (status, last_at);
      CREATE INDEX dead_letters_fingerprint ON dead_letters (fingerprint, last_at);
      CREATE INDEX dead_letters_line ON dead_letters (consumer, topic, key, place);
      CREATE TABLE dead_letter_log (
        letter_id text NOT NULL, nr integer NOT NULL, at timestamptz NOT NULL, actor text NOT NULL, action text NOT NULL,
        detail text, PRIMARY KEY (letter_id, nr)
      );
      CREATE TABLE parked_keys (
        consumer text NOT NULL, topic text NOT NULL, key text NOT NULL, waiting integer NOT NULL, last integer NOT NULL,
        since timestamptz NOT NULL, PRIMARY KEY (consumer, topic, key)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE parked_keys, dead_letter_log, dead_letters`);
  }
}
