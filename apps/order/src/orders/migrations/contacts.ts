import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An order has another contact with each address that it is given. The first one has the order’s id. */
export class Contacts1760000001007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contacts RENAME order_id TO id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contacts RENAME id TO order_id');
  }
}
