import { Controller, Get, Headers, Param, Query, Res, Sse } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { OrderId } from '@waybill/contracts/ids';
import { commonErrors } from '@waybill/kernel';
import {
  Access,
  Caller,
  ETAG,
  NEXT_PAGE,
  type Page,
  type Principal,
  Refuses,
  StreamsEvents,
  Versioned,
  linkNextPage,
  pageView,
} from '@waybill/platform';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { z } from 'zod';
import { OrderChanges } from './order-changes.js';
import { type OrderView, orderView } from './order-view.js';
import { differenceQuery, historyQuery, orderListQuery, orderParam, orderQuery } from './order.requests.js';
import { type HistoryEntry, historyEntry } from './history-entry.js';
import { GetHistory } from './queries/get-history.js';
import {
  CompareOrder,
  GetOrderThen,
  type OrderDifference,
  orderDifference,
} from './queries/get-order-then.js';
import { GetOrder } from './queries/get-order.js';
import { ListOrders } from './queries/list-orders.js';
import { queryErrors } from './queries/query.errors.js';

const orderPage = pageView('OrderPage', orderView);

const STREAM_EXAMPLE = `id: 6
event: order.cancellation-requested
data: ${JSON.stringify(historyEntry.meta()?.['example'])}

`;

/** Requests that read orders. */
@Controller('v1/orders')
@Access('customer', 'own')
@ApiTags('orders')
export class OrderQueriesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly changes: OrderChanges,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Lists orders',
    description:
      'Customers see their own orders. Admins see all orders of the tenant and can filter by `customerId`. Without `sort`, the newest come first. `nextCursor` continues a list with the same parameters.',
  })
  @ApiOkResponse({ standardSchema: orderPage })
  listOrders(
    @Query({ schema: orderListQuery }) query: z.infer<typeof orderListQuery>,
    @Caller() caller: Principal,
  ): Promise<Page<OrderView>> {
    return this.queries.execute(new ListOrders(query, caller));
  }

  @Get(':id')
  @Versioned()
  @ApiOperation({
    summary: 'Returns an order',
    description:
      '`minVersion` waits up to one second until the view has reached that version. `version` and `asOf` return the order as it was after that many events or at that time, with its current name and address. With `If-None-Match`, returns 304 if the order has not changed.',
  })
  @ApiOkResponse({ standardSchema: orderView, headers: ETAG })
  @Refuses(commonErrors.NOT_FOUND, queryErrors.VIEW_BEHIND)
  getOrder(
    @Param('id', { schema: orderParam }) id: OrderId,
    @Query({ schema: orderQuery }) { minVersion, version, asOf }: z.infer<typeof orderQuery>,
    @Caller() caller: Principal,
  ): Promise<OrderView> {
    if (version !== undefined) return this.queries.execute(new GetOrderThen(id, caller, { version }));
    if (asOf === undefined) return this.queries.execute(new GetOrder(id, caller, minVersion));
    return this.queries.execute(new GetOrderThen(id, caller, { asOf: new Date(asOf) }));
  }

  @Get(':id/history')
  @ApiOperation({
    summary: 'Returns the domain events of an order, oldest first',
    description:
      'Each entry has the version, type, time and data of the event, the user who caused it, and its correlation and causation ids. If there are more entries, the header `Link` has the URL of the next page with `rel="next"`.',
  })
  @ApiOkResponse({ standardSchema: z.array(historyEntry), headers: NEXT_PAGE })
  @Refuses(commonErrors.NOT_FOUND)
  async getOrderHistory(
    @Param('id', { schema: orderParam }) id: OrderId,
    @Query({ schema: historyQuery }) page: z.infer<typeof historyQuery>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<readonly HistoryEntry[]> {
    const { items, nextCursor } = await this.queries.execute(new GetHistory(id, caller, page));
    if (nextCursor !== null) linkNextPage(reply, { limit: page.limit, cursor: nextCursor });
    return items;
  }

  @Get(':id/difference')
  @ApiOperation({
    summary: 'Compares two versions of an order',
    description:
      'Returns every value that differs, as a JSON Pointer with the values before and after, and the types of the events in between.',
  })
  @ApiOkResponse({ standardSchema: orderDifference })
  @Refuses(commonErrors.NOT_FOUND)
  compareOrderVersions(
    @Param('id', { schema: orderParam }) id: OrderId,
    @Query({ schema: differenceQuery }) { from, to }: z.infer<typeof differenceQuery>,
    @Caller() caller: Principal,
  ): Promise<OrderDifference> {
    return this.queries.execute(new CompareOrder(id, caller, from, to));
  }

  @Sse(':id/stream')
  @ApiOperation({
    summary: 'Streams the changes of an order as server-sent events',
    description:
      'Starts after the version in `Last-Event-ID`, or with the first event if the header is absent. No event is the last one: returns follow a delivery, refunds a rejection or cancellation. The stream ends when you close it, when the token expires, or when the service stops; connect again with `Last-Event-ID` to go on. A user may have 50 streams open (`STREAMS_PER_SUBJECT`).',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    schema: { type: 'string', example: '5' },
    description: 'Version of the last change that was received. Browsers send it when they connect again',
  })
  @StreamsEvents({
    id: 'Version of the order',
    event: 'Type of the domain event',
    data: historyEntry,
    example: STREAM_EXAMPLE,
  })
  @ApiOkResponse({ description: 'One event per change of the order' })
  @Refuses(commonErrors.NOT_FOUND)
  streamOrder(
    @Param('id', { schema: orderParam }) id: OrderId,
    @Caller() caller: Principal,
    @Headers('last-event-id') lastId: string | undefined,
  ): Promise<Observable<{ id: string; type: string; data: object }>> {
    return this.changes.of(id, caller, Number(lastId ?? 0) || 0);
  }
}
