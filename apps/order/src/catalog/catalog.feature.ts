import { skuErrors } from '@waybill/contracts';
import type { Feature } from '@waybill/platform';
import { CatalogController } from './catalog.controller.js';
import { catalogErrors } from './catalog.errors.js';
import { ProductSearch1760000001034 } from './migrations/product-search.js';
import { TaxClasses1760000001008 } from './migrations/tax-classes.js';
import { Versions1760000001002 } from './migrations/versions.js';
import { PublishProductEvents } from './product.publication.js';
import { ProductRepository } from './product.repository.js';
import { Product, ProductVersion } from './product.js';

const PRODUCT_COLUMNS = ['tenant', 'sku', 'name', 'currency', 'tax_class'];

export const catalogFeature: Feature = {
  entities: [Product, ProductVersion],
  migrations: [Versions1760000001002, TaxClasses1760000001008, ProductSearch1760000001034],
  dataClasses: {
    products: { none: PRODUCT_COLUMNS },
    product_versions: { none: PRODUCT_COLUMNS },
  },
  errors: { ...catalogErrors, ...skuErrors },
  tags: { catalog: 'Products and their prices.' },
  controllers: [CatalogController],
  compose: ({ reactions }) => ({
    providers: [new ProductRepository(reactions)],
    reactions: [new PublishProductEvents()],
  }),
};
