import { Controller, Get, Header, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@waybill/kernel';
import { Metrics } from '@waybill/observability';
import { parkedKeys, retryParkedKey } from '@waybill/outbox';
import type { FastifyReply } from 'fastify';
import pg from 'pg';
import { Admin, Public } from '../auth.js';
import { Dependencies } from '../runtime/dependencies.js';
import { NeedsNothing } from './started.guard.js';

/** Whether the process should be started anew; asks no dependency. */
export abstract class Liveness {
  abstract alive(): boolean;
}

@Controller()
@ApiTags('operations')
export class OperationsController {
  constructor(
    private readonly dependencies: Dependencies,
    private readonly liveness: Liveness,
    private readonly metrics: Metrics,
    private readonly pool: pg.Pool,
  ) {}

  @Get('health/live')
  @Public()
  @NeedsNothing()
  @ApiOperation({ summary: 'Is the process sound? Asks no dependency.' })
  live(@Res({ passthrough: true }) reply: FastifyReply): { status: string } {
    const alive = this.liveness.alive();
    reply.status(alive ? 200 : 503);
    return { status: alive ? 'up' : 'down' };
  }

  @Get('health/ready')
  @Public()
  @NeedsNothing()
  @ApiOperation({
    summary: 'Can it serve requests? Names each dependency, its state, since when, and the last error.',
  })
  ready(@Res({ passthrough: true }) reply: FastifyReply): object {
    const { all, ready, stopping } = this.dependencies;
    reply.status(ready ? 200 : 503);
    const degraded = all.some(({ state }) => state !== 'up');
    const status = stopping ? 'stopping' : !ready ? 'down' : degraded ? 'degraded' : 'up';
    return { status, dependencies: all };
  }

  @Get('metrics')
  @Public()
  @NeedsNothing()
  @ApiExcludeEndpoint()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  scrape(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  @Get('admin/outbox')
  @Admin()
  @ApiBearerAuth()
  @HttpCode(200)
  @ApiOperation({ summary: 'Messages that wait to be published, and keys whose message the broker refuses' })
  async outbox(): Promise<object> {
    const { rows } = await this.pool.query<object>(
      `SELECT count(*)::int AS pending, extract(epoch FROM now() - min(time))::float AS "oldestSeconds" FROM outbox`,
    );
    return { ...rows[0], parked: await parkedKeys(this.pool) };
  }

  @Post('admin/outbox/parked/:key/retry')
  @Admin()
  @ApiBearerAuth()
  @HttpCode(202)
  @ApiOperation({ summary: 'Tries a parked key again, within a second' })
  async retryParked(@Param('key') key: string): Promise<void> {
    if (!(await retryParkedKey(this.pool, key))) throw new DomainError('NOT_FOUND', `no parked key ${key}`);
  }
}
