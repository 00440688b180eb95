import { randomBytes } from 'node:crypto';
import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { messageTypes } from '@waybill/contracts';
import { DomainError, commonErrors } from '@waybill/kernel';
import { Access, Actor, Call, Caller, HttpCall, type Principal, Refuses, uuids } from '@waybill/platform';
import { BatchRunner, type Tx } from '@waybill/unit-of-work';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { type Targets, checkTarget } from './target.js';
import {
  WebhookDeliveryRow,
  type WebhookDirectoryRow,
  WebhookEndpointRow,
  webhookDirectories,
  webhookEndpoints,
} from './webhook.rows.js';
import { webhookErrors } from './webhook.errors.js';

/** All order events. Each can be understood without the others. */
export const PARTNER_TYPES = [...messageTypes.values()]
  .filter(({ topic }) => topic === 'order.events')
  .map(({ type }) => type);
const LAST_DELIVERIES = 20;

const wanted = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).max(2_000),
    types: z.array(z.enum(PARTNER_TYPES as [string, ...string[]])).min(1),
  })
  .meta({
    id: 'WebhookRequest',
    example: { url: 'https://partner.example/hooks', types: ['order.confirmed', 'order.shipped'] },
  });
const WEBHOOK = {
  id: '01a1fd70-5c0e-7a42-b7c5-0d6f4d6f1b20',
  url: 'https://partner.example/hooks',
  types: ['order.confirmed', 'order.shipped'],
  status: 'enabled',
  createdAt: '2026-11-21T09:30:00.000Z',
};
const endpoint = z.object({
  id: z.string(),
  url: z.string(),
  types: z.array(z.string()),
  status: z.enum(['enabled', 'disabled']),
  reason: z.string().optional().meta({ description: 'Why the webhook is disabled' }),
  createdAt: z.iso.datetime(),
});
const endpointView = endpoint.meta({ id: 'Webhook', example: WEBHOOK });
const createdView = endpoint
  .extend({ secret: z.string().meta({ description: 'Signs the deliveries. Not shown again' }) })
  .meta({ id: 'NewWebhook', example: { ...WEBHOOK, secret: 'whsec_C2FtcGxlIHNlY3JldCBvZiAyNCBieXRl' } });
const deliveryView = z.object({
  id: z
    .string()
    .meta({ description: 'The `webhook-id` header of the delivery, which is the id of the message' }),
  orderId: z.string(),
  type: z.string(),
  status: z.enum(['waiting', 'delivered', 'dropped']),
  attempts: z.int(),
  answer: z.int().optional(),
  error: z.string().optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
const detailView = endpoint.extend({ deliveries: z.array(deliveryView) }).meta({
  id: 'WebhookWithDeliveries',
  example: {
    ...WEBHOOK,
    deliveries: [
      {
        id: '01a1fd89-b0a1-7e33-8c34-51d90d2b7e6f',
        orderId: '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f',
        type: 'order.confirmed',
        status: 'delivered',
        attempts: 1,
        answer: 204,
        createdAt: '2026-11-21T09:57:01.260Z',
        updatedAt: '2026-11-21T09:57:01.391Z',
      },
    ],
  },
});
const listView = z
  .object({ items: z.array(endpointView) })
  .meta({ id: 'Webhooks', example: { items: [WEBHOOK] } });

type View = z.infer<typeof endpointView>;

/** What the settings allow. */
export class WebhookLimits {
  constructor(
    readonly targets: Targets,
    readonly perTenant: number,
  ) {}
}

@Controller('v1/webhooks')
@ApiTags('webhooks')
@Access('admin', 'tenant')
export class WebhooksController {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly dataSource: DataSource,
    private readonly limits: WebhookLimits,
  ) {}

  @Post()
  @Actor('partner')
  @ApiOperation({
    summary: 'Creates a webhook',
    description:
      'Sends the chosen order events to the URL of a partner, signed as Standard Webhooks specify. The response contains the signing secret, which is not shown again.',
  })
  @ApiCreatedResponse({ standardSchema: createdView })
  @Refuses(webhookErrors.TOO_MANY_WEBHOOKS, webhookErrors.WEBHOOK_URL_REFUSED)
  async createWebhook(
    @Body({ schema: wanted }) { url, types }: z.infer<typeof wanted>,
    @Call() { context }: HttpCall,
  ): Promise<z.infer<typeof createdView>> {
    await checkTarget(url, this.limits.targets);
    const { tenant } = context;
    const id = uuids.next();
    const secret = `whsec_${randomBytes(24).toString('base64')}`;
    return this.unitOfWork.run(context, async (tx) => {
      await this.add(tx, { id, types });
      const row: WebhookEndpointRow = {
        id,
        tenant,
        url,
        types,
        secret,
        status: 'enabled',
        reason: null,
        createdAt: tx.at,
        changedAt: tx.at,
      };
      tx.save(webhookEndpoints, row);
      return { ...viewOf(row), secret };
    });
  }

  @Get()
  @ApiOperation({
    summary: 'Lists webhooks, oldest first',
    description: '`GET /v1/webhooks/{id}` returns one webhook with its last deliveries.',
  })
  @ApiOkResponse({ standardSchema: listView })
  async listWebhooks(@Caller() { tenant }: Principal): Promise<z.infer<typeof listView>> {
    const rows = await this.dataSource
      .getRepository(WebhookEndpointRow)
      .find({ where: { tenant }, order: { id: 'ASC' } });
    return { items: rows.map(viewOf) };
  }

  @Get(':id')
  @ApiOperation({
    summary: 'Returns a webhook with its last 20 deliveries',
    description: 'The newest delivery comes first.',
  })
  @ApiOkResponse({ standardSchema: detailView })
  @Refuses(commonErrors.NOT_FOUND)
  async getWebhook(
    @Param('id') id: string,
    @Caller() { tenant }: Principal,
  ): Promise<z.infer<typeof detailView>> {
    const row = await this.dataSource.getRepository(WebhookEndpointRow).findOneBy({ id, tenant });
    if (!row) throw unknown(id);
    // Message ids start with their time, so this order is newest first.
    const deliveries = await this.dataSource.getRepository(WebhookDeliveryRow).find({
      where: { endpointId: id },
      order: { messageId: 'DESC' },
      take: LAST_DELIVERIES,
    });
    return { ...viewOf(row), deliveries: deliveries.map(deliveryViewOf) };
  }

  @Post(':id/enable')
  @Actor('partner')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Enables a disabled webhook',
    description:
      'Deliveries start with the next event. Events that occurred while it was disabled are not sent; read the orders instead.',
  })
  @ApiOkResponse({ standardSchema: endpointView })
  @Refuses(commonErrors.NOT_FOUND, webhookErrors.TOO_MANY_WEBHOOKS)
  enableWebhook(@Param('id') id: string, @Call() { context }: HttpCall): Promise<View> {
    return this.unitOfWork.run(context, async (tx) => {
      const row = await tx.load(webhookEndpoints, { id });
      if (row?.tenant !== context.tenant) throw unknown(id);
      if (row.status === 'enabled') return viewOf(row);
      const enabled: WebhookEndpointRow = { ...row, status: 'enabled', reason: null, changedAt: tx.at };
      await this.add(tx, { id, types: row.types });
      tx.save(webhookEndpoints, enabled);
      return viewOf(enabled);
    });
  }

  @Delete(':id')
  @Actor('partner')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes a webhook', description: 'Waiting deliveries are dropped.' })
  @ApiNoContentResponse()
  @Refuses(commonErrors.NOT_FOUND)
  deleteWebhook(@Param('id') id: string, @Call() { context }: HttpCall): Promise<void> {
    return this.unitOfWork.run(context, async (tx) => {
      const row = await tx.load(webhookEndpoints, { id });
      if (row?.tenant !== context.tenant) throw unknown(id);
      await change(tx, (endpoints) => endpoints.filter((other) => other.id !== id));
      tx.remove(webhookEndpoints, { id });
    });
  }

  private add(tx: Tx, endpoint: Endpoints[number]): Promise<void> {
    const { perTenant } = this.limits;
    return change(tx, (endpoints) => {
      if (endpoints.length >= perTenant)
        throw new DomainError(
          webhookErrors.TOO_MANY_WEBHOOKS,
          `There are already ${endpoints.length} webhooks, and ${perTenant} are allowed. Delete one first.`,
        );
      return [...endpoints, endpoint];
    });
  }
}

type Endpoints = WebhookDirectoryRow['endpoints'];

/** Changes the tenant's directory. Every message reads this row; changes lock it. */
async function change(tx: Tx, edit: (endpoints: Endpoints) => Endpoints): Promise<void> {
  const { tenant } = tx.context;
  const known = await tx.load(webhookDirectories, { tenant });
  tx.save(webhookDirectories, { tenant, endpoints: edit(known?.endpoints ?? []) });
}

function unknown(id: string): DomainError {
  return new DomainError(commonErrors.NOT_FOUND, `There is no webhook ${id}.`);
}

function viewOf({ id, url, types, status, reason, createdAt }: WebhookEndpointRow): View {
  return {
    id,
    url,
    types: [...types],
    status,
    reason: reason ?? undefined,
    createdAt: createdAt.toISOString(),
  };
}

function deliveryViewOf(row: WebhookDeliveryRow): z.infer<typeof deliveryView> {
  const { messageId, orderId, type, status, attempts, answer, error, createdAt, updatedAt } = row;
  return {
    id: messageId,
    orderId,
    type,
    status,
    attempts,
    answer: answer ?? undefined,
    error: error ?? undefined,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
