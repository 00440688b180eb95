import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A product is taxed by its class. */
export class TaxClasses1760000001008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE products ADD tax_class text NOT NULL DEFAULT 'standard';
      ALTER TABLE product_versions ADD tax_class text NOT NULL DEFAULT 'standard';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE product_versions DROP tax_class;
      ALTER TABLE products DROP tax_class;
    `);
  }
}
