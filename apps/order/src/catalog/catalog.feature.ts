import type { Feature } from '@waybill/platform';
import { CatalogController } from './catalog.controller.js';
import { catalogErrors } from './catalog.errors.js';
import { TaxClasses1760000001008 } from './migrations/tax-classes.js';
import { Versions1760000001002 } from './migrations/versions.js';
import { PublishProductEvents } from './product.publication.js';
import { ProductRepository } from './product.repository.js';
import { Product, ProductVersion } from './product.js';

export const catalogFeature: Feature = {
  entities: [Product, ProductVersion],
  migrations: [Versions1760000001002, TaxClasses1760000001008],
  errors: catalogErrors,
  controllers: [CatalogController],
  compose: ({ reactions }) => ({
    providers: [new ProductRepository(reactions)],
    reactions: [new PublishProductEvents()],
  }),
};
