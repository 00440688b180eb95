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
import { DomainError, ONE_LINE, commonErrors } from '@waybill/kernel';
import {
  Access,
  Actor,
  Call,
  Caller,
  HttpCall,
  type Principal,
  Records,
  Refuses,
  pathPart,
  uuids,
} from '@waybill/platform';
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
import {
  type View,
  createdView,
  deliveryViewOf,
  detailView,
  endpointView,
  listView,
  recordOf,
  viewOf,
} from './webhook.view.js';

/** All order events. Each can be understood without the others. */
export const PARTNER_TYPES = [...messageTypes.values()]
  .filter(({ topic }) => topic === 'order.events')
  .map(({ type }) => type);
const LAST_DELIVERIES = 20;
/** In the response to a repeated request. */
const MASKED_SECRET = 'whsec_********';

const webhookId = pathPart('01a1fd70-5c0e-7a42-b7c5-0d6f4d6f1b20');
const wanted = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .regex(/^https?:\/\/[^/]/i)
      .max(2_000)
      .regex(ONE_LINE, 'must be one line'),
    types: z.array(z.enum(PARTNER_TYPES as [string, ...string[]])).min(1),
  })
  .meta({
    id: 'WebhookRequest',
    example: { url: 'https://partner.example/hooks', types: ['order.confirmed', 'order.shipped'] },
  });
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
  @Records()
  @Actor('partner')
  @ApiOperation({
    summary: 'Creates a webhook',
    description:
      'Sends the chosen order events to the URL of a partner, signed as Standard Webhooks specify. The response contains the signing secret, which is not shown again: a repeated request with the same `Idempotency-Key` returns the first response with the secret masked.',
  })
  @ApiCreatedResponse({ standardSchema: createdView })
  @Refuses(commonErrors.NOT_FOUND, webhookErrors.TOO_MANY_WEBHOOKS, webhookErrors.WEBHOOK_URL_REFUSED)
  async createWebhook(
    @Body({ schema: wanted }) { url, types }: z.infer<typeof wanted>,
    @Call() call: HttpCall,
  ): Promise<z.infer<typeof createdView>> {
    await checkTarget(url, this.limits.targets);
    const { context } = call;
    const { tenant } = context;
    const id = uuids.next();
    const secret = `whsec_${randomBytes(24).toString('base64')}`;
    // The stored response contains no secret.
    const stored: Stored = await this.unitOfWork.run(context, async (tx) => {
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
      tx.record({ target: id, after: recordOf(row) });
      return viewOf(row);
    });
    const created = 'url' in stored ? stored : viewOf(await this.find(stored.id, tenant));
    return { ...created, secret: call.isReplayed ? MASKED_SECRET : secret };
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
    @Param('id', { schema: webhookId }) id: string,
    @Caller() { tenant }: Principal,
  ): Promise<z.infer<typeof detailView>> {
    const row = await this.find(id, tenant);
    // Message ids start with their time, so this order is newest first.
    const deliveries = await this.dataSource.getRepository(WebhookDeliveryRow).find({
      where: { endpointId: id },
      order: { messageId: 'DESC' },
      take: LAST_DELIVERIES,
    });
    return { ...viewOf(row), deliveries: deliveries.map(deliveryViewOf) };
  }

  @Post(':id/enable')
  @Records({ target: 'id' })
  @Actor('partner')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Enables a disabled webhook',
    description:
      'Deliveries start with the next event. Events that occurred while it was disabled are not sent; read the orders instead.',
  })
  @ApiOkResponse({ standardSchema: endpointView })
  @Refuses(commonErrors.NOT_FOUND, webhookErrors.TOO_MANY_WEBHOOKS)
  enableWebhook(
    @Param('id', { schema: webhookId }) id: string,
    @Call() { context }: HttpCall,
  ): Promise<View> {
    return this.unitOfWork.run(context, async (tx) => {
      const row = await tx.load(webhookEndpoints, { id });
      if (row?.tenant !== context.tenant) throw unknown(id);
      if (row.status === 'enabled') return viewOf(row);
      const enabled: WebhookEndpointRow = { ...row, status: 'enabled', reason: null, changedAt: tx.at };
      await this.add(tx, { id, types: row.types });
      tx.save(webhookEndpoints, enabled);
      tx.record({ before: recordOf(row), after: recordOf(enabled) });
      return viewOf(enabled);
    });
  }

  @Delete(':id')
  @Records({ target: 'id' })
  @Actor('partner')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes a webhook', description: 'Waiting deliveries are dropped.' })
  @ApiNoContentResponse()
  @Refuses(commonErrors.NOT_FOUND)
  deleteWebhook(
    @Param('id', { schema: webhookId }) id: string,
    @Call() { context }: HttpCall,
  ): Promise<void> {
    return this.unitOfWork.run(context, async (tx) => {
      const row = await tx.load(webhookEndpoints, { id });
      if (row?.tenant !== context.tenant) throw unknown(id);
      await change(tx, (endpoints) => endpoints.filter((other) => other.id !== id));
      tx.remove(webhookEndpoints, { id });
      tx.record({ before: recordOf(row) });
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

  /** Throws NOT_FOUND. */
  private async find(id: string, tenant: string): Promise<WebhookEndpointRow> {
    const row = await this.dataSource.getRepository(WebhookEndpointRow).findOneBy({ id, tenant });
    if (!row) throw unknown(id);
    return row;
  }
}

/** Earlier releases stored only the id. */
type Stored = View | { readonly id: string };
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
