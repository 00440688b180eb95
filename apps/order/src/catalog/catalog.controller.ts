import { Body, Controller, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { skuErrors } from '@waybill/contracts';
import type { Sku } from '@waybill/contracts/ids';
import { smallestCharge } from '@waybill/contracts/currencies';
import { DomainError, commonErrors } from '@waybill/kernel';
import {
  Access,
  Actor,
  Call,
  Caller,
  ETAG,
  HttpCall,
  type Page,
  type Principal,
  Records,
  Refuses,
  Versioned,
  issue,
  listByKey,
  pageOf,
  pageQuery,
  pageView,
  reference,
  singleLine,
  sortQuery,
} from '@waybill/platform';
import { BatchRunner } from '@waybill/unit-of-work';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { ProductRepository } from './product.repository.js';
import { Product, dataOf } from './product.js';
import { catalogErrors } from './catalog.errors.js';
import { currencyCode } from './currency-code.js';

const PRODUCT = {
  name: 'Earl Grey, 250 g',
  price: { amount: 899, currency: 'EUR' },
  active: true,
  taxClass: 'standard',
};
const MOST = 1_000_000_000;

const sku: z.ZodType<Sku, string> = reference(64).meta({ example: 'TEA-EARL' });
const price = z.strictObject({
  amount: z
    .int({ error: issue(catalogErrors.INVALID_PRICE, 'must be whole minor units') })
    .min(0, issue(catalogErrors.INVALID_PRICE, 'must not be negative'))
    .max(MOST, issue(catalogErrors.INVALID_PRICE, `must be at most ${MOST}`)),
  currency: currencyCode,
});
const newPrice = price.refine(({ amount, currency }) => amount % smallestCharge(currency) === 0, {
  path: ['amount'],
  error: ({ input }) => {
    // Without an input where the API documents look for its code.
    const { currency = '' } = (input ?? {}) as Partial<z.infer<typeof price>>;
    const reason = `must be a multiple of ${smallestCharge(currency)}, the smallest amount that can be charged in ${currency}`;
    return issue(catalogErrors.INVALID_PRICE, reason);
  },
});
const TAX_CLASS = { description: 'Selects the tax rate of the country' };
const productBody = z
  .strictObject({
    name: singleLine(200),
    price: newPrice,
    active: z.boolean().default(true),
    taxClass: singleLine(40).meta(TAX_CLASS).default('standard'),
  })
  .meta({ id: 'ProductBody', example: PRODUCT });
const productView = z
  .object({
    sku: z.string(),
    name: z.string(),
    price,
    active: z.boolean(),
    taxClass: z.string().meta(TAX_CLASS),
  })
  .meta({ id: 'Product', example: { sku: 'TEA-EARL', ...PRODUCT } });
const productPage = pageView('ProductPage', productView);
export const listQuery = z.object({
  ...pageQuery,
  sort: sortQuery('sku', '-sku'),
  skuPrefix: reference(64).optional().meta({ description: 'Only SKUs that start with this text' }),
  search: reference(200).optional().meta({
    description:
      'Only products whose name has all of these words; the last one may be the beginning of a word',
    example: 'earl gr',
  }),
});

/** As in the index. Without these characters Postgres finds words only, and no addresses, numbers with a sign, or tags. */
const plain = (text: string): string => `translate(${text}, '-_/.:@<>&', '         ')`;
const WORDS = `plainto_tsquery('simple', ${plain(':search')})`;
/** No words match nothing. */
const NAME_HAS_WORDS = `to_tsvector('simple', ${plain('p.name')}) @@ CASE
  WHEN numnode(${WORDS}) = 0 THEN ''::tsquery ELSE (${WORDS}::text || ':*')::tsquery END`;

type ProductView = z.infer<typeof productView>;
type VersionedProduct = ProductView & { readonly version: number };

@Controller('v1/products')
@Access('customer', 'tenant')
@ApiTags('catalog')
export class CatalogController {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly dataSource: DataSource,
    private readonly products: ProductRepository,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Lists products',
    description: 'Retired products are included, with `active: false`.',
  })
  @ApiOkResponse({ standardSchema: productPage })
  async listProducts(
    @Query({ schema: listQuery }) list: z.infer<typeof listQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<Page<ProductView>> {
    const query = this.dataSource
      .getRepository(Product)
      .createQueryBuilder('p')
      .where('p.tenant = :tenant', { tenant });
    if (list.search !== undefined) query.andWhere(NAME_HAS_WORDS, { search: list.search });
    const rows = await listByKey(query, list, { key: 'sku', prefix: list.skuPrefix });
    return pageOf(rows, list, (row) => [row.sku], view);
  }

  @Get(':sku')
  @Versioned({ showVersion: false })
  @ApiOperation({
    summary: 'Returns a product',
    description: 'With `If-None-Match`, returns 304 if the product has not changed.',
  })
  @ApiOkResponse({ standardSchema: productView, headers: ETAG })
  @Refuses(commonErrors.NOT_FOUND)
  async getProduct(
    @Param('sku', { schema: sku }) sku: Sku,
    @Caller() { tenant }: Principal,
  ): Promise<VersionedProduct> {
    const row = await this.dataSource.getRepository(Product).findOneBy({ tenant, sku });
    if (!row) throw new DomainError(commonErrors.NOT_FOUND, `There is no product ${sku}.`);
    return versionedView(row);
  }

  @Put(':sku')
  @Records({ target: 'sku' })
  @Actor('shopkeeper')
  @HttpCode(200)
  @Access('admin', 'tenant')
  @Versioned({ showVersion: false })
  @ApiOperation({
    summary: 'Creates, changes or retires a product',
    description:
      'A product with `active: false` is retired and cannot be ordered. With `If-Match`, the request is merged with changes that others made to different fields since that version, and fails with 412 if they changed the same field. `If-None-Match: *` only creates, `If-Match: *` only changes.',
  })
  @ApiOkResponse({ standardSchema: productView, headers: ETAG })
  @Refuses(skuErrors.SKU_INVALID)
  async putProduct(
    @Param('sku', { schema: sku }) sku: Sku,
    @Body({ schema: productBody }) data: z.infer<typeof productBody>,
    @Call({ ifMatch: true }) { context }: HttpCall,
  ): Promise<VersionedProduct> {
    return this.unitOfWork.run(context, async (tx) => versionedView(await this.products.put(tx, sku, data)));
  }
}

function versionedView(row: Product): VersionedProduct {
  return { ...view(row), version: row.version };
}

function view(row: Product): ProductView {
  return { sku: row.sku, ...dataOf(row) };
}
