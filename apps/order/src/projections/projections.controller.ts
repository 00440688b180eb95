import { type Act, commonErrors } from '@waybill/kernel';
import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProjectionAdmin, type ProjectionReport, eventStoreErrors } from '@waybill/event-store';
import { Access, Acting, Records, Refuses, WithoutDeadline, pathPart, uuids } from '@waybill/platform';
import { recordAct } from '@waybill/unit-of-work';
import pg from 'pg';
import { z } from 'zod';

const projectionName = pathPart('product-sales');
const reports = z.array(
  z
    .object({
      name: z.string(),
      generation: z.int(),
      events: z.int().nullable().meta({
        description:
          'Events processed by the current copy; `null` for a view that is updated in the transaction of the events',
      }),
      lagSeconds: z.number().meta({ description: 'Age of the oldest event that the view has not processed' }),
      rebuild: z.object({ events: z.int(), of: z.int() }).optional(),
    })
    .meta({
      id: 'ProjectionReport',
      example: { name: 'product-sales', generation: 1, events: 14205, lagSeconds: 0.2 },
    }),
);
const verdict = z
  .object({
    events: z.int(),
    differences: z
      .array(z.object({ in: z.enum(['view', 'fold']), row: z.record(z.string(), z.unknown()) }))
      .meta({
        description:
          'Rows that exist only in the view or only in the fold of the events; at most ten of each',
      }),
  })
  .meta({ id: 'Verdict', example: { events: 14205, differences: [] } });

@Controller('admin/projections')
@ApiTags('projections')
@Access('operator', 'platform')
export class ProjectionsController {
  constructor(
    private readonly admin: ProjectionAdmin,
    private readonly pool: pg.Pool,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Lists the views with their progress',
    description:
      'Shows how many events each view has processed, how far it lags, and the progress of a running rebuild.',
  })
  @ApiOkResponse({ standardSchema: reports })
  listProjections(): Promise<ProjectionReport[]> {
    return this.admin.list();
  }

  @Post(':name/rebuild')
  @Records({ target: 'name' })
  @HttpCode(202)
  @ApiOperation({
    summary: 'Rebuilds a view',
    description:
      'Builds a second copy from all events while the current copy is still being read, and switches to it once it has caught up.',
  })
  @ApiAcceptedResponse()
  @Refuses(commonErrors.NOT_FOUND, eventStoreErrors.REBUILD_RUNS)
  rebuildProjection(
    @Param('name', { schema: projectionName }) name: string,
    @Acting() act: Act,
  ): Promise<void> {
    return this.admin.rebuild(name, (client) => recordAct(client, act, uuids.next()));
  }

  @Post(':name/verify')
  @WithoutDeadline('It takes as long as folding all events does.')
  @Records({ target: 'name' })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Compares a view with the events',
    description:
      'Computes the view from all events and returns the rows that differ, at most ten of each side. Changes nothing.',
  })
  @ApiOkResponse({ standardSchema: verdict })
  @Refuses(commonErrors.NOT_FOUND, eventStoreErrors.REBUILD_RUNS)
  async verifyProjection(
    @Param('name', { schema: projectionName }) name: string,
    @Acting() act: Act,
  ): Promise<object> {
    const verdict = await this.admin.verify(name);
    const { events, differences } = verdict;
    await recordAct(this.pool, act, uuids.next(), { after: { events, differences: differences.length } });
    return verdict;
  }
}
