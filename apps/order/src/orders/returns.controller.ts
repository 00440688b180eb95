import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { OrderId } from '@waybill/contracts/ids';
import { commonErrors } from '@waybill/kernel';
import { Access, Actor, Call, ETAG, HttpCall, Records, Refuses, Versioned } from '@waybill/platform';
import { z } from 'zod';
import { ReceiveReturn, RequestReturn } from './commands/return-goods.js';
import { type OrderView, orderView } from './order-view.js';
import { orderParam, receiveBody, returnBody, returnParam } from './order.requests.js';
import { orderErrors } from './domain/order.errors.js';

const UNCHANGED =
  'ETags of versions of the order that the caller has read, or `*`. Fails with 412 unless one is current';

@Controller('v1')
@Access('customer', 'own')
@ApiTags('returns')
export class ReturnsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('orders/:id/returns')
  @Records({ target: 'id' })
  @Actor('customer')
  @Versioned()
  @ApiOperation({
    summary: 'Requests a return',
    description:
      'The order must have been delivered. `returns` in the response contains the new return with its id.',
  })
  @ApiCreatedResponse({ standardSchema: orderView, headers: ETAG })
  @Refuses(commonErrors.NOT_FOUND, orderErrors.ORDER_NOT_DELIVERED, orderErrors.RETURN_TOO_LARGE)
  requestReturn(
    @Param('id', { schema: orderParam }) id: OrderId,
    @Body({ schema: returnBody }) body: z.infer<typeof returnBody>,
    @Call({ ifMatch: UNCHANGED }) { caller, context }: HttpCall,
  ): Promise<OrderView> {
    return this.commands.execute(new RequestReturn(id, body, caller, context));
  }

  @Post('returns/:id/receive')
  @Records({ target: 'id' })
  @Actor('warehouse')
  @HttpCode(202)
  @Access('admin', 'tenant')
  @Versioned()
  @ApiOperation({
    summary: 'Records what arrived of a return',
    description:
      'Adds the `restocked` units to the stock, writes off the `writtenOff` ones, and refunds both. Lines that are left out did not arrive.',
  })
  @ApiAcceptedResponse({ standardSchema: orderView, headers: ETAG })
  @Refuses(
    commonErrors.NOT_FOUND,
    orderErrors.RETURN_RECEIVED,
    orderErrors.RETURN_TOO_LARGE,
    orderErrors.DUPLICATE_SKU,
  )
  receiveReturn(
    @Param('id', { schema: returnParam }) about: z.infer<typeof returnParam>,
    @Body({ schema: receiveBody }) { lines }: z.infer<typeof receiveBody>,
    @Call() { context }: HttpCall,
  ): Promise<OrderView> {
    return this.commands.execute(new ReceiveReturn(about, lines, context));
  }
}
