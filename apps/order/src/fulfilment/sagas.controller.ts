import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@waybill/kernel';
import {
  Admin,
  Caller,
  type Page,
  type Principal,
  pageOf,
  pageQuery,
  timePositionOf,
} from '@waybill/platform';
import { Saga } from '@waybill/saga';
import { DataSource } from 'typeorm';
import { z } from 'zod';

const listQuery = z.object({
  ...pageQuery,
  status: z.enum(['running', 'compensating', 'ended']).optional(),
  stuck: z.stringbool().default(false).meta({ description: 'only those whose deadline is over' }),
});

@Controller('admin/sagas')
@ApiTags('sagas')
@ApiBearerAuth()
@Admin()
export class SagasController {
  constructor(private readonly dataSource: DataSource) {}

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
    if (stuck) query.andWhere('s.deadline < now()');
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
}
