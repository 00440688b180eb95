import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A new address of an order is a new contact with an id of its own. The first contact has the order’s id. */
export class Contacts1760000001007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contacts RENAME order_id TO id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contacts RENAME id TO order_id');
  }
}
