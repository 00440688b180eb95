import { commonErrors, deferrable } from '@waybill/kernel';
import { Controller, Headers, HttpCode, Post, RawBody, Req } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, Actor, Refuses, type Request, uuids } from '@waybill/platform';
import { BatchRunner } from '@waybill/unit-of-work';
import { z } from 'zod';
import { GatewayWebhooks } from './gateway-webhooks.js';
import { noticeEvent } from './notice-event.js';
import { gatewayWebhookErrors } from './gateway-webhook.errors.js';

const received = z
  .object({ received: z.literal(true) })
  .meta({ id: 'Received', example: { received: true } });

@Controller('v1/webhooks/gateway')
@ApiTags('webhooks')
@Access('signed', 'own')
export class GatewayWebhookController {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly webhooks: GatewayWebhooks,
  ) {}

  @Post()
  @Actor('gateway')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Receives a webhook of the payment gateway',
    description: 'The gateway signs the body in `Stripe-Signature`.',
  })
  @ApiHeader({ name: 'Stripe-Signature', required: true, description: 'Signature of the raw body' })
  @ApiBody({
    schema: { type: 'object', example: { id: 'evt_1QK4pX', type: 'payment_intent.succeeded' } },
    description: 'An event as documented by the gateway',
  })
  @ApiOkResponse({ standardSchema: received })
  @Refuses(commonErrors.NOT_FOUND, gatewayWebhookErrors.WEBHOOK_SIGNATURE_INVALID)
  async receiveGatewayWebhook(
    @RawBody() body: Buffer | undefined,
    @Headers('stripe-signature') signature: string | undefined,
    @Req() { traced }: Request,
  ): Promise<{ received: true }> {
    const { id, orderId } = this.webhooks.read(body, signature);
    if (orderId !== undefined) {
      const messageId = uuids.next();
      const context = { messageId, consumer: 'payment.gateway-webhook', tenant: 'default', ...traced };
      await this.unitOfWork.run(deferrable(context), (tx) => noticeEvent(tx, id, orderId));
    }
    return { received: true };
  }
}
