import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Context, DomainError } from '@waybill/kernel';
import {
  Admin,
  Caller,
  type Page,
  type Principal,
  RequestContext,
  pageOf,
  pageQuery,
  timePositionOf,
} from '@waybill/platform';
import { ALARMING_ATTEMPT, Saga } from '@waybill/saga';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { OrderRepository } from '../orders/order.repository.js';
import { FulfilmentProcess } from './fulfilment.process.js';

const listQuery = z.object({
  ...pageQuery,
  status: z.enum(['running', 'compensating', 'ended']).optional(),
  stuck: z
    .stringbool()
    .default(false)
    .meta({ description: 'only those whose deadline is over, or whose command was sent five times or more' }),
});
const resolution = z
  .strictObject({
    step: z.string().min(1).max(200).meta({ description: 'as the log names it: `undo capture`' }),
    note: z.string().trim().min(1).max(1_000),
  })
  .meta({ id: 'Resolution' });

@Controller('admin/sagas')
@ApiTags('sagas')
@ApiBearerAuth()
@Admin()
export class SagasController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly orders: OrderRepository,
    private readonly process: FulfilmentProcess,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Fulfilment sagas, the most recently changed first' })
  async list(
    @Query({ schema: listQuery }) { status, stuck, limit, cursor }: z.infer<typeof listQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<Page<object>> {
    const query = this.dataSource
      .getRepository(Saga)
      .createQueryBuilder('s')
      .where('s.tenant = :tenant', { tenant });
    const position = timePositionOf(cursor);
    if (status) query.andWhere('s.status = :status', { status });
    if (stuck)
      query.andWhere('(s.deadline < now() OR s.attempt >= :alarming)', { alarming: ALARMING_ATTEMPT });
    if (position) query.andWhere('(s.updated_at, s.id) < (:at, :id)', position);
    const rows = await query
      .orderBy('s.updated_at', 'DESC')
      .addOrderBy('s.id', 'DESC')
      .take(limit + 1)
      .getMany();
    return pageOf(
      rows,
      limit,
      (row) => [row.updatedAt.toISOString(), row.id],
      (row) => row,
    );
  }

  @Get(':id')
  @ApiOperation({ summary: 'One saga: state, log and deadline' })
  async get(@Param('id') id: string, @Caller() { tenant }: Principal): Promise<Saga> {
    const saga = await this.dataSource.getRepository(Saga).findOneBy({ id, tenant });
    if (!saga) throw new DomainError('NOT_FOUND', `no saga ${id}`);
    return saga;
  }

  @Post(':id/retry')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sends what is in flight again, now' })
  async retry(
    @Param('id') id: string,
    @Caller() caller: Principal,
    @RequestContext() context: Context,
  ): Promise<Saga> {
    await this.orders.change(context, id, (unit, tx) => this.process.retry(tx, unit, caller.subject));
    return this.get(id, caller);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @ApiOperation({ summary: 'A step was done by hand: the saga goes on as if it had been answered' })
  async resolve(
    @Param('id') id: string,
    @Body({ schema: resolution }) { step, note }: z.infer<typeof resolution>,
    @Caller() caller: Principal,
    @RequestContext() context: Context,
  ): Promise<Saga> {
    const by = caller.subject;
    await this.orders.change(context, id, (unit, tx) => this.process.resolve(tx, unit, { step, by, note }));
    return this.get(id, caller);
  }
}
