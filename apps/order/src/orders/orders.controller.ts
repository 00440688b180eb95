import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Res,
  Sse,
} from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNotModifiedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Context, commonErrors, moneyErrors, conflictErrors } from '@waybill/kernel';
import {
  Caller,
  type Page,
  type Principal,
  Refuses,
  RequestContext,
  invalidInput,
  uuids,
  platformErrors,
} from '@waybill/platform';
import { Shell, answerInstead } from '@waybill/unit-of-work';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { z } from 'zod';
import { ETAG, IF_MATCH, IF_NONE_MATCH, etagOf, versionOf } from '../if-match.js';
import { CancelOrder } from './commands/cancel-order.js';
import { ChangeAddress } from './commands/change-address.js';
import { ChangeDraft } from './commands/change-draft.js';
import { ChangeLines } from './commands/change-lines.js';
import { DraftOrder } from './commands/draft-order.js';
import { PlaceDraft } from './commands/place-draft.js';
import { PlaceOrder } from './commands/place-order.js';
import { OrderChanges } from './order-changes.js';
import { type OrderView, orderView } from './order-view.js';
import {
  addressBody,
  cancelBody,
  differenceQuery,
  draftBody,
  draftQuery,
  itemBody,
  linesBody,
  orderBody,
  orderListQuery,
  orderOrDraftBody,
  orderQuery,
  placeDraftBody,
  skuParam,
} from './order.requests.js';
import { GetHistory, type HistoryEntry, historyEntry } from './queries/get-history.js';
import {
  CompareOrder,
  GetOrderThen,
  type OrderDifference,
  orderDifference,
} from './queries/get-order-then.js';
import { AwaitOrder, GetOrder } from './queries/get-order.js';
import { ListOrders } from './queries/list-orders.js';
import { customerErrors } from '../customers/customer.errors.js';
import { orderErrors } from './domain/order.errors.js';
import { catalogErrors } from '../catalog/catalog.errors.js';
import { queryErrors } from './queries/query.errors.js';

const orderPage = z
  .object({ items: z.array(orderView), nextCursor: z.string().nullable() })
  .meta({ id: 'OrderPage' });

const PREFER = {
  name: 'Prefer',
  description: '`wait=N`: answers 201 once CONFIRMED or REJECTED within N ≤ 30 seconds',
};

const LOCATION = { Location: { description: 'where the order is', schema: { type: 'string' as const } } };
const PLACED = { standardSchema: orderView, headers: { ...ETAG, ...LOCATION } };
const ORDER = { standardSchema: orderView, headers: ETAG };
const PRICING = [
  catalogErrors.UNKNOWN_SKU,
  catalogErrors.PRODUCT_RETIRED,
  moneyErrors.CURRENCY_MIXED,
  orderErrors.TOTAL_MISMATCH,
  moneyErrors.AMOUNT_OUT_OF_RANGE,
];
const CHANGING = [
  orderErrors.ORDER_NOT_CHANGEABLE,
  orderErrors.ORDER_CHANGING,
  conflictErrors.PRECONDITION_FAILED,
  platformErrors.IF_MATCH_INVALID,
];

interface Placing {
  readonly caller: Principal;
  readonly context: Context;
  readonly prefer: string | undefined;
  readonly reply: FastifyReply;
}

/** Nothing more to wait for at the placement. */
const DECIDED = ['CONFIRMED', 'REJECTED', 'SHIPPED', 'DELIVERED', 'CANCELLED'];

@Controller('v1/orders')
@ApiTags('orders')
export class OrdersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly changes: OrderChanges,
    private readonly shell: Shell,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Places an order, or begins a draft of one' })
  @ApiHeader(PREFER)
  @ApiAcceptedResponse({ ...PLACED, description: 'On its way' })
  @ApiCreatedResponse({ ...PLACED, description: 'Confirmed or rejected within `Prefer: wait`; or a draft' })
  @Refuses(...PRICING, customerErrors.CUSTOMER_UNKNOWN)
  async placeOrder(
    @Body({ schema: orderOrDraftBody }) body: unknown,
    @Query({ schema: draftQuery }) { draft }: z.infer<typeof draftQuery>,
    @Caller() caller: Principal,
    @RequestContext({ idempotent: true }) context: Context,
    @Headers('prefer') prefer: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    if (draft) {
      const begun = await this.commands.execute(new DraftOrder(valid(draftBody, body), caller, context));
      reply.status(201).header('location', `/v1/orders/${begun.id}`);
      return tagged(begun, reply);
    }
    const placed = await this.commands.execute(new PlaceOrder(valid(orderBody, body), caller, context));
    return this.answerPlaced(placed, { caller, context, prefer, reply });
  }

  @Post(':id/place')
  @HttpCode(202)
  @ApiOperation({ summary: 'Places a draft, at the prices of now and under the rules of any other order' })
  @ApiHeader(PREFER)
  @ApiAcceptedResponse({ ...PLACED, description: 'On its way' })
  @ApiCreatedResponse({ ...PLACED, description: 'Confirmed or rejected within `Prefer: wait`' })
  @Refuses(
    ...PRICING,
    commonErrors.NOT_FOUND,
    orderErrors.ORDER_NOT_DRAFT,
    orderErrors.ORDER_EMPTY,
    orderErrors.ADDRESS_MISSING,
    orderErrors.PAYMENT_METHOD_MISSING,
    customerErrors.CUSTOMER_UNKNOWN,
  )
  async placeDraft(
    @Param('id') id: string,
    @Body({ schema: placeDraftBody }) body: z.infer<typeof placeDraftBody>,
    @Caller() caller: Principal,
    @RequestContext() context: Context,
    @Headers('prefer') prefer: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    const placed = await this.commands.execute(new PlaceDraft(id, body, caller, context));
    return this.answerPlaced(placed, { caller, context, prefer, reply });
  }

  @Put(':id/lines/:sku')
  @ApiOperation({ summary: 'Puts a line into a draft, at the price of now' })
  @ApiOkResponse(ORDER)
  @Refuses(
    commonErrors.NOT_FOUND,
    orderErrors.ORDER_NOT_DRAFT,
    orderErrors.TOO_MANY_LINES,
    catalogErrors.UNKNOWN_SKU,
    catalogErrors.PRODUCT_RETIRED,
    moneyErrors.CURRENCY_MIXED,
    moneyErrors.AMOUNT_OUT_OF_RANGE,
  )
  async putDraftLine(
    @Param('id') id: string,
    @Param('sku', { schema: skuParam }) sku: string,
    @Body({ schema: itemBody }) { quantity }: z.infer<typeof itemBody>,
    @Caller() caller: Principal,
    @RequestContext() context: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    return tagged(
      await this.commands.execute(new ChangeDraft(id, { sku, quantity }, caller, context)),
      reply,
    );
  }

  @Delete(':id/lines/:sku')
  @ApiOperation({ summary: 'Takes a line out of a draft' })
  @ApiOkResponse(ORDER)
  @Refuses(commonErrors.NOT_FOUND, orderErrors.ORDER_NOT_DRAFT)
  async removeDraftLine(
    @Param('id') id: string,
    @Param('sku', { schema: skuParam }) sku: string,
    @Caller() caller: Principal,
    @RequestContext() context: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    return tagged(await this.commands.execute(new ChangeDraft(id, { sku }, caller, context)), reply);
  }

  @Put(':id/lines')
  @HttpCode(202)
  @ApiOperation({
    summary:
      'Other lines, until the shipment is being booked and if stock and payment can follow; `change` shows how far that is. With If-Match only in the place of those that the caller saw',
  })
  @ApiHeader(IF_MATCH)
  @ApiAcceptedResponse(ORDER)
  @Refuses(commonErrors.NOT_FOUND, ...CHANGING, ...PRICING)
  async changeOrderLines(
    @Param('id') id: string,
    @Body({ schema: linesBody }) body: z.infer<typeof linesBody>,
    @Caller() caller: Principal,
    @RequestContext() context: Context,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    const change = { ...body, seenVersion: versionOf(ifMatch) };
    return tagged(await this.commands.execute(new ChangeLines(id, change, caller, context)), reply);
  }

  @Put(':id/shipping-address')
  @ApiOperation({
    summary:
      'Another address, until the shipment is being booked. With If-Match only in the place of the one that the caller saw',
  })
  @ApiHeader(IF_MATCH)
  @ApiOkResponse(ORDER)
  @Refuses(commonErrors.NOT_FOUND, ...CHANGING, orderErrors.TOTAL_WOULD_CHANGE)
  async changeShippingAddress(
    @Param('id') id: string,
    @Body({ schema: addressBody }) address: z.infer<typeof addressBody>,
    @Caller() caller: Principal,
    @RequestContext() context: Context,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    const change = { address, seenVersion: versionOf(ifMatch) };
    return tagged(await this.commands.execute(new ChangeAddress(id, change, caller, context)), reply);
  }

  @Get()
  @ApiOperation({ summary: 'The caller’s orders, newest first; an admin sees all of the tenant' })
  @ApiOkResponse({ standardSchema: orderPage })
  listOrders(
    @Query({ schema: orderListQuery }) query: z.infer<typeof orderListQuery>,
    @Caller() caller: Principal,
  ): Promise<Page<OrderView>> {
    return this.queries.execute(new ListOrders(query, caller));
  }

  @Get(':id')
  @ApiOperation({
    summary:
      'One order; `minVersion` waits up to a second for the view, `version` and `asOf` show it as it was, with name and address as they are',
  })
  @ApiOkResponse(ORDER)
  @ApiHeader(IF_NONE_MATCH)
  @ApiNotModifiedResponse({ headers: ETAG })
  @Refuses(commonErrors.NOT_FOUND, queryErrors.VIEW_BEHIND)
  async getOrder(
    @Param('id') id: string,
    @Query({ schema: orderQuery }) { minVersion, version, asOf }: z.infer<typeof orderQuery>,
    @Caller() caller: Principal,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView | undefined> {
    const moment =
      version !== undefined ? { version } : asOf !== undefined ? { asOf: new Date(asOf) } : undefined;
    const query = moment ? new GetOrderThen(id, caller, moment) : new GetOrder(id, caller, minVersion);
    const order = await this.queries.execute<GetOrder | GetOrderThen, OrderView>(query);
    if (known === etagOf(order)) {
      reply.status(304).header('etag', known);
      return undefined;
    }
    return tagged(order, reply);
  }

  @Get(':id/history')
  @ApiOperation({ summary: 'The order’s domain events, oldest first' })
  @ApiOkResponse({ standardSchema: z.array(historyEntry) })
  @Refuses(commonErrors.NOT_FOUND)
  getOrderHistory(@Param('id') id: string, @Caller() caller: Principal): Promise<HistoryEntry[]> {
    return this.queries.execute(new GetHistory(id, caller));
  }

  @Get(':id/difference')
  @ApiOperation({ summary: 'What two versions of the order do not share' })
  @ApiOkResponse({ standardSchema: orderDifference })
  @Refuses(commonErrors.NOT_FOUND)
  compareOrderVersions(
    @Param('id') id: string,
    @Query({ schema: differenceQuery }) { from, to }: z.infer<typeof differenceQuery>,
    @Caller() caller: Principal,
  ): Promise<OrderDifference> {
    return this.queries.execute(new CompareOrder(id, caller, from, to));
  }

  @Sse(':id/stream')
  @ApiOperation({ summary: 'Each change as it happens; goes on behind `Last-Event-ID`' })
  @ApiHeader({ name: 'Last-Event-ID', description: 'the version that was seen last' })
  @ApiOkResponse({
    content: { 'text/event-stream': { schema: { type: 'string' } } },
    description:
      'One event per change: its `id` is the order’s version, its `event` the type, its `data` JSON',
  })
  @Refuses(commonErrors.NOT_FOUND)
  streamOrder(
    @Param('id') id: string,
    @Caller() caller: Principal,
    @Headers('last-event-id') lastId: string | undefined,
  ): Promise<Observable<{ id: string; type: string; data: object }>> {
    return this.changes.of(id, caller, Number(lastId ?? 0) || 0);
  }

  @Post(':id/cancel')
  @HttpCode(202)
  @ApiOperation({
    summary:
      'Cancels an order; what was reserved is released, what was paid is refunded. With If-Match only in the status that the caller saw',
  })
  @ApiHeader(IF_MATCH)
  @ApiAcceptedResponse({ ...ORDER, description: 'Asked for: what runs is compensated first' })
  @ApiOkResponse({ ...ORDER, description: 'It is cancelled' })
  @Refuses(
    commonErrors.NOT_FOUND,
    orderErrors.ORDER_ALREADY_SHIPPED,
    orderErrors.ORDER_REJECTED,
    conflictErrors.PRECONDITION_FAILED,
    platformErrors.IF_MATCH_INVALID,
  )
  async cancelOrder(
    @Param('id') id: string,
    @Body({ schema: cancelBody }) { reason }: z.infer<typeof cancelBody>,
    @Caller() caller: Principal,
    @RequestContext() context: Context,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    const cancellation = { reason, seenVersion: versionOf(ifMatch) };
    const order = await this.commands.execute(new CancelOrder(id, cancellation, caller, context));
    if (order.status === 'CANCELLED') reply.status(200);
    return tagged(order, reply);
  }

  /** With `Prefer: wait` once it is decided; 201 says that it is. */
  private async answerPlaced(
    placed: OrderView,
    { caller, context, prefer, reply }: Placing,
  ): Promise<OrderView> {
    const seconds = waitOf(prefer);
    const order =
      seconds > 0 ? await this.queries.execute(new AwaitOrder(placed.id, caller, DECIDED, seconds)) : placed;
    const replayed = reply.hasHeader('idempotent-replayed');
    if (order.version > placed.version && !replayed)
      await answerInstead(this.shell, context, uuids.next(), order);
    // Confirmed is confirmed, also when the parcel has left in the meantime.
    reply.status(order.confirmedAt !== undefined || order.status === 'REJECTED' ? 201 : 202);
    reply.header('location', `/v1/orders/${order.id}`);
    return tagged(order, reply);
  }
}

function tagged(order: OrderView, reply: FastifyReply): OrderView {
  reply.header('etag', etagOf(order));
  return order;
}

/** For a body whose schema depends on the query. */
function valid<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  const { data, error } = schema.safeParse(body);
  if (error) throw invalidInput(error.issues);
  return data;
}

/** `Prefer: wait=N` (RFC 7240), at most half a minute. */
function waitOf(prefer: string | undefined): number {
  const seconds = /(?:^|[,;\s])wait=(\d+)/i.exec(prefer ?? '')?.[1];
  return Math.min(Number(seconds ?? 0), 30);
}
