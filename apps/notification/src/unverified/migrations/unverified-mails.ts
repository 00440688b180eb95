import type { MigrationInterface, QueryRunner } from 'typeorm';

export class UnverifiedMails1760000002030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mail_choices (
        tenant text NOT NULL, address text NOT NULL, choice text NOT NULL, at timestamptz NOT NULL,
        PRIMARY KEY (tenant, address)
      );
      CREATE TABLE mail_counts (
        tenant text NOT NULL, subject text NOT NULL, day date NOT NULL, mails integer NOT NULL,
        PRIMARY KEY (tenant, subject, day)
      );
      CREATE INDEX mail_counts_day ON mail_counts (day);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mail_counts, mail_choices');
  }
}
