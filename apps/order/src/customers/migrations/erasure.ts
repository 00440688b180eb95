import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Allows customers without name and mail. The row of an erased customer stays, so that a token's claims do not register them again. */
export class Erasure1760000001003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE customers ALTER name DROP NOT NULL, ALTER email DROP NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM customers WHERE name IS NULL OR email IS NULL;
      ALTER TABLE customers ALTER name SET NOT NULL, ALTER email SET NOT NULL`);
  }
}
