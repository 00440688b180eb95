import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EventLog } from '@waybill/event-store';
import { DomainError, commonErrors } from '@waybill/kernel';
import {
  Access,
  Call,
  Caller,
  HttpCall,
  type Page,
  type Principal,
  Records,
  Refuses,
  flag,
  multiLine,
  pageOf,
  pageQuery,
  pageView,
  pathPart,
  singleLine,
  timePositionOf,
} from '@waybill/platform';
import { ALARMING_ATTEMPT, Saga, labelOf, sagaErrors } from '@waybill/saga';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { OrderRepository } from '../orders/order.repository.js';
import { decisionView, decisionsOf } from './decision-view.js';
import type { FulfilmentRun } from './fulfilment.process.js';

const sagaId = pathPart('01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f');
const listQuery = z.object({
  ...pageQuery,
  status: z.enum(['running', 'compensating', 'ended']).optional(),
  stuck: flag().default(false).meta({
    type: 'boolean',
    description: 'Only sagas whose deadline has passed, or whose command was sent five times or more',
  }),
});
const resolution = z
  .strictObject({
    step: singleLine(200).meta({ description: 'Name of the step in the log, such as `undo capture`' }),
    note: multiLine(1_000),
  })
  .meta({
    id: 'Resolution',
    example: { step: 'undo capture', note: 'Transferred the money by hand, transaction 4711' },
  });

const at = z.iso.datetime();
const sagaView = z
  .object({
    id: z.string().meta({ description: 'The id of the order' }),
    name: z.string(),
    version: z.int(),
    tenant: z.string(),
    status: z.enum(['running', 'compensating', 'ended']),
    state: z.record(z.string(), z.unknown()).meta({ description: 'The state of the saga' }),
    log: z.array(
      z.object({
        step: z.string(),
        attempt: z.int(),
        commandId: z.string(),
        command: z.string(),
        sentAt: at,
        answer: z.string().optional(),
        answeredAt: at.optional(),
        by: z.string().optional().meta({ description: 'Who had the command sent again' }),
        resolved: z.object({ by: z.string(), note: z.string(), at }).optional(),
      }),
    ),
    decisions: z.array(decisionView).optional().meta({
      description:
        'What the saga was given and what it decided, oldest first, with commands that the order refused. Not part of the list',
    }),
    attempt: z.int().meta({ description: 'How often the command in flight was sent' }),
    deadline: at.nullable(),
    wakeAt: at.nullable(),
    startedAt: at,
    updatedAt: at,
  })
  .meta({
    id: 'Saga',
    example: {
      id: '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f',
      name: 'fulfilment',
      version: 1,
      tenant: 'default',
      status: 'running',
      state: {},
      log: [
        {
          step: 'reserve',
          attempt: 1,
          commandId: '01a1fd89-ae30-7a11-8a52-6c0b1ec7b9a4',
          command: 'inventory.reserve',
          sentAt: '2026-11-21T09:57:01.104Z',
        },
      ],
      decisions: [
        {
          given: 'PlaceOrder',
          at: '2026-11-21T09:57:01.097Z',
          by: 'ada',
          input: { lines: [{ sku: 'TEA-EARL', quantity: 2 }], paymentMethod: 'pm_card_visa' },
          code: '0.1.0',
          events: ['order.placed'],
          sent: ['reserve'],
        },
      ],
      attempt: 1,
      deadline: '2026-11-21T09:58:01.104Z',
      wakeAt: '2026-11-21T09:58:01.104Z',
      startedAt: '2026-11-21T09:57:01.097Z',
      updatedAt: '2026-11-21T09:57:01.104Z',
    },
  });
const sagaPage = pageView('SagaPage', sagaView);

type SagaView = Omit<Saga, 'log' | 'decisions'> & {
  readonly log: readonly object[];
  readonly decisions?: readonly object[];
};

/** Commands are shown by their labels: `undo capture`. */
function viewOf({ decisions: _, ...saga }: Saga): SagaView {
  const log = saga.log.map((logged) => {
    const { undo: __, item: ___, ...entry } = logged;
    return { ...entry, step: labelOf(logged) };
  });
  return { ...saga, log };
}

@Controller('admin/sagas')
@ApiTags('sagas')
@Access('admin', 'tenant')
export class SagasController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly orders: OrderRepository<FulfilmentRun>,
    private readonly events: EventLog,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Lists fulfilment sagas, most recently changed first',
    description:
      '`stuck=true` returns only sagas whose deadline has passed or whose command was sent five times or more.',
  })
  @ApiOkResponse({ standardSchema: sagaPage })
  async listSagas(
    @Query({ schema: listQuery }) list: z.infer<typeof listQuery>,
    @Caller() { tenant }: Principal,
  ): Promise<Page<object>> {
    const { status, stuck, limit } = list;
    const query = this.dataSource
      .getRepository(Saga)
      .createQueryBuilder('s')
      .where('s.tenant = :tenant', { tenant });
    const position = timePositionOf(list);
    if (status) query.andWhere('s.status = :status', { status });
    if (stuck)
      query.andWhere('(s.deadline < now() OR s.attempt >= :alarming)', { alarming: ALARMING_ATTEMPT });
    if (position) query.andWhere('(s.updated_at, s.id) < (:at, :id)', position);
    const rows = await query
      .orderBy('s.updated_at', 'DESC')
      .addOrderBy('s.id', 'DESC')
      .take(limit + 1)
      .getMany();
    return pageOf(rows, list, (row) => [row.updatedAt.toISOString(), row.id], viewOf);
  }

  @Get(':id')
  @ApiOperation({
    summary: 'Returns a saga',
    description:
      'The log lists every command that the saga sent, with its answer; the decisions say what it was given each time, and what it did. The id of a saga is the id of its order.',
  })
  @ApiOkResponse({ standardSchema: sagaView })
  @Refuses(commonErrors.NOT_FOUND)
  async getSaga(
    @Param('id', { schema: sagaId }) id: string,
    @Caller() { tenant }: Principal,
  ): Promise<SagaView> {
    const saga = await this.dataSource.getRepository(Saga).findOneBy({ id, tenant });
    if (!saga) throw new DomainError(commonErrors.NOT_FOUND, `There is no saga ${id}.`);
    return { ...viewOf(saga), decisions: decisionsOf(saga.decisions, await this.events.readStream(id)) };
  }

  @Post(':id/retry')
  @Records({ target: 'id' })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Resends the commands in flight',
    description: 'Sends every command without an answer again, instead of waiting for its deadline.',
  })
  @ApiOkResponse({ standardSchema: sagaView })
  @Refuses(commonErrors.NOT_FOUND, sagaErrors.SAGA_AT_REST)
  async retrySaga(
    @Param('id', { schema: sagaId }) id: string,
    @Call() { caller, context }: HttpCall,
  ): Promise<SagaView> {
    const by = caller.subject;
    await this.orders.change(context, id, {
      name: 'RetrySaga',
      input: { by },
      decide: ({ process }) => process.retry(by),
    });
    return this.getSaga(id, caller);
  }

  @Post(':id/resolve')
  @Records({ target: 'id', reason: 'note' })
  @HttpCode(200)
  @ApiOperation({
    summary: 'Marks a step as done by hand',
    description:
      'Use it when a service will never answer. The saga continues as if the step had succeeded. Its log keeps who resolved the step, when, and the note.',
  })
  @ApiOkResponse({ standardSchema: sagaView })
  @Refuses(commonErrors.NOT_FOUND, sagaErrors.SAGA_AT_REST, sagaErrors.STEP_NOT_IN_FLIGHT)
  async resolveSaga(
    @Param('id', { schema: sagaId }) id: string,
    @Body({ schema: resolution }) { step, note }: z.infer<typeof resolution>,
    @Call() { caller, context }: HttpCall,
  ): Promise<SagaView> {
    const by = caller.subject;
    await this.orders.change(context, id, {
      name: 'ResolveSaga',
      // The note is only logged; the decision does not depend on it.
      input: { step, by },
      decide: ({ process }) => process.resolve({ step, by, note }),
    });
    return this.getSaga(id, caller);
  }
}
