import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A customer without name and mail was erased: the row keeps a token's claims from bringing them back. */
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
