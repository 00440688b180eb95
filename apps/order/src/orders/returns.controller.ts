import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Context, commonErrors } from '@waybill/kernel';
import { Admin, Caller, type Principal, Refuses, RequestContext } from '@waybill/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ETAG, etagOf } from '../if-match.js';
import { ReceiveReturn, RequestReturn } from './commands/return-goods.js';
import { type OrderView, orderView } from './order-view.js';
import { receiveBody, returnBody } from './order.requests.js';
import { orderErrors } from './domain/order.errors.js';

@Controller('v1')
@ApiTags('returns')
export class ReturnsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('orders/:id/returns')
  @ApiOperation({
    summary: 'Announces goods of a delivered order that are sent back; its id is in `returns`',
  })
  @ApiCreatedResponse({ standardSchema: orderView, headers: ETAG })
  @Refuses(commonErrors.NOT_FOUND, orderErrors.ORDER_NOT_DELIVERED, orderErrors.RETURN_TOO_LARGE)
  async requestReturn(
    @Param('id') id: string,
    @Body({ schema: returnBody }) body: z.infer<typeof returnBody>,
    @Caller() caller: Principal,
    @RequestContext() context: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    return tagged(await this.commands.execute(new RequestReturn(id, body, caller, context)), reply);
  }

  @Post('returns/:id/receive')
  @HttpCode(202)
  @Admin()
  @ApiOperation({
    summary: 'The goods are here: what can be sold again goes back into the stock, and all is paid back',
  })
  @ApiAcceptedResponse({ standardSchema: orderView, headers: ETAG })
  @Refuses(
    commonErrors.NOT_FOUND,
    orderErrors.RETURN_RECEIVED,
    orderErrors.RETURN_TOO_LARGE,
    orderErrors.DUPLICATE_SKU,
  )
  async receiveReturn(
    @Param('id') id: string,
    @Body({ schema: receiveBody }) { lines }: z.infer<typeof receiveBody>,
    @RequestContext() context: Context,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderView> {
    return tagged(await this.commands.execute(new ReceiveReturn(id, lines, context)), reply);
  }
}

function tagged(order: OrderView, reply: FastifyReply): OrderView {
  reply.header('etag', etagOf(order));
  return order;
}
