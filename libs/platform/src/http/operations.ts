import { Controller, Get, Header, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiExcludeEndpoint,
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { inTransaction } from '@waybill/event-store';
import { type Act, DomainError, commonErrors } from '@waybill/kernel';
import { Metrics } from '@waybill/observability';
import { postgresOutboxStore } from '@waybill/outbox';
import { recordAct } from '@waybill/unit-of-work';
import type { FastifyReply, FastifyRequest } from 'fastify';
import pg from 'pg';
import { z } from 'zod';
import { Dependencies } from '../runtime/dependencies.js';
import { uuids } from '../runtime/uuids.js';
import { Access } from './access.js';
import { pathPart } from './inputs.js';
import { ManagementPort } from './management-port.js';
import { Acting, Records } from './records.js';
import { Refuses } from './refuses.js';
import { NeedsNothing } from './started.guard.js';

/** Whether the process should be restarted; does not check dependencies. */
export abstract class Liveness {
  abstract alive(): boolean;
}

const at = z.iso.datetime();
const outboxKey = pathPart('01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f');
const liveness = z
  .object({ status: z.enum(['up', 'down']) })
  .meta({ id: 'Liveness', example: { status: 'up' } });
const readiness = z
  .object({
    status: z.enum(['up', 'degraded', 'down', 'stopping']),
    dependencies: z
      .array(
        z.object({
          name: z.string(),
          state: z.enum(['starting', 'up', 'down']),
          since: at,
          required: z.boolean().meta({ description: 'Whether the service cannot serve requests without it' }),
          address: z.string(),
          lastError: z
            .string()
            .optional()
            .meta({ description: 'What the last failed check said, also when it is up again' }),
          lastErrorAt: at.optional().meta({ description: 'When that check failed' }),
        }),
      )
      .optional()
      .meta({ description: 'Only at the management port, if there is one' }),
  })
  .meta({
    id: 'Readiness',
    example: {
      status: 'up',
      dependencies: [
        {
          name: 'database',
          state: 'up',
          since: '2026-11-21T09:56:58.002Z',
          required: true,
          address: 'localhost:5432/orders',
        },
      ],
    },
  });
const outboxView = z
  .object({
    pending: z.int(),
    oldestSeconds: z.number().nullable(),
    parked: z.array(
      z.object({
        key: z.string(),
        messageId: z.string(),
        type: z.string(),
        topic: z.string(),
        tries: z.int(),
        error: z.string(),
        parkedAt: at,
        retryAt: at,
      }),
    ),
  })
  .meta({ id: 'Outbox', example: { pending: 3, oldestSeconds: 0.4, parked: [] } });

@Controller()
@ApiTags('operations')
export class OperationsController {
  constructor(
    private readonly dependencies: Dependencies,
    private readonly liveness: Liveness,
    private readonly metrics: Metrics,
    private readonly management: ManagementPort,
    private readonly pool: pg.Pool,
  ) {}

  @Get('health/live')
  @Access('public', 'none')
  @NeedsNothing()
  @ApiOperation({
    summary: 'Liveness probe',
    description: 'Returns 503 if the process should be restarted. Does not check dependencies.',
  })
  @ApiOkResponse({ standardSchema: liveness })
  @ApiServiceUnavailableResponse({ standardSchema: liveness, description: 'The process should be restarted' })
  getLiveness(@Res({ passthrough: true }) reply: FastifyReply): { status: string } {
    const alive = this.liveness.alive();
    reply.status(alive ? 200 : 503);
    return { status: alive ? 'up' : 'down' };
  }

  @Get('health/ready')
  @Access('public', 'none')
  @NeedsNothing()
  @ApiOperation({
    summary: 'Readiness probe',
    description:
      'Returns 503 if the service cannot serve requests or is stopping. A database that does not return 16 KB within 5 s counts as down. Lists each dependency with its state, since when, and its last error; with `MANAGEMENT_PORT`, only that port does.',
  })
  @ApiOkResponse({ standardSchema: readiness })
  @ApiServiceUnavailableResponse({
    standardSchema: readiness,
    description: 'The service cannot serve requests',
  })
  getReadiness(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): object {
    const { all, ready, stopping } = this.dependencies;
    reply.status(ready ? 200 : 503);
    const degraded = all.some(({ state }) => state !== 'up');
    const status = stopping ? 'stopping' : !ready ? 'down' : degraded ? 'degraded' : 'up';
    return this.management.isFor(request) ? { status, dependencies: all } : { status };
  }

  @Get('metrics')
  @Access('public', 'none')
  @NeedsNothing()
  @ApiExcludeEndpoint()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  scrape(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  @Get('admin/outbox')
  @Access('operator', 'platform')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Returns the state of the outbox',
    description:
      'Shows how many messages wait to be published, the age of the oldest, and the keys whose message the broker refuses.',
  })
  @ApiOkResponse({ standardSchema: outboxView })
  async getOutbox(): Promise<object> {
    const { rows } = await this.pool.query<object>(
      `SELECT count(*)::int AS pending, extract(epoch FROM now() - min(time))::float AS "oldestSeconds" FROM outbox`,
    );
    return { ...rows[0], parked: await postgresOutboxStore(this.pool).parkedKeys() };
  }

  @Post('admin/outbox/parked/:key/retry')
  @Records({ target: 'key' })
  @Access('operator', 'platform')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Retries a parked key of the outbox',
    description: 'The relay publishes the messages of the key again within a second.',
  })
  @ApiAcceptedResponse()
  @Refuses(commonErrors.NOT_FOUND)
  retryOutboxKey(@Param('key', { schema: outboxKey }) key: string, @Acting() act: Act): Promise<void> {
    return inTransaction(this.pool, 'BEGIN', async (client) => {
      if (!(await postgresOutboxStore(client).retry(key)))
        throw new DomainError(commonErrors.NOT_FOUND, `There is no parked key ${key}.`);
      await recordAct(client, act, uuids.next());
    });
  }
}
