import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import pg from 'pg';
import { z } from 'zod';
import { Caller } from '../auth.js';
import type { Principal } from '../identity/claims.js';
import { Access } from './access.js';
import { instant, reference } from './inputs.js';
import { type Page, pageOf, pageQuery, pageView, positionOf } from './paging.js';

const at = z.iso.datetime();
const state = z.record(z.string(), z.unknown()).nullable();
const entryView = z
  .object({
    id: z.string(),
    at,
    subject: z.string().meta({ description: 'Who acted: the `sub` of the token' }),
    tenant: z.string().meta({ description: 'The `tenant` of the token' }),
    role: z.enum(['admin', 'operator']),
    address: z.string().meta({ description: 'IP address of the client' }),
    operation: z.string().meta({ description: 'Operation id of the route, or the command' }),
    target: z.string().nullable().meta({ description: 'Id of what was changed' }),
    owner: z.string().nullable().meta({ description: 'Id of the customer whose data was changed' }),
    before: state.meta({ description: 'The changed values before; personal data only as ids' }),
    after: state.meta({ description: 'The changed values after; personal data only as ids' }),
    reason: z.string().nullable(),
    correlationId: z.string(),
  })
  .meta({
    id: 'TrailEntry',
    example: {
      id: '01a1fd8e-90a4-7f5e-8f5c-0e9f2b7c4d12',
      at: '2026-11-21T10:02:14.000Z',
      subject: 'root',
      tenant: 'default',
      role: 'admin',
      address: '203.0.113.9',
      operation: 'adjustStock',
      target: 'TEA-EARL',
      owner: null,
      before: { onHand: 12 },
      after: { onHand: 10 },
      reason: 'Broken',
      correlationId: '01a1fd8e-9090-7ad1-9c11-5f4f1f7e0a11',
    },
  });
const trailPage = pageView('TrailPage', entryView);
const trailQuery = z.object({
  ...pageQuery,
  subject: reference(255).optional(),
  operation: reference(100).optional(),
  target: reference(500).optional(),
  from: instant().optional().meta({ description: 'Only entries of this time or later' }),
  to: instant().optional().meta({ description: 'Only entries before this time' }),
});

interface EntryRow {
  readonly id: string;
}

/** What admins and operators have done in this service. */
@Controller('admin/trail')
@Access('staff', 'own')
@ApiTags('operations')
export class TrailController {
  constructor(private readonly pool: pg.Pool) {}

  @Get()
  @ApiOperation({
    summary: 'Lists the acts of admins and operators, newest first',
    description:
      'Each act was recorded in its own transaction, and the service cannot change or delete the record. Operators see all acts; admins see those of admins of their tenant. Each service has a trail of its own.',
  })
  @ApiOkResponse({ standardSchema: trailPage })
  async listTrail(
    @Query({ schema: trailQuery }) query: z.infer<typeof trailQuery>,
    @Caller() { tenant, operator }: Principal,
  ): Promise<Page<EntryRow>> {
    const { limit, subject, operation, target, from, to } = query;
    const [before] = positionOf(query, 1) ?? [];
    const filters = [subject, operation, target, from, to, before].map((value) => value ?? null);
    const { rows } = await this.pool.query<EntryRow>(LIST, [operator ? null : tenant, ...filters, limit + 1]);
    return pageOf(
      rows,
      query,
      ({ id }) => [id],
      (row) => row,
    );
  }
}

const LIST = `SELECT id, at, subject, tenant, role, address, operation, target, owner, before, after, reason,
    correlation_id AS "correlationId"
  FROM trail
  WHERE ($1::text IS NULL OR (tenant = $1 AND role = 'admin')) AND ($2::text IS NULL OR subject = $2)
    AND ($3::text IS NULL OR operation = $3) AND ($4::text IS NULL OR target = $4)
    AND ($5::timestamptz IS NULL OR at >= $5) AND ($6::timestamptz IS NULL OR at < $6)
    AND ($7::text IS NULL OR id < $7)
  ORDER BY id DESC LIMIT $8`;
