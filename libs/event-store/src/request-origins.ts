import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

/** Address and user agent of a request. Personal data, so it is not part of the events and can be erased. */
@Entity('request_origins')
export class RequestOrigin {
  @PrimaryColumn('text') id!: string;
  @Column('text') ip!: string;
  @Column('text') userAgent!: string;
  @Column('timestamptz') at!: Date;
}

export const requestOrigins = rowType(RequestOrigin, ['id']);

export class RequestOrigins1760000000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE request_origins (
        id text NOT NULL, ip text NOT NULL, user_agent text NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE request_origins`);
  }
}
