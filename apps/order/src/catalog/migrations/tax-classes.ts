import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds the tax class of a product, which selects its tax rate. */
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
