import { Controller, Get, Header, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError } from '@waybill/kernel';
import { Metrics } from '@waybill/observability';
import { parkedKeys, retryParkedKey } from '@waybill/outbox';
import type { FastifyReply } from 'fastify';
import pg from 'pg';
import { z } from 'zod';
import { Admin, Public } from '../auth.js';
import { Dependencies } from '../runtime/dependencies.js';
import { type Page, pageOf, pageQuery, timePositionOf } from './paging.js';
import { NeedsNothing } from './started.guard.js';

const deadLetterQuery = z.object({
  ...pageQuery,
  status: z.enum(['open', 'redriven', 'discarded']).optional(),
  type: z.string().optional(),
});

const SUMMARY = `id, consumer, message_id AS "messageId", type, topic, partition, "offset", key, attempts, status,
  error_code AS "errorCode", error_message AS "errorMessage", first_at AS "firstAt", last_at AS "lastAt"`;

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
    const { all, ready } = this.dependencies;
    reply.status(ready ? 200 : 503);
    const degraded = all.some(({ state }) => state !== 'up');
    return { status: !ready ? 'down' : degraded ? 'degraded' : 'up', dependencies: all };
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

  @Get('admin/dead-letters')
  @Admin()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'Messages that a consumer gave up on, newest first' })
  async deadLetters(
    @Query({ schema: deadLetterQuery }) query: z.infer<typeof deadLetterQuery>,
  ): Promise<Page<object>> {
    const { status, type, limit, cursor } = query;
    const { at, id } = timePositionOf(cursor) ?? {};
    const { rows } = await this.pool.query<{ id: string; lastAt: Date }>(
      `SELECT ${SUMMARY} FROM dead_letters
       WHERE ($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR type = $2)
         AND ($3::timestamptz IS NULL OR (last_at, id) < ($3, $4)) ORDER BY last_at DESC, id DESC LIMIT $5`,
      [status ?? null, type ?? null, at ?? null, id ?? null, limit + 1],
    );
    return pageOf(
      rows,
      limit,
      (row) => [row.lastAt.toISOString(), row.id],
      (row) => row,
    );
  }

  @Get('admin/dead-letters/:id')
  @Admin()
  @ApiBearerAuth()
  @ApiOperation({ summary: 'One dead letter with its headers, value and error' })
  async deadLetter(@Param('id') id: string): Promise<object> {
    const { rows } = await this.pool.query<{ value: Buffer | null }>(
      `SELECT ${SUMMARY}, headers, value, error_stack AS "errorStack" FROM dead_letters WHERE id = $1`,
      [id],
    );
    if (!rows[0]) throw new DomainError('NOT_FOUND', `no dead letter ${id}`);
    return { ...rows[0], value: rows[0].value?.toString('utf8') ?? null };
  }
}
