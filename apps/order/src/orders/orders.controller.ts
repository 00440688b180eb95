import { Body, Controller, Delete, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { OrderId, Sku } from '@waybill/contracts/ids';
import { commonErrors, moneyErrors, systemTimers, within } from '@waybill/kernel';
import {
  Access,
  Actor,
  Call,
  ETAG,
  HttpCall,
  PREFER,
  PREFERENCE_APPLIED,
  Records,
  Refuses,
  Versioned,
  isUnanswered,
  parseInput,
  uuids,
} from '@waybill/platform';
import { BatchRunner, replaceStoredResponse } from '@waybill/unit-of-work';
import type { z } from 'zod';
import { catalogErrors } from '../catalog/catalog.errors.js';
import { customerErrors } from '../customers/customer.errors.js';
import { CancelOrder } from './commands/cancel-order.js';
import { ChangeAddress } from './commands/change-address.js';
import { ChangeDraft } from './commands/change-draft.js';
import { ChangeLines } from './commands/change-lines.js';
import { DraftOrder } from './commands/draft-order.js';
import { PlaceDraft } from './commands/place-draft.js';
import { PlaceOrder } from './commands/place-order.js';
import { orderErrors } from './domain/order.errors.js';
import { type OrderView, orderView } from './order-view.js';
import {
  addressBody,
  cancelBody,
  draftBody,
  draftQuery,
  itemBody,
  linesBody,
  orderBody,
  orderOrDraftBody,
  orderParam,
  placeDraftBody,
  skuParam,
} from './order.requests.js';
import { AwaitOrder } from './queries/get-order.js';

const { NOT_FOUND } = commonErrors;
const PREFER_WAIT = {
  name: PREFER,
  schema: { type: 'string' as const, example: 'wait=10' },
  description: '`wait=N` waits up to N seconds (at most 30) until the order is confirmed or rejected',
};
/** How long the read after a wait may take. */
const READ_MS = 2_000;
const LOCATION = { Location: { description: 'Path of the order', schema: { type: 'string' as const } } };
const PLACED = { standardSchema: orderView, headers: { ...ETAG, ...LOCATION, ...PREFERENCE_APPLIED } };
const ORDER = { standardSchema: orderView, headers: ETAG };
const PRICING = [
  catalogErrors.UNKNOWN_SKU,
  catalogErrors.PRODUCT_RETIRED,
  catalogErrors.NOT_CHARGEABLE,
  moneyErrors.CURRENCY_MIXED,
  moneyErrors.AMOUNT_OUT_OF_RANGE,
];
const CHANGING = [orderErrors.ORDER_NOT_CHANGEABLE, orderErrors.ORDER_CHANGING];

const UNCHANGED =
  'ETags of versions that the caller has read, or `*` for any. Fails with 412 unless one is current';

/** In these statuses `Prefer: wait` waits no longer. */
const DECIDED = ['CONFIRMED', 'REJECTED', 'SHIPPED', 'DELIVERED', 'CANCELLED'];

const locationOf = ({ id }: OrderView): string => `/v1/orders/${id}`;
/** True if confirmed or rejected. An order that was shipped in the meantime counts as confirmed. */
const isDecided = ({ confirmedAt, status }: OrderView): boolean =>
  confirmedAt !== undefined || status === 'REJECTED';

/** Requests that place and change orders. */
@Controller('v1/orders')
@Access('customer', 'own')
@ApiTags('orders')
export class OrdersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly unitOfWork: BatchRunner,
  ) {}

  @Post()
  @Records()
  @Actor('customer')
  @Versioned<OrderView>({
    location: locationOf,
    status: (order) => (order.status === 'DRAFT' || isDecided(order) ? 201 : 202),
  })
  @ApiOperation({
    summary: 'Places an order or starts a draft',
    description:
      'Prices the lines from the catalog, stores the order and starts its fulfilment: reserve the stock, authorize the payment, book the shipment, capture the payment. Returns 202 while that runs. With `Prefer: wait=N` it waits up to N seconds and returns 201 once the order is confirmed or rejected. With `draft=true` it stores a draft and returns 201. Repeating the request with the same `Idempotency-Key` returns the first response.',
  })
  @ApiHeader(PREFER_WAIT)
  @ApiAcceptedResponse({ ...PLACED, description: 'The order is being fulfilled' })
  @ApiCreatedResponse({
    ...PLACED,
    description: 'The order was confirmed or rejected in time, or is a draft',
  })
  @Refuses(
    ...PRICING,
    orderErrors.TOTAL_MISMATCH,
    orderErrors.TOO_MANY_DRAFTS,
    customerErrors.CUSTOMER_UNKNOWN,
  )
  async placeOrder(
    @Body({ schema: orderOrDraftBody }) body: unknown,
    @Query({ schema: draftQuery }) { draft }: z.infer<typeof draftQuery>,
    @Call({ requireKey: true }) call: HttpCall,
  ): Promise<OrderView> {
    const { caller, context } = call;
    if (draft) return this.commands.execute(new DraftOrder(parseInput(draftBody, body), caller, context));
    return this.decided(new PlaceOrder(parseInput(orderBody, body), caller, context), call);
  }

  @Post(':id/place')
  @Records({ target: 'id' })
  @Actor('customer')
  @Versioned<OrderView>({ location: locationOf, status: (order) => (isDecided(order) ? 201 : 202) })
  @ApiOperation({
    summary: 'Places a draft',
    description:
      'Validates and prices the draft like a new order, at current catalog prices, and starts its fulfilment. The body can supply the payment method, an email address and the expected total.',
  })
  @ApiHeader(PREFER_WAIT)
  @ApiAcceptedResponse({ ...PLACED, description: 'The order is being fulfilled' })
  @ApiCreatedResponse({ ...PLACED, description: 'The order was confirmed or rejected in time' })
  @Refuses(
    NOT_FOUND,
    ...PRICING,
    orderErrors.TOTAL_MISMATCH,
    orderErrors.ORDER_NOT_DRAFT,
    orderErrors.ORDER_EMPTY,
    orderErrors.ADDRESS_MISSING,
    orderErrors.PAYMENT_METHOD_MISSING,
    customerErrors.CUSTOMER_UNKNOWN,
  )
  placeDraft(
    @Param('id', { schema: orderParam }) id: OrderId,
    @Body({ schema: placeDraftBody }) body: z.infer<typeof placeDraftBody>,
    @Call({ ifMatch: UNCHANGED }) call: HttpCall,
  ): Promise<OrderView> {
    return this.decided(new PlaceDraft(id, body, call.caller, call.context), call);
  }

  @Put(':id/lines/:sku')
  @Records({ target: 'id' })
  @Actor('customer')
  @Versioned()
  @ApiOperation({
    summary: 'Sets the quantity of a product in a draft',
    description:
      'Adds the line or replaces its quantity, at the current catalog price. To change a placed order, use `PUT /v1/orders/{id}/lines`.',
  })
  @ApiOkResponse(ORDER)
  @Refuses(NOT_FOUND, ...PRICING, orderErrors.ORDER_NOT_DRAFT, orderErrors.TOO_MANY_LINES)
  putDraftLine(
    @Param('id', { schema: orderParam }) id: OrderId,
    @Param('sku', { schema: skuParam }) sku: Sku,
    @Body({ schema: itemBody }) { quantity }: z.infer<typeof itemBody>,
    @Call({ ifMatch: UNCHANGED }) { caller, context }: HttpCall,
  ): Promise<OrderView> {
    return this.commands.execute(new ChangeDraft(id, { sku, quantity }, caller, context));
  }

  @Delete(':id/lines/:sku')
  @Records({ target: 'id' })
  @Actor('customer')
  @Versioned()
  @ApiOperation({
    summary: 'Removes a line from a draft',
    description: 'Changes nothing if the draft has no line with this SKU.',
  })
  @ApiOkResponse(ORDER)
  @Refuses(NOT_FOUND, orderErrors.ORDER_NOT_DRAFT)
  removeDraftLine(
    @Param('id', { schema: orderParam }) id: OrderId,
    @Param('sku', { schema: skuParam }) sku: Sku,
    @Call({ ifMatch: UNCHANGED }) { caller, context }: HttpCall,
  ): Promise<OrderView> {
    return this.commands.execute(new ChangeDraft(id, { sku }, caller, context));
  }

  @Put(':id/lines')
  @Records({ target: 'id' })
  @Actor('customer')
  @HttpCode(202)
  @Versioned()
  @ApiOperation({
    summary: 'Changes the lines of a placed order',
    description:
      'Replaces all lines. Possible until the shipment is booked. Stock and payment are adjusted first: the response is 202, and `change` in the order shows the progress. If either is refused, the order keeps its lines. With `If-Match`, fails with 412 if the lines have changed since that version.',
  })
  @ApiAcceptedResponse(ORDER)
  @Refuses(NOT_FOUND, ...CHANGING, ...PRICING, orderErrors.TOTAL_MISMATCH)
  changeOrderLines(
    @Param('id', { schema: orderParam }) id: OrderId,
    @Body({ schema: linesBody }) body: z.infer<typeof linesBody>,
    @Call({ ifMatch: true }) { caller, context }: HttpCall,
  ): Promise<OrderView> {
    return this.commands.execute(new ChangeLines(id, body, caller, context));
  }

  @Put(':id/shipping-address')
  @Records({ target: 'id' })
  @Actor('customer')
  @Versioned()
  @ApiOperation({
    summary: 'Changes the shipping address of an order',
    description:
      'Possible until the shipment is booked, and only if the tax stays the same. With `If-Match`, fails with 412 if the address has changed since that version.',
  })
  @ApiOkResponse(ORDER)
  @Refuses(NOT_FOUND, ...CHANGING, orderErrors.TOTAL_WOULD_CHANGE)
  changeShippingAddress(
    @Param('id', { schema: orderParam }) id: OrderId,
    @Body({ schema: addressBody }) address: z.infer<typeof addressBody>,
    @Call({ ifMatch: true }) { caller, context }: HttpCall,
  ): Promise<OrderView> {
    return this.commands.execute(new ChangeAddress(id, { address }, caller, context));
  }

  @Post(':id/cancel')
  @Records({ target: 'id' })
  @Actor('customer')
  @Versioned<OrderView>({ status: ({ status }) => (status === 'CANCELLED' ? 200 : 202) })
  @ApiOperation({
    summary: 'Cancels an order',
    description:
      'Releases the stock, cancels the shipment, and voids or refunds the payment. Returns 200 if the order is cancelled, 202 while its steps are being compensated, and 409 if it has already shipped. With `If-Match`, fails with 412 if the status has changed since that version.',
  })
  @ApiAcceptedResponse({ ...ORDER, description: 'The steps of the order are being compensated' })
  @ApiOkResponse({ ...ORDER, description: 'The order is cancelled' })
  @Refuses(NOT_FOUND, orderErrors.ORDER_ALREADY_SHIPPED, orderErrors.ORDER_REJECTED)
  cancelOrder(
    @Param('id', { schema: orderParam }) id: OrderId,
    @Body({ schema: cancelBody }) { reason }: z.infer<typeof cancelBody>,
    @Call({ ifMatch: true }) { caller, context }: HttpCall,
  ): Promise<OrderView> {
    return this.commands.execute(new CancelOrder(id, { reason }, caller, context));
  }

  /**
   * The order as placed or, with `Prefer: wait`, once it is decided. A later request with the same idempotency key gets the same response.
   */
  private async decided(placement: PlaceOrder | PlaceDraft, call: HttpCall): Promise<OrderView> {
    const { caller, context } = call;
    const seconds = call.applyWait();
    const placed = await this.commands.execute<PlaceOrder | PlaceDraft, OrderView>(placement);
    if (seconds === 0) return placed;
    const awaited = async (): Promise<OrderView> => {
      const limits = { seconds, gone: call.gone };
      const order = await this.queries.execute(new AwaitOrder(placed.id, caller, DECIDED, limits));
      if (order.version > placed.version && !call.isReplayed)
        await replaceStoredResponse(this.unitOfWork, context, uuids.next(), order);
      return order;
    };
    return within(systemTimers, seconds * 1_000 + READ_MS, awaited()).catch((error: unknown) => {
      // The order is placed, so a database that does not answer now is no reason for an error.
      if (isUnanswered(error)) return placed;
      throw error;
    });
  }
}
