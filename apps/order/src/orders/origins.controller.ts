import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { OrderId } from '@waybill/contracts/ids';
import { DomainError, commonErrors } from '@waybill/kernel';
import { Access, Caller, type Principal, Refuses } from '@waybill/platform';
import { z } from 'zod';
import { OrderRows, type RequestOfOrder } from './order.rows.js';
import { orderParam } from './order.requests.js';

const originsView = z
  .object({
    items: z.array(
      z.object({
        version: z.int().meta({ description: 'Version of the order after the first event of the request' }),
        at: z.iso.datetime(),
        userId: z.string().nullable(),
        ip: z.string(),
        userAgent: z.string(),
        correlationId: z.string(),
      }),
    ),
  })
  .meta({
    id: 'OrderOrigins',
    example: {
      items: [
        {
          version: 1,
          at: '2026-11-21T09:57:01.097Z',
          userId: 'ada',
          ip: '203.0.113.9',
          userAgent: 'Mozilla/5.0',
          correlationId: 'f0c1cbb2-6c1b-4f0a-9a4d-2f1d7a3f8f5e',
        },
      ],
    },
  });

/** Where the requests that changed an order came from. */
@Controller('v1/orders')
@Access('admin', 'tenant')
@ApiTags('orders')
export class OriginsController {
  constructor(private readonly rows: OrderRows) {}

  @Get(':id/origin')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Lists the client addresses of the requests that changed an order',
    description:
      'Returns the first 100 requests, oldest first, with the IP address and user agent of the client. Those of an erased customer are removed.',
  })
  @ApiOkResponse({ standardSchema: originsView })
  @Refuses(commonErrors.NOT_FOUND)
  async getOrderOrigin(
    @Param('id', { schema: orderParam }) id: OrderId,
    @Caller() caller: Principal,
  ): Promise<{ items: readonly RequestOfOrder[] }> {
    if (!(await this.rows.find(id, caller)))
      throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${id}.`);
    return { items: await this.rows.origins(id) };
  }
}
