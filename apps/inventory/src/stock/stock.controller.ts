import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { skuErrors } from '@waybill/contracts';
import type { Quantity, Sku } from '@waybill/contracts/ids';
import { DomainError, commonErrors } from '@waybill/kernel';
import {
  Access,
  Actor,
  Call,
  Caller,
  HttpCall,
  type Page,
  type Principal,
  Records,
  Refuses,
  listByKey,
  multiLine,
  pageOf,
  pageQuery,
  reference,
  singleLine,
  sortQuery,
} from '@waybill/platform';
import { BatchRunner } from '@waybill/unit-of-work';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { adjustStock, receiveStock, ruleStock } from './commands/receive-stock.js';
import { StockRow } from './stock.rows.js';
import { type StockView, stockPage, stockView, viewOf } from './stock.view.js';
import { stockErrors } from './domain/stock.errors.js';

const sku: z.ZodType<Sku, string> = reference(64).meta({ example: 'TEA-EARL' });
const warehouse = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'must be lower-case letters, digits and hyphens, at most 40')
  .optional()
  .meta({ description: 'Defaults to `main`' });
const quantity: z.ZodType<Quantity, number> = z.int().min(1).max(1_000_000_000);
const receipt = z
  .strictObject({
    quantity,
    reference: singleLine(200).meta({ description: 'Units with the same reference are received once' }),
    warehouse,
  })
  .meta({ id: 'Receipt', example: { quantity: 100, reference: 'delivery note 4711' } });
const adjustment = z
  .strictObject({
    delta: z.int().min(-1_000_000_000).max(1_000_000_000),
    reason: multiLine(200),
    warehouse,
  })
  .meta({ id: 'Adjustment', example: { delta: -2, reason: 'Broken' } });
const stockRules = z
  .strictObject({
    lowStockThreshold: z.int().min(0).max(1_000_000_000).nullable().optional().meta({
      description:
        '`inventory.low-stock` is published when the available units fall to this number; `null` disables it',
    }),
    backorder: z
      .boolean()
      .optional()
      .meta({ description: 'Whether orders wait for missing units instead of being rejected' }),
  })
  .meta({ id: 'StockRules', example: { lowStockThreshold: 10, backorder: true } });
export const listQuery = z.object({
  ...pageQuery,
  sort: sortQuery('sku', '-sku'),
  skuPrefix: reference(64).optional().meta({ description: 'Only SKUs that start with this text' }),
});

@Controller('v1/stock')
@ApiTags('stock')
@Access('admin', 'tenant')
export class StockController {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Lists stock by SKU',
    description: 'Quantities are totals of all warehouses; `warehouses` has the quantities of each.',
  })
  @ApiOkResponse({ standardSchema: stockPage })
  async listStock(
    @Query({ schema: listQuery }) list: z.infer<typeof listQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<Page<StockView>> {
    const query = this.dataSource
      .getRepository(StockRow)
      .createQueryBuilder('s')
      .where('s.tenant = :tenant', { tenant });
    const rows = await listByKey(query, list, { key: 'sku', prefix: list.skuPrefix });
    return pageOf(rows, list, (row) => [row.sku], viewOf);
  }

  @Get(':sku')
  @ApiOperation({
    summary: 'Returns the stock of a SKU',
    description: 'Quantities are totals of all warehouses; `warehouses` has the quantities of each.',
  })
  @ApiOkResponse({ standardSchema: stockView })
  @Refuses(commonErrors.NOT_FOUND)
  async getStock(
    @Param('sku', { schema: sku }) sku: Sku,
    @Caller() { tenant }: Principal,
  ): Promise<StockView> {
    const row = await this.dataSource.getRepository(StockRow).findOneBy({ tenant, sku });
    if (!row) throw new DomainError(commonErrors.NOT_FOUND, `There is no stock of ${sku}.`);
    return viewOf(row);
  }

  @Put(':sku')
  @Records({ target: 'sku' })
  @Actor('warehouse')
  @ApiOperation({
    summary: 'Sets the low-stock threshold and backorders of a SKU',
    description: 'Fields that are left out keep their value.',
  })
  @ApiOkResponse({ standardSchema: stockView })
  @Refuses(skuErrors.SKU_INVALID)
  setStockRules(
    @Param('sku', { schema: sku }) sku: Sku,
    @Body({ schema: stockRules }) rules: z.infer<typeof stockRules>,
    @Call() { context }: HttpCall,
  ): Promise<StockView> {
    return this.unitOfWork.run(context, async (tx) => viewOf(await ruleStock(tx, sku, rules)));
  }

  @Post(':sku/receipts')
  @Records({ target: 'sku', reason: 'reference' })
  @Actor('warehouse')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Records received units',
    description:
      'Adds the units to a warehouse. A `reference` is received once: repeating it with the same quantity changes nothing.',
  })
  @ApiOkResponse({ standardSchema: stockView })
  @Refuses(stockErrors.RECEIPT_DIFFERS, stockErrors.STOCK_TOO_LARGE, skuErrors.SKU_INVALID)
  receiveStock(
    @Param('sku', { schema: sku }) sku: Sku,
    @Body({ schema: receipt }) { reference, ...pieces }: z.infer<typeof receipt>,
    @Call({ requireKey: true }) { context }: HttpCall,
  ): Promise<StockView> {
    const line = { sku, ...pieces };
    return this.unitOfWork.run(context, async (tx) => viewOf(await receiveStock(tx, line, reference)));
  }

  @Post(':sku/adjustments')
  @Records({ target: 'sku', reason: 'reason' })
  @Actor('warehouse')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Adjusts stock after a count',
    description: 'Adds `delta` units, or removes them if it is negative. Reserved units cannot be removed.',
  })
  @ApiOkResponse({ standardSchema: stockView })
  @Refuses(stockErrors.STOCK_RESERVED, stockErrors.STOCK_TOO_LARGE, skuErrors.SKU_INVALID)
  adjustStock(
    @Param('sku', { schema: sku }) sku: Sku,
    @Body({ schema: adjustment }) { delta, reason, warehouse }: z.infer<typeof adjustment>,
    @Call() { context }: HttpCall,
  ): Promise<StockView> {
    const line = { sku, quantity: delta, warehouse };
    return this.unitOfWork.run(context, async (tx) => viewOf(await adjustStock(tx, line, reason)));
  }
}
