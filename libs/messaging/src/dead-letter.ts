import { kind } from '@waybill/unit-of-work';
import { Column, Entity, Index, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

/** A message that a consumer gave up on: everything needed to understand it, mend the cause and hand it over again. */
@Entity('dead_letters')
@Index('dead_letters_status', ['status', 'lastAt'])
export class DeadLetter {
  /** `topic/partition/offset/consumer`: a redelivery finds the letter that is there. */
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
  @Column('text') errorCode!: string;
  @Column('text') errorMessage!: string;
  @Column('text') errorStack!: string;
  @Column('integer') attempts!: number;
  @Column('timestamptz') firstAt!: Date;
  @Column('timestamptz') lastAt!: Date;
  @Column('text') status!: 'open' | 'redriven' | 'discarded';
}

export const deadLetters = kind(DeadLetter, ['id']);

export class DeadLetterTable1760000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE dead_letters (
        id text NOT NULL, consumer text NOT NULL, message_id text, type text, topic text NOT NULL,
        partition integer NOT NULL, "offset" bigint NOT NULL, key text NOT NULL, headers jsonb NOT NULL, value bytea,
        error_code text NOT NULL, error_message text NOT NULL, error_stack text NOT NULL, attempts integer NOT NULL,
        first_at timestamptz NOT NULL, last_at timestamptz NOT NULL, status text NOT NULL, PRIMARY KEY (id)
      );
      CREATE INDEX dead_letters_status ON dead_letters (status, last_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE dead_letters`);
  }
}
