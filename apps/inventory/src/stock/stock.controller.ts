import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Context, DomainError } from '@waybill/kernel';
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
import { adjustStock, receiveStock } from './commands/receive-stock.js';
import { available } from './domain/stock.js';
import { StockRow } from './stock.rows.js';

const sku = z.string().min(1).max(64);
const stockView = z
  .object({ sku: z.string(), onHand: z.int(), reserved: z.int(), available: z.int() })
  .meta({ id: 'Stock' });
const stockPage = z
  .object({ items: z.array(stockView), nextCursor: z.string().nullable() })
  .meta({ id: 'StockPage' });
const receipt = z
  .strictObject({ quantity: z.int().min(1).max(1_000_000_000), reference: z.string().min(1).max(200) })
  .meta({ id: 'Receipt' });
const adjustment = z
  .strictObject({
    delta: z.int().min(-1_000_000_000).max(1_000_000_000),
    reason: z.string().min(1).max(200),
  })
  .meta({ id: 'Adjustment' });
const listQuery = z.object(pageQuery);

type StockView = z.infer<typeof stockView>;

@Controller('v1/stock')
@ApiTags('stock')
@ApiBearerAuth()
@Admin()
export class StockController {
  constructor(
    private readonly shell: Shell,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Stock of all SKUs, in their order' })
  @ApiOkResponse({ standardSchema: stockPage })
  async list(
    @Query({ schema: listQuery }) { limit, cursor }: z.infer<typeof listQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<Page<StockView>> {
    const [after] = positionOf(cursor, 1) ?? [''];
    const rows = await this.dataSource
      .getRepository(StockRow)
      .find({ where: { tenant, sku: MoreThan(String(after)) }, order: { sku: 'ASC' }, take: limit + 1 });
    return pageOf(rows, limit, (row) => [row.sku], view);
  }

  @Get(':sku')
  @ApiOperation({ summary: 'Stock of one SKU' })
  @ApiOkResponse({ standardSchema: stockView })
  async get(@Param('sku', { schema: sku }) sku: string, @Caller() { tenant }: Principal): Promise<StockView> {
    const row = await this.dataSource.getRepository(StockRow).findOneBy({ tenant, sku });
    if (!row) throw new DomainError('NOT_FOUND', `no stock of ${sku} was ever received`);
    return view(row);
  }

  @Post(':sku/receipts')
  @HttpCode(200)
  @ApiOperation({ summary: 'Goods came in' })
  @ApiOkResponse({ standardSchema: stockView })
  receive(
    @Param('sku', { schema: sku }) sku: string,
    @Body({ schema: receipt }) { quantity, reference }: z.infer<typeof receipt>,
    @RequestContext({ idempotent: true }) context: Context,
  ): Promise<StockView> {
    return this.shell.run(context, async (tx) => view(await receiveStock(tx, sku, quantity, reference)));
  }

  @Post(':sku/adjustments')
  @HttpCode(200)
  @ApiOperation({ summary: 'A count found more or less than the books say' })
  @ApiOkResponse({ standardSchema: stockView })
  adjust(
    @Param('sku', { schema: sku }) sku: string,
    @Body({ schema: adjustment }) { delta, reason }: z.infer<typeof adjustment>,
    @RequestContext() context: Context,
  ): Promise<StockView> {
    return this.shell.run(context, async (tx) => view(await adjustStock(tx, sku, delta, reason)));
  }
}

function view(row: StockRow): StockView {
  const { sku, onHand, reserved } = row;
  return { sku, onHand, reserved, available: available(row) };
}
