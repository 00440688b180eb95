import { Body, Controller, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Context, DomainError, money } from '@waybill/kernel';
import {
  Admin,
  Caller,
  type Page,
  type Principal,
  RequestContext,
  pageOf,
  pageQuery,
  positionOf,
} from '@waybill/platform';
import { Shell } from '@waybill/unit-of-work';
import { DataSource, MoreThan } from 'typeorm';
import { z } from 'zod';
import { Product, putProduct } from './product.js';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const MOST = 1_000_000_000;

const sku = z.string().min(1).max(64);
const price = z.strictObject({
  amount: z
    .int({ error: 'INVALID_PRICE: must be whole minor units' })
    .min(0, 'INVALID_PRICE: must not be negative')
    .max(MOST, `INVALID_PRICE: must be at most ${MOST}`),
  currency: z.string().refine((code) => CURRENCIES.has(code), 'CURRENCY_UNKNOWN: must be an ISO 4217 code'),
});
const productBody = z
  .strictObject({ name: z.string().min(1).max(200), price, active: z.boolean().default(true) })
  .meta({ id: 'ProductBody' });
const productView = z
  .object({ sku: z.string(), name: z.string(), price, active: z.boolean() })
  .meta({ id: 'Product' });
const productPage = z
  .object({ items: z.array(productView), nextCursor: z.string().nullable() })
  .meta({ id: 'ProductPage' });
const listQuery = z.object(pageQuery);

type ProductView = z.infer<typeof productView>;

@Controller('v1/products')
@ApiTags('catalog')
@ApiBearerAuth()
export class CatalogController {
  constructor(
    private readonly shell: Shell,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Products in the order of their SKUs' })
  @ApiOkResponse({ standardSchema: productPage })
  async list(
    @Query({ schema: listQuery }) { limit, cursor }: z.infer<typeof listQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<Page<ProductView>> {
    const [after] = positionOf(cursor, 1) ?? [''];
    const rows = await this.dataSource
      .getRepository(Product)
      .find({ where: { tenant, sku: MoreThan(String(after)) }, order: { sku: 'ASC' }, take: limit + 1 });
    return pageOf(rows, limit, (row) => [row.sku], view);
  }

  @Get(':sku')
  @ApiOperation({ summary: 'One product' })
  @ApiOkResponse({ standardSchema: productView })
  async get(
    @Param('sku', { schema: sku }) sku: string,
    @Caller() { tenant }: Principal,
  ): Promise<ProductView> {
    const row = await this.dataSource.getRepository(Product).findOneBy({ tenant, sku });
    if (!row) throw new DomainError('NOT_FOUND', `no product ${sku}`);
    return view(row);
  }

  @Put(':sku')
  @HttpCode(200)
  @Admin()
  @ApiOperation({ summary: 'Lists a product, changes its name or price, or retires it with active: false' })
  @ApiOkResponse({ standardSchema: productView })
  put(
    @Param('sku', { schema: sku }) sku: string,
    @Body({ schema: productBody }) { name, price, active }: z.infer<typeof productBody>,
    @RequestContext() context: Context,
  ): Promise<ProductView> {
    const data = { sku, name, active, price: price.amount, currency: price.currency };
    return this.shell.run(context, async (tx) => view(await putProduct(tx, data)));
  }
}

function view({ sku, name, price, currency, active }: Product): ProductView {
  return { sku, name, price: money(price, currency), active };
}
